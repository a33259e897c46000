// The flight of an AI object that the simulator itself brought into the world: an aircraft with a model, a pilot or a
// track, and all variables, as the user's has.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "sim/simulation.hpp"
#include "sim/traffic.hpp"
#include "simulator/clients.hpp"
#include "simulator/sim_object.hpp"

namespace checkride::emulator {

class AiFlight {
 public:
  explicit AiFlight(const Flight& flight);

  // The same number of steps in any portions gives the same aircraft.
  void advance(std::uint64_t steps);

  // As SimObject says, of variables of the catalogue.
  double number(const Variable& variable);
  std::string text(const Variable& variable);
  Result<> set_number(const Variable& variable, double value);
  Result<> set_text(const Variable& variable, std::string_view value);
  void place(const Placement& placement) { simulation_.place(placement); }
  // What it meets from here on, where it has any; none: the weather of its flight.
  void set_weather(WeatherField field) { simulation_.set_weather(std::move(field)); }

  // A key event for this aircraft; those that concern the simulation are not its own.
  void trigger(std::string_view key_event, const EventData& data);

  // By its name in the catalogue.
  double number(std::string_view name);
  // Where it is and how it moves: what an object without a flight would be placed with.
  Placement placement();
  double ground_ft();

 private:
  // What this aircraft calls a variable of the user's.
  VarRef own(const Variable& variable);

  Simulation simulation_;
  std::map<VarRef, VarRef> refs_;
};

}  // namespace checkride::emulator
