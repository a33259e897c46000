#include "traffic/ai_flight.hpp"

#include <algorithm>
#include <cmath>

#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"
#include "earth/physics.hpp"
#include "sim/key_event_table.hpp"

namespace checkride::emulator {
namespace {

// A frame of its simulation is a step: it is as far as it is told, whatever the frames of the user's are.
SimulationOptions options_of(const Flight& flight) {
  SimulationOptions options;
  options.frame_rate = kStepsPerSecond;
  options.flight = flight;
  return options;
}

bool concerns_the_simulation(std::string_view key_event) {
  const auto rows = simulation_effects();
  return std::any_of(rows.begin(), rows.end(),
                     [key_event](const EffectFunction& row) { return values::same_text(row.event, key_event); });
}

}  // namespace

AiFlight::AiFlight(const Flight& flight) : simulation_(options_of(flight)) {}

void AiFlight::advance(std::uint64_t steps) {
  simulation_.advance_to(simulation_.frame_time(simulation_.frame() + steps));
  (void)simulation_.drain_events();  // what befalls it is told of the user's aircraft only
}

VarRef AiFlight::own(const Variable& variable) {
  CHECKRIDE_ASSERT(!variable.name.empty());  // locals are the object's
  const auto known = refs_.find(variable.ref);
  if (known != refs_.end()) return known->second;
  const auto ref = simulation_.resolve(std::string(variable.name) + ":" + std::to_string(variable.index));
  CHECKRIDE_ASSERT(ref.has_value());  // a name of the catalogue
  refs_.emplace(variable.ref, *ref);
  return *ref;
}

double AiFlight::number(const Variable& variable) {
  return simulation_.number(own(variable));
}
std::string AiFlight::text(const Variable& variable) {
  return simulation_.text(own(variable));
}
Result<> AiFlight::set_number(const Variable& variable, double value) {
  return simulation_.set_number(own(variable), value);
}
Result<> AiFlight::set_text(const Variable& variable, std::string_view value) {
  return simulation_.set_text(own(variable), value);
}

void AiFlight::trigger(std::string_view key_event, const EventData& data) {
  if (!concerns_the_simulation(key_event)) (void)simulation_.trigger(key_event, data);
}

double AiFlight::number(std::string_view name) {
  const auto ref = simulation_.resolve(name);
  CHECKRIDE_ASSERT(ref.has_value());
  return simulation_.number(*ref);
}

Placement AiFlight::placement() {
  Placement result;
  result.latitude_deg = number("PLANE LATITUDE") * kDegreesPerRadian;
  result.longitude_deg = number("PLANE LONGITUDE") * kDegreesPerRadian;
  result.altitude_ft = number("PLANE ALTITUDE");
  result.pitch_deg = number("PLANE PITCH DEGREES") * kDegreesPerRadian;
  result.bank_deg = number("PLANE BANK DEGREES") * kDegreesPerRadian;
  result.heading_deg = number("PLANE HEADING DEGREES TRUE") * kDegreesPerRadian;
  result.on_ground = number("SIM ON GROUND") != 0;
  result.airspeed_kt = static_cast<std::int32_t>(std::lround(number("AIRSPEED INDICATED")));
  return result;
}

double AiFlight::ground_ft() {
  return number("GROUND ALTITUDE") / kMetresPerFoot;
}

}  // namespace checkride::emulator
