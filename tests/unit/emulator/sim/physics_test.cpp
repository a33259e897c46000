// Goal: whatever is done to the aircraft, its variables agree with each other and with physics. Method: random scripts,
// controls, key events and writes; relations of semantics 8.3 looked at along the way.
#include <algorithm>
#include <cmath>

#include "bench_aircraft.hpp"
#include "checkride/catalog/simvar.hpp"
#include "checkride/test/property.hpp"
#include "random_looks.hpp"

namespace checkride::emulator {
namespace {

using test::BenchAircraft;

constexpr double kFeetPerMetre = 1 / 0.3048;
constexpr double kKnotsPerFootPerSecond = 0.3048 * 3600 / 1852;

bool near(double a, double b, double tolerance) {
  return std::abs(a - b) <= tolerance * (1 + std::abs(b));
}

double turn_between(double a, double b) {
  const double difference = std::fmod(std::abs(a - b), 2 * M_PI);
  return std::min(difference, 2 * M_PI - difference);
}

// Relations that hold in every frame of every flight.
void check_relations(BenchAircraft& a) {
  const auto get = [&a](const char* name) { return a.get(name); };
  const double world_x = get("VELOCITY WORLD X");
  const double world_y = get("VELOCITY WORLD Y");
  const double world_z = get("VELOCITY WORLD Z");
  const double flat = std::sqrt(world_x * world_x + world_z * world_z);
  RC_ASSERT(near(get("GROUND VELOCITY"), flat * kKnotsPerFootPerSecond, 1e-9));
  RC_ASSERT(get("VERTICAL SPEED") == world_y);
  const double body_x = get("VELOCITY BODY X");
  const double body_y = get("VELOCITY BODY Y");
  const double body_z = get("VELOCITY BODY Z");
  RC_ASSERT(near(body_x * body_x + body_y * body_y + body_z * body_z, flat * flat + world_y * world_y, 1e-9));
  RC_ASSERT(near(get("AIRSPEED TRUE"), std::sqrt(flat * flat + world_y * world_y) * kKnotsPerFootPerSecond, 1e-9));

  const double magnetic = get("PLANE HEADING DEGREES TRUE") - get("MAGVAR") * M_PI / 180;
  RC_ASSERT(turn_between(get("PLANE HEADING DEGREES MAGNETIC"), magnetic) < 1e-9);
  RC_ASSERT(get("PLANE HEADING DEGREES TRUE") >= 0 && get("PLANE HEADING DEGREES TRUE") < 2 * M_PI);
  RC_ASSERT(near(get("PLANE ALTITUDE") - get("PLANE ALT ABOVE GROUND"), get("GROUND ALTITUDE") * kFeetPerMetre, 1e-9));
  RC_ASSERT(get("SIM ON GROUND") == 0 || near(get("PLANE ALT ABOVE GROUND"), 4, 1e-6));
  RC_ASSERT(get("PLANE ALT ABOVE GROUND") >= 4 - 1e-6);
  RC_ASSERT(near(get("PRESSURE ALTITUDE") * kFeetPerMetre, get("PLANE ALTITUDE"), 1e-9));

  const double fuel = get("FUEL TOTAL QUANTITY");
  RC_ASSERT(fuel == get("FUEL TANK LEFT MAIN QUANTITY") + get("FUEL TANK RIGHT MAIN QUANTITY"));
  RC_ASSERT(fuel >= 0 && fuel <= get("FUEL TOTAL CAPACITY"));
  RC_ASSERT(near(get("FUEL TOTAL QUANTITY WEIGHT"), fuel * get("FUEL WEIGHT PER GALLON"), 1e-12));
  RC_ASSERT(near(get("TOTAL WEIGHT"), get("EMPTY WEIGHT") + 170 + get("FUEL TOTAL QUANTITY WEIGHT"), 1e-12));
  RC_ASSERT(near(get("GENERAL ENG PCT MAX RPM"), 100 * get("GENERAL ENG RPM") / get("MAX RATED ENGINE RPM"), 1e-12));
  RC_ASSERT(get("GENERAL ENG COMBUSTION") == 1 || get("ENG FUEL FLOW GPH") == 0);
  RC_ASSERT(get("AIRSPEED INDICATED") <= get("AIRSPEED TRUE") * 1.001 + 1 || get("PLANE ALTITUDE") < 0);

  double mask = 0;
  const char* lights[] = {"LIGHT NAV",   "LIGHT BEACON",      "LIGHT LANDING", "LIGHT TAXI", "LIGHT STROBE",
                          "LIGHT PANEL", "LIGHT RECOGNITION", "LIGHT WING",    "LIGHT LOGO", "LIGHT CABIN"};
  for (int bit = 0; bit < 10; ++bit) mask += get(lights[bit]) * std::exp2(bit);
  RC_ASSERT(get("LIGHT STATES") == mask);
}

// Every number of the core list is finite.
void check_finite(BenchAircraft& a) {
  for (const catalog::SimVar* simvar : catalog::core_simvars()) {
    if (!std::isfinite(a.get(std::string(simvar->name)))) RC_FAIL(std::string(simvar->name) + " is not finite");
  }
}

Flight random_flight() {
  Flight flight{.name = "random"};
  const bool airborne = *rc::gen::arbitrary<bool>();
  flight.start = {.latitude_deg = static_cast<double>(*rc::gen::inRange(-60, 60)),
                  .longitude_deg = static_cast<double>(*rc::gen::inRange(-180, 180)),
                  .altitude_ft = airborne ? *rc::gen::inRange(1500, 9000) : 4.0,
                  .ground_elevation_ft = 0,
                  .heading_deg = static_cast<double>(*rc::gen::inRange(0, 360)),
                  .fuel_gal = static_cast<double>(*rc::gen::inRange(1, 56))};
  if (!airborne) flight.phases.push_back({.kind = PhaseKind::takeoff, .until = {.altitude_ft = 800}});
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    Phase phase{.kind = *rc::gen::element(PhaseKind::climb, PhaseKind::cruise, PhaseKind::descent)};
    phase.until.duration = std::chrono::seconds(*rc::gen::inRange(5, 120));
    phase.speed_kt = *rc::gen::inRange(65, 120);
    phase.heading_deg = *rc::gen::inRange(0, 360);
    flight.phases.push_back(phase);
  }
  return flight;
}

RC_GTEST_PROP(Physics, ScriptsKeepTheRelations, ()) {
  BenchAircraft aircraft(random_flight());
  look_at_random_times(aircraft, check_relations);
  check_finite(aircraft);
}

// In each frame the altitude moves by the vertical speed: no script and no control moves it otherwise.
RC_GTEST_PROP(Physics, VerticalSpeedIsTheDerivativeOfAltitude, ()) {
  BenchAircraft aircraft(SimulationOptions{.frame_rate = 60, .flight = random_flight()});
  for (int frame = 0; frame < 600; ++frame) {
    const double before = aircraft.get("PLANE ALTITUDE");
    const bool was_on_ground = aircraft.get("SIM ON GROUND") != 0;
    aircraft.frames(1);
    if (was_on_ground || aircraft.get("SIM ON GROUND") != 0) continue;
    const double rate = (aircraft.get("PLANE ALTITUDE") - before) * 60;
    RC_ASSERT(std::abs(rate - aircraft.get("VERTICAL SPEED")) < 1e-6);
  }
}

// Position moves along the heading by the ground velocity.
RC_GTEST_PROP(Physics, PositionFollowsGroundVelocity, ()) {
  BenchAircraft aircraft(SimulationOptions{.frame_rate = 60, .flight = random_flight()});
  for (int frame = 0; frame < 600; ++frame) {
    const double latitude = aircraft.get("PLANE LATITUDE");
    aircraft.frames(1);
    const double north_ft_s = (aircraft.get("PLANE LATITUDE") - latitude) * 6371000 * kFeetPerMetre * 60;
    RC_ASSERT(std::abs(north_ft_s - aircraft.get("VELOCITY WORLD Z")) < 1e-2);
  }
}

const std::vector<std::string>& control_events() {
  static const std::vector<std::string> events{
      "AXIS_ELEVATOR_SET", "AXIS_AILERONS_SET",     "AXIS_RUDDER_SET", "AXIS_THROTTLE_SET", "FLAPS_INCR",
      "FLAPS_UP",          "PARKING_BRAKES",        "BRAKES",          "ENGINE_AUTO_START", "MIXTURE_LEAN",
      "ELEVATOR_TRIM_SET", "TOGGLE_MASTER_BATTERY", "AP_MASTER",       "AP_HDG_HOLD",       "AP_ALT_HOLD",
      "AP_VS_HOLD",        "ALL_LIGHTS_TOGGLE",     "KOHLSMAN_INC",    "FUEL_SELECTOR_SET", "MAGNETO_OFF",
      "HEADING_BUG_SET",   "SIM_RATE_INCR",         "SIM_RATE_DECR",   "PAUSE_TOGGLE",      "TOGGLE_ENGINE1_FAILURE"};
  return events;
}

RC_GTEST_PROP(Physics, RandomControlsKeepTheRelations, ()) {
  const bool airborne = *rc::gen::arbitrary<bool>();
  BenchAircraft aircraft;
  if (airborne) aircraft.simulation().place({.altitude_ft = 6000, .heading_deg = 30, .airspeed_kt = -1});
  double fuel = aircraft.get("FUEL TOTAL QUANTITY");
  for (int i = 0; i < 40; ++i) {
    const std::string event = *rc::gen::elementOf(control_events());
    const auto data = static_cast<std::uint32_t>(*rc::gen::inRange(-16383, 16384));
    aircraft.trigger(event, data);
    aircraft.run(*rc::gen::inRange(1, 50) / 10.0);
    check_relations(aircraft);
    RC_ASSERT(aircraft.get("FUEL TOTAL QUANTITY") <= fuel);
    fuel = aircraft.get("FUEL TOTAL QUANTITY");
  }
  check_finite(aircraft);
}

// Writes may be absurd; the model stays finite and in its range, and the relations hold a frame later.
RC_GTEST_PROP(Physics, RandomWritesNeverBreakTheModel, ()) {
  BenchAircraft aircraft(random_flight());
  const auto core = catalog::core_simvars();
  for (int i = 0; i < 40; ++i) {
    const catalog::SimVar& simvar = *core[*rc::gen::inRange<std::size_t>(0, core.size())];
    if (!simvar.settable || simvar.type == catalog::ValueType::string256) continue;
    const double value = *rc::gen::element(0.0, -1.0, 1.0, 100.0, -1e4, 1e5, 1e18, -1e300, 3.0e-5);
    aircraft.set(std::string(simvar.name), value);
    aircraft.run(*rc::gen::inRange(1, 20) / 10.0);
  }
  for (const char* name : {"PLANE ALTITUDE", "PLANE LATITUDE", "PLANE LONGITUDE", "AIRSPEED TRUE", "VERTICAL SPEED",
                           "GENERAL ENG RPM", "FUEL TOTAL QUANTITY", "PLANE PITCH DEGREES", "INDICATED ALTITUDE"}) {
    RC_ASSERT(std::isfinite(aircraft.get(name)));
  }
  aircraft.run(1);
  check_relations(aircraft);
}

// What follows from a write shows before the next step comes, however long that takes (a pause, a crash).
TEST(Physics, AStoppedEngineBurnsNothingEvenBeforeTheNextStep) {
  BenchAircraft aircraft;
  aircraft.trigger("ENGINE_AUTO_START");
  aircraft.run(10);
  EXPECT_GT(aircraft.get("ENG FUEL FLOW GPH"), 0);
  aircraft.trigger("PAUSE_ON");
  aircraft.set("GENERAL ENG COMBUSTION", 0);
  EXPECT_EQ(aircraft.get("ENG FUEL FLOW GPH"), 0);
  aircraft.run(1);
  EXPECT_EQ(aircraft.get("ENG FUEL FLOW GPH"), 0);
}

TEST(Physics, ACrashStopsTheFuelInTheSameFrame) {
  BenchAircraft aircraft;
  aircraft.simulation().place({.altitude_ft = 800, .heading_deg = 30, .airspeed_kt = -1});
  aircraft.trigger("ENGINE_AUTO_START");
  aircraft.trigger("AXIS_ELEVATOR_SET", 16383);
  for (int frame = 0; frame < 3000 && aircraft.get("CRASH FLAG") == 0; ++frame) aircraft.frames(1);
  ASSERT_NE(aircraft.get("CRASH FLAG"), 0);
  EXPECT_EQ(aircraft.get("ENG FUEL FLOW GPH"), 0);
}

TEST(Physics, EngineRunningAtIdleIsAsDocumented) {
  BenchAircraft aircraft;
  aircraft.trigger("ENGINE_AUTO_START");
  aircraft.run(1800);
  const auto within = [&aircraft](const char* name, double low, double high) {
    EXPECT_GE(aircraft.get(name), low) << name;
    EXPECT_LE(aircraft.get(name), high) << name;
  };
  within("GENERAL ENG COMBUSTION", 1, 1);
  within("GENERAL ENG RPM", 700 - 0.01, 1000);
  within("GENERAL ENG PCT MAX RPM", 25.9, 37);
  within("ENG MANIFOLD PRESSURE", 10, 12);
  within("ENG FUEL FLOW GPH", 1.5, 2.5);
  within("GENERAL ENG OIL PRESSURE", 40 * 144, 60 * 144);
  within("GENERAL ENG OIL TEMPERATURE", (60 + 273.15) * 1.8, (90 + 273.15) * 1.8);
  within("RECIP ENG CYLINDER HEAD TEMPERATURE", 120, 180);
  within("GENERAL ENG EXHAUST GAS TEMPERATURE", (550 + 273.15) * 1.8, (700 + 273.15) * 1.8);
  within("ELECTRICAL MAIN BUS VOLTAGE", 28, 28);
  within("COM STATUS", 0, 0);
  within("AIRSPEED INDICATED", 0, 0);
}

TEST(Physics, PerformanceIsThatOfItsKind) {
  BenchAircraft aircraft(
      test::flight_text("name: fast\nstart: {latitude_deg: 47, longitude_deg: -125, heading_deg: 0, altitude_ft: 500}\n"
                        "phases: [{phase: cruise, speed_kt: 200}]\n"));
  aircraft.at(300);
  EXPECT_EQ(aircraft.get("GENERAL ENG THROTTLE LEVER POSITION"), 100);
  EXPECT_NEAR(aircraft.get("AIRSPEED TRUE"), 122, 6) << "fastest level flight";
  EXPECT_NEAR(aircraft.get("ENG FUEL FLOW GPH"), 14, 1);
}

TEST(Physics, IndicatedAltitudeFollowsTheAltimeterSetting) {
  BenchAircraft aircraft;
  const double before = aircraft.get("INDICATED ALTITUDE");
  EXPECT_EQ(before, 437);
  aircraft.trigger("KOHLSMAN_SET", 1023 * 16);
  EXPECT_NEAR(aircraft.get("KOHLSMAN SETTING MB"), 1023, 1e-9);
  EXPECT_NEAR(aircraft.get("INDICATED ALTITUDE") - before, 9.75 * 27.3, 6) << "about 27 ft a millibar";
  EXPECT_EQ(aircraft.get("PLANE ALTITUDE"), 437);
  EXPECT_NEAR(aircraft.get("PRESSURE ALTITUDE") / 0.3048, 437, 1e-9);
}

TEST(Physics, StallWarningComesBeforeTheStall) {
  BenchAircraft aircraft;
  aircraft.simulation().place({.altitude_ft = 5000, .airspeed_kt = 100});
  EXPECT_EQ(aircraft.get("STALL WARNING"), 0);
  aircraft.simulation().place({.altitude_ft = 5000, .airspeed_kt = 50});
  EXPECT_EQ(aircraft.get("STALL WARNING"), 1);
}

TEST(Physics, StallWarningComesEarlierInASteepTurn) {
  BenchAircraft aircraft;
  aircraft.simulation().place({.altitude_ft = 5000, .airspeed_kt = 66});
  EXPECT_EQ(aircraft.get("STALL WARNING"), 0);
  aircraft.hold("PLANE BANK DEGREES", M_PI / 3);
  aircraft.trigger("AXIS_ELEVATOR_SET", static_cast<std::uint32_t>(-16383));
  bool warned_above_60_kt = false;
  for (int i = 0; i < 60; ++i) {
    aircraft.run(0.1);
    if (aircraft.get("AIRSPEED INDICATED") > 60 && aircraft.get("STALL WARNING") != 0) warned_above_60_kt = true;
  }
  EXPECT_TRUE(warned_above_60_kt);
}

TEST(Physics, NobodyStallsWhoPushes) {
  BenchAircraft aircraft;
  aircraft.simulation().place({.altitude_ft = 5000, .airspeed_kt = 66});
  aircraft.trigger("AXIS_ELEVATOR_SET", 16383);
  double least_load = 1;
  for (int i = 0; i < 20; ++i) {
    aircraft.run(0.1);
    EXPECT_EQ(aircraft.get("STALL WARNING"), 0) << i;
    least_load = std::min(least_load, aircraft.get("G FORCE"));
  }
  EXPECT_LT(least_load, 0);
}

TEST(Physics, AFallFromTheSkyCrashes) {
  BenchAircraft aircraft;
  aircraft.set("PLANE ALTITUDE", 1000);
  aircraft.run(60);
  EXPECT_EQ(aircraft.get("CRASH FLAG"), 4);
  EXPECT_GT(aircraft.get("PLANE TOUCHDOWN NORMAL VELOCITY"), 16);
}

}  // namespace
}  // namespace checkride::emulator
