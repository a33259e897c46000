#include "sim/flight_start.hpp"

#include "checkride/catalog/catalog.hpp"
#include "checkride/result/assert.hpp"
#include "sim/flying.hpp"

namespace checkride::emulator {
namespace {

double resting(std::string_view name) {
  const catalog::SimVar* simvar = catalog::find_simvar(name);
  CHECKRIDE_ASSERT(simvar != nullptr && simvar->core);
  return simvar->resting_value;
}

// What the first phase flies with, indicated, m/s; a jet no faster than it cruises.
double start_speed(const Model& model, const Flight& flight) {
  const AircraftType& type = model.type();
  const Phase* first = flight.phases.empty() ? nullptr : &flight.phases.front();
  const double wanted =
      (first != nullptr ? first->speed_kt.value_or(type.cruise_kt) : type.cruise_kt) * kMetresPerSecondPerKnot;
  if (type.engine != EngineKind::jet) return wanted;
  const double limit =
      shown_speed_at_mach(model, first != nullptr ? first->mach.value_or(type.cruise_mach) : type.cruise_mach);
  return wanted < limit ? wanted : limit;
}

}  // namespace

void put_at_rest(State& state) {
  state.position.latitude = resting("PLANE LATITUDE");
  state.position.longitude = resting("PLANE LONGITUDE");
  state.position.altitude_ft = resting("PLANE ALTITUDE");
  state.position.ground_ft = resting("PLANE ALTITUDE") - resting("PLANE ALT ABOVE GROUND");
  state.motion.heading = resting("PLANE HEADING DEGREES TRUE");
  state.fuel.gal[static_cast<std::size_t>(Tank::left_main)] = resting("FUEL TANK LEFT MAIN QUANTITY");
  state.fuel.gal[static_cast<std::size_t>(Tank::right_main)] = resting("FUEL TANK RIGHT MAIN QUANTITY");
}

void put_at_start(Model& model, const Flight& flight) {
  const FlightStart& start = flight.start;
  State& state = model.edit();
  state.position = {.latitude = start.latitude_deg * kRadiansPerDegree,
                    .longitude = half_turn(start.longitude_deg * kRadiansPerDegree),
                    .altitude_ft = start.altitude_ft,
                    .ground_ft = start.ground_elevation_ft,
                    .water = false};
  state.motion.heading = full_turn(start.heading_deg * kRadiansPerDegree);
  model.fill_tanks(start.fuel_gal);
  const AircraftType& type = model.type();
  if (model.height_ft() <= type.reference_height_ft) {
    state.position.altitude_ft = start.ground_elevation_ft + type.reference_height_ft;
    return;
  }
  state.position.water = start.ground_elevation_ft == 0;
  state.controls.parking_brake = 0;
  if (type.retractable) state.controls.gear = state.controls.gear_out = 0;
  const double speed = start_speed(model, flight);
  model.fly_level(speed);
  model.start_engine();
  model.set_throttles(throttle_for_speed(model, speed));
  model.start_engine();
}

}  // namespace checkride::emulator
