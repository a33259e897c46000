// Goal: the laws of flight hold for every type, whatever hands and weather do. Method: random controls and weather, all
// types; the model step by step against mechanics, and its variables against each other.
#include <cmath>

#include "bench_aircraft.hpp"
#include "checkride/catalog/simvar.hpp"
#include "checkride/test/property.hpp"
#include "random_looks.hpp"
#include "sim/flying.hpp"

namespace checkride::emulator {
namespace {

using test::BenchAircraft;

constexpr double kFeetPerMetre = 1 / 0.3048;
constexpr double kMetresPerSecondPerKt = 1852.0 / 3600;

const AircraftType& any_type() {
  return aircraft_types()[*rc::gen::inRange<std::size_t>(0, aircraft_types().size())];
}

double share() {
  return *rc::gen::inRange(0, 101) / 100.0;
}

FlightWeather any_weather() {
  FlightWeather weather;
  const int layers = *rc::gen::inRange(0, 4);
  for (int i = 0; i < layers; ++i) {
    weather.wind.push_back({.altitude_ft = 3000.0 * i,
                            .direction_deg = static_cast<double>(*rc::gen::inRange(0, 360)),
                            .speed_kt = static_cast<double>(*rc::gen::inRange(0, 80)),
                            .updraft_fpm = static_cast<double>(*rc::gen::inRange(-500, 500))});
  }
  weather.gusts_kt = *rc::gen::inRange(0, 30);
  weather.seed = *rc::gen::inRange<std::uint64_t>(0, 1000);
  weather.temperature_deviation_c = *rc::gen::inRange(-30, 30);
  weather.qnh_hpa = *rc::gen::inRange(960, 1050);
  return weather;
}

// In the air, engines running.
Model airborne(const AircraftType& type, double altitude_ft) {
  Model model(type);
  model.edit().position.altitude_ft = altitude_ft;
  model.edit().controls.parking_brake = 0;
  model.fill_tanks(type.fuel_gal);
  model.fly_level(type.cruise_kt * 0.8 * kMetresPerSecondPerKt);
  model.start_engine();
  return model;
}

void move_controls(Model& model) {
  Controls& controls = model.fly_controls();
  controls.elevator = 2 * share() - 1;
  controls.aileron = 2 * share() - 1;
  controls.rudder = 2 * share() - 1;
  controls.flaps = std::floor(share() * static_cast<double>(model.type().flap_notches));
  controls.spoilers = *rc::gen::element(0.0, 0.0, 1.0, 0.5);
  if (model.type().retractable) controls.gear = *rc::gen::element(0.0, 1.0);
  for (std::size_t i = 0; i < model.type().engines; ++i) {
    model.edit_engine(i).throttle = 100 * share();
    model.edit_engine(i).failed = *rc::gen::inRange(0, 20) == 0 ? 1 : 0;
  }
}

double specific_energy(const Model& model) {  // m
  const double speed = model.true_speed();
  return model.state().position.altitude_ft / kFeetPerMetre + speed * speed / (2 * kGravity);
}

// In still air what thrust leaves over drag goes into height and speed, and nothing else does.
RC_GTEST_PROP(FlightLaws, EnergyComesFromThrustAndGoesIntoDrag, ()) {
  Model model = airborne(any_type(), *rc::gen::inRange(8000, 20000));
  for (int i = 0; i < 20; ++i) {
    move_controls(model);
    for (int step = 0; step < 30; ++step) {
      const double energy = specific_energy(model);
      const double speed = model.true_speed();
      const double path = model.state().motion.path;
      model.step();
      if (model.state().motion.on_ground || speed < 15 || model.true_speed() >= Model::kFastest) return;
      const double weight = model.mass_kg() * kGravity;
      const double power = (model.thrust() - model.drag(model.state().motion.lift)) * speed / weight;
      const double rate = (specific_energy(model) - energy) * kStepsPerSecond;
      // The path turns within a step, and drag with the speed.
      const double turned = std::abs(model.state().motion.path - path) * speed;
      const double slack = 0.05 + turned + 0.02 * std::abs(power) + 0.01 * std::abs(model.state().motion.speed_rate);
      RC_ASSERT(std::abs(rate - power) < slack);
    }
  }
}

// What variables say of each other in any weather.
void check_relations(BenchAircraft& a) {
  const auto get = [&a](const char* name) { return a.get(name); };
  const bool on_ground = get("SIM ON GROUND") != 0;
  const double east = get("VELOCITY WORLD X");
  const double up = get("VELOCITY WORLD Y");
  const double north = get("VELOCITY WORLD Z");
  const double flat = std::hypot(east, north);
  RC_ASSERT(std::abs(get("GROUND VELOCITY") * kMetresPerSecondPerKt - flat / kFeetPerMetre) < 1e-6);
  RC_ASSERT(get("VERTICAL SPEED") == up);
  const double body = std::hypot(get("VELOCITY BODY X"), get("VELOCITY BODY Y"), get("VELOCITY BODY Z"));
  RC_ASSERT(std::abs(body - std::hypot(flat, up)) < 1e-6 * (1 + body));
  if (flat > 1)
    RC_ASSERT(std::abs(std::remainder(get("GPS GROUND TRUE TRACK") - std::atan2(east, north), 2 * M_PI)) < 1e-9);
  const double speed = get("AIRSPEED TRUE") * kMetresPerSecondPerKt;
  if (!on_ground) {
    // Over ground it moves as it flies, and as the wind blows.
    const double air_east = east / kFeetPerMetre - get("AMBIENT WIND X");
    const double air_north = north / kFeetPerMetre - get("AMBIENT WIND Z");
    const double air_up = up / kFeetPerMetre - get("AMBIENT WIND Y");
    RC_ASSERT(std::abs(speed - std::hypot(air_east, air_north, air_up)) < 1e-6);
    const double heading = get("PLANE HEADING DEGREES TRUE");
    if (std::hypot(air_east, air_north) > 1) {
      RC_ASSERT(std::abs(std::remainder(heading - std::atan2(air_east, air_north), 2 * M_PI)) < 1e-6);
    }
  }
  Air air;
  air.temperature = get("AMBIENT TEMPERATURE") + kZeroCelsius;
  air.pressure = get("AMBIENT PRESSURE") * kPascalsPerInHg;
  air.density = air.pressure / (287.05287 * air.temperature);
  air.sound = std::sqrt(1.4 * 287.05287 * air.temperature);
  RC_ASSERT(std::abs(get("AIRSPEED MACH") - speed / air.sound) < 1e-9);
  const double shown = get("AIRSPEED INDICATED") * kMetresPerSecondPerKt;
  RC_ASSERT(shown == 0 || std::abs(shown - indicated_speed(speed, air)) < 1e-6);
  RC_ASSERT(std::abs(nearly_indicated(speed, air) - indicated_speed(speed, air)) <
            (speed < 0.85 * air.sound ? 0.06 : 1));
  RC_ASSERT(std::abs(get("AMBIENT DENSITY") * kKilogramsPerCubicMetrePerSlug - air.density) < 1e-9);

  const double standing = get("STATIC CG TO GROUND");
  RC_ASSERT(get("PLANE ALT ABOVE GROUND") >= standing - 1e-6);
  RC_ASSERT(!on_ground || std::abs(get("PLANE ALT ABOVE GROUND") - standing) < 1e-6);
  const double fuel = get("FUEL TOTAL QUANTITY");
  const double tanks = get("FUEL TANK LEFT MAIN QUANTITY") + get("FUEL TANK RIGHT MAIN QUANTITY") +
                       get("FUEL TANK LEFT AUX QUANTITY") + get("FUEL TANK RIGHT AUX QUANTITY") +
                       get("FUEL TANK CENTER QUANTITY");
  RC_ASSERT(std::abs(fuel - tanks) < 1e-9 * (1 + fuel));
  RC_ASSERT(fuel >= 0 && fuel <= get("FUEL TOTAL CAPACITY"));
  for (const char* engine : {":1", ":2"}) {
    const auto of = [&](const char* name) { return a.get(std::string(name) + engine); };
    RC_ASSERT(of("GENERAL ENG COMBUSTION") != 0 || of("ENG FUEL FLOW GPH") == 0);
    RC_ASSERT(of("TURB ENG N1") >= 0 && of("TURB ENG N1") <= 100.001);
  }
}

void check_finite(BenchAircraft& a) {
  for (const catalog::SimVar* simvar : catalog::core_simvars()) {
    if (!std::isfinite(a.get(std::string(simvar->name)))) RC_FAIL(std::string(simvar->name) + " is not finite");
  }
}

Flight any_flight() {
  const AircraftType& type = any_type();
  Flight flight{.name = "any", .aircraft = std::string(type.name)};
  const bool ground = type.engines > 0 && *rc::gen::inRange(0, 4) == 0;
  flight.start = {.latitude_deg = static_cast<double>(*rc::gen::inRange(-60, 60)),
                  .longitude_deg = static_cast<double>(*rc::gen::inRange(-180, 180)),
                  .altitude_ft = ground ? 0.0 : *rc::gen::inRange(2000, 15000),
                  .ground_elevation_ft = 0,
                  .heading_deg = static_cast<double>(*rc::gen::inRange(0, 360)),
                  .fuel_gal = total_capacity_gal(type) * share()};
  flight.weather = any_weather();
  if (ground) {
    flight.phases = {{.kind = PhaseKind::taxi, .until = {.duration = std::chrono::seconds(60)}},
                     {.kind = PhaseKind::takeoff, .until = {.altitude_ft = 900}}};
  }
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    Phase phase{.kind = *rc::gen::element(PhaseKind::climb, PhaseKind::cruise, PhaseKind::descent, PhaseKind::approach,
                                          PhaseKind::landing)};
    phase.until.duration = std::chrono::seconds(*rc::gen::inRange(5, 200));
    phase.heading_deg = *rc::gen::inRange(0, 360);
    flight.phases.push_back(phase);
  }
  return flight;
}

RC_GTEST_PROP(FlightLaws, HoldInScriptsOfEveryTypeInAnyWeather, ()) {
  BenchAircraft aircraft(any_flight());
  look_at_random_times(aircraft, check_relations);
  check_finite(aircraft);
}

const std::vector<std::string>& controls() {
  static const std::vector<std::string> events{"AXIS_ELEVATOR_SET",
                                               "AXIS_AILERONS_SET",
                                               "AXIS_RUDDER_SET",
                                               "AXIS_THROTTLE_SET",
                                               "FLAPS_INCR",
                                               "FLAPS_DECR",
                                               "GEAR_TOGGLE",
                                               "SPOILERS_SET",
                                               "SPOILERS_ARM_TOGGLE",
                                               "BRAKES",
                                               "ENGINE_AUTO_START",
                                               "AP_MASTER",
                                               "AP_HDG_HOLD",
                                               "AP_ALT_HOLD",
                                               "AP_VS_HOLD",
                                               "AP_NAV1_HOLD",
                                               "AP_APR_HOLD",
                                               "AP_AIRSPEED_HOLD",
                                               "AP_MACH_HOLD",
                                               "FLIGHT_LEVEL_CHANGE",
                                               "AUTO_THROTTLE_ARM",
                                               "AP_SPD_VAR_SET",
                                               "AP_ALT_VAR_SET_ENGLISH",
                                               "TOGGLE_ENGINE2_FAILURE",
                                               "FUEL_SELECTOR_SET",
                                               "AP_ATT_HOLD",
                                               "AP_VS_VAR_INC",
                                               "SIM_RATE_INCR",
                                               "SIM_RATE_DECR",
                                               "REPAIR_AND_REFUEL",
                                               "THROTTLE_REVERSE_THRUST_TOGGLE",
                                               "AP_LOC_HOLD",
                                               "AP_BC_HOLD",
                                               "NAV1_RADIO_SWAP",
                                               "VOR1_OBI_FAST_INC",
                                               "TOGGLE_GPS_DRIVES_NAV1"};
  return events;
}

RC_GTEST_PROP(FlightLaws, HoldUnderRandomControlsOfEveryType, ()) {
  Flight flight = any_flight();
  flight.plan = Plan{.title = "p",
                     .cruising_altitude_ft = 9000,
                     .waypoints = {{"A", "Airport", 0, 0, 0}, {"B", "User", 10, 10, 0}, {"C", "Airport", 20, 5, 0}}};
  BenchAircraft aircraft(flight);
  for (int i = 0; i < 40; ++i) {
    const std::string event = *rc::gen::elementOf(controls());
    aircraft.trigger(event, static_cast<std::uint32_t>(*rc::gen::inRange(-16383, 16384)));
    aircraft.run(*rc::gen::inRange(1, 50) / 10.0);
    check_relations(aircraft);
  }
  check_finite(aircraft);
}

RC_GTEST_PROP(FlightLaws, VerticalSpeedIsTheDerivativeOfAltitudeInAnyWeather, ()) {
  BenchAircraft aircraft(SimulationOptions{.frame_rate = 60, .flight = any_flight()});
  for (int frame = 0; frame < 600; ++frame) {
    const double before = aircraft.get("PLANE ALTITUDE");
    const double latitude = aircraft.get("PLANE LATITUDE");
    const bool was_on_ground = aircraft.get("SIM ON GROUND") != 0;
    aircraft.frames(1);
    const double north = (aircraft.get("PLANE LATITUDE") - latitude) * 6371000 * kFeetPerMetre * 60;
    RC_ASSERT(std::abs(north - aircraft.get("VELOCITY WORLD Z")) < 1e-2);
    if (was_on_ground || aircraft.get("SIM ON GROUND") != 0) continue;
    const double rate = (aircraft.get("PLANE ALTITUDE") - before) * 60;
    RC_ASSERT(std::abs(rate - aircraft.get("VERTICAL SPEED")) < 1e-5);
  }
}

// Who watches, and how far one call goes, changes nothing.
RC_GTEST_PROP(FlightLaws, LookingChangesNothingInAnyWeather, ()) {
  const Flight flight = any_flight();
  const std::uint64_t last = *rc::gen::inRange<std::uint64_t>(1, 4000);
  BenchAircraft lazy(SimulationOptions{.flight = flight});
  BenchAircraft eager(SimulationOptions{.flight = flight});
  lazy.simulation().advance_to(lazy.simulation().frame_time(last));
  while (eager.simulation().frame() < last) {
    eager.frames(1);
    (void)eager.get("GPS WP DISTANCE");
    (void)eager.get("AIRSPEED INDICATED");
  }
  for (const catalog::SimVar* simvar : catalog::core_simvars()) {
    const std::string name(simvar->name);
    RC_ASSERT(lazy.get(name) == eager.get(name));
  }
}

}  // namespace
}  // namespace checkride::emulator
