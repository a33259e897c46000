// An AI object: what a client brought into the world with AICreate... and every client can read and set (semantics 13).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "simulator/clients.hpp"
#include "simulator/sim_object.hpp"
#include "traffic/ai_flight.hpp"
#include "traffic/ai_motion.hpp"
#include "traffic/ai_titles.hpp"

namespace checkride::emulator {

// No client: who brought the simulator's own traffic into the world.
inline constexpr ClientId kSimulator = 0;

// What an object is made of.
struct AiSpec {
  ClientId creator = kSimulator;
  const AiTitle* title = nullptr;
  std::string own_title;  // what TITLE says in place of the title's
  std::string livery;
  std::string tail_number;
  std::string airline;
  std::string flight_number;             // empty for none
  std::shared_ptr<const Flight> flight;  // of the simulator's own; null: it is moved along its route
  bool under_atc = false;                // it has a flight plan or a parking spot, and takes no route of a client
  Placement placement;
  std::optional<double> ground_ft;  // elevation of its ground; absent: that below the user's aircraft
  std::vector<protocol::Waypoint> plan;
  std::size_t plan_begins_at = 0;  // the point of the plan that it sets out for
};

class AiObject final : public SimObject {
 public:
  // `ground_ft`: elevation of the ground on which it stands or over which it flies.
  AiObject(AiSpec spec, double ground_ft);

  double number(const Variable& variable) const override;
  std::string text(const Variable& variable) const override;
  std::array<double, 3> triple(const Variable& variable) override;
  Result<> set_number(const Variable& variable, double value) override;
  Result<> set_text(const Variable& variable, std::string_view value) override;
  void place(const Placement& placement) override;
  // Errors: it is under air traffic control, the route is too long, or a number in it is not finite.
  Result<> set_route(std::span<const protocol::Waypoint> route) override;

  // A key event sent to this object. With a flight it obeys as the user's aircraft does; else it obeys FREEZE events,
  // an aircraft also those that switch something on or off, and there are no systems for the others.
  void trigger(std::string_view key_event, const EventData& data);
  // AIReleaseControl: nothing but clients moves it from here on.
  void release();
  // AISetAircraftFlightPlan.
  void fly_plan(std::vector<protocol::Waypoint> plan);
  void advance(std::uint64_t steps);
  // What it meets if it has a flight; without one no air moves it.
  void set_weather(const WeatherField& field);

  const AiSpec& spec() const { return spec_; }
  const AiMotion& motion() const { return motion_; }
  AiMotion& motion() { return motion_; }

  static constexpr std::size_t kMaxRoute = 1000;
  // Variables that it does not compute and a client set.
  static constexpr std::size_t kMaxHeldVariables = 256;

 private:
  // A variable that it keeps: by its name and index, or a local one by its reference.
  using HeldKey = std::tuple<std::string_view, std::uint32_t, VarRef>;
  static HeldKey key_of(const Variable& variable);
  double held(const HeldKey& key) const;
  // LIGHT STATES.
  double lights() const;
  // The events of the table that make a variable 0 or 1.
  void flip_switches(std::string_view key_event, std::uint32_t parameter);

  // Whether its flight has the variable; a local one is the object's own in any case.
  bool flies(const Variable& variable) const { return flight_ != nullptr && !variable.name.empty(); }
  // Of an object with a flight: its motion is where the flight has brought it.
  void follow_flight();
  // From here on it is an object without dynamics, where and as fast as it is.
  void end_flight();

  AiSpec spec_;
  AiMotion motion_;
  std::unique_ptr<AiFlight> flight_;  // null: none, or not any more
  std::map<HeldKey, double> numbers_;
  std::map<VarRef, std::string> texts_;
};

}  // namespace checkride::emulator
