// Goal: key events do together and over time what they should, and every name of the catalogue is known; what each of
// the core list does by itself is key_event_sweep_test.cpp's. Method: sequences on the parked aircraft.
#include "sim/key_events.hpp"

#include <gmock/gmock.h>

#include <set>

#include "bench_aircraft.hpp"
#include "checkride/catalog/key_event.hpp"
#include "sim/key_event_table.hpp"

namespace checkride::emulator {
namespace {

using test::BenchAircraft;
using testing::ElementsAre;

// What sets a thing back to where it rests: first one event, then the other.
struct PairCase {
  const char* there;
  const char* back;
  const char* variable;
};

TEST(KeyEvents, ComeInPairsThatUndoEachOther) {
  const PairCase pairs[] = {{"SLEW_ON", "SLEW_OFF", "IS SLEW ACTIVE"},
                            {"AUTOPILOT_ON", "AUTOPILOT_OFF", "AUTOPILOT MASTER"},
                            {"AP_HDG_HOLD_ON", "AP_HDG_HOLD_OFF", "AUTOPILOT HEADING LOCK"},
                            {"AP_ALT_HOLD_ON", "AP_ALT_HOLD_OFF", "AUTOPILOT ALTITUDE LOCK"},
                            {"AP_AIRSPEED_ON", "AP_AIRSPEED_OFF", "AUTOPILOT AIRSPEED HOLD"},
                            {"AP_SPD_VAR_INC", "AP_SPD_VAR_DEC", "AUTOPILOT AIRSPEED HOLD VAR"},
                            {"FLAPS_INCR", "FLAPS_DECR", "FLAPS HANDLE INDEX"},
                            {"FLAPS_DOWN", "FLAPS_UP", "FLAPS HANDLE INDEX"},
                            {"THROTTLE_FULL", "THROTTLE_CUT", "GENERAL ENG THROTTLE LEVER POSITION"},
                            {"THROTTLE_INCR", "THROTTLE_DECR", "GENERAL ENG THROTTLE LEVER POSITION"},
                            {"MIXTURE_RICH", "MIXTURE_LEAN", "GENERAL ENG MIXTURE LEVER POSITION"},
                            {"MAGNETO_BOTH", "MAGNETO_OFF", "RECIP ENG LEFT MAGNETO"},
                            {"LANDING_LIGHTS_ON", "LANDING_LIGHTS_OFF", "LIGHT LANDING"},
                            {"SIM_RATE_INCR", "SIM_RATE_DECR", "SIMULATION RATE"}};
  for (const PairCase& pair : pairs) {
    BenchAircraft parked;
    const double before = parked.get(pair.variable);
    parked.trigger(pair.there);
    EXPECT_NE(parked.get(pair.variable), before) << pair.there;
    parked.trigger(pair.back);
    EXPECT_EQ(parked.get(pair.variable), before) << pair.back;
  }
}

TEST(KeyEvents, EveryNameOfTheCatalogueIsKnown) {
  BenchAircraft parked;
  for (const catalog::KeyEvent& event : catalog::all_key_events()) {
    ASSERT_TRUE(parked.simulation().trigger(event.name, {})) << event.name;
    ASSERT_TRUE(parked.simulation().knows_event(event.name)) << event.name;
  }
  EXPECT_FALSE(parked.simulation().trigger("PAUSE_TOGGEL", {}));
  EXPECT_FALSE(parked.simulation().knows_event("My.Event"));
  EXPECT_THAT(parked.simulation().suggest_event("PAUSE_TOGGEL"), testing::HasSubstr("PAUSE_TOGGLE"));
}

TEST(KeyEvents, NamesIgnoreCase) {
  BenchAircraft parked;
  parked.trigger("toggle_nav_lights");
  EXPECT_EQ(parked.get("LIGHT NAV"), 1);
}

// A row of the tables that the catalogue does not know could never run.
TEST(KeyEvents, TablesNameEventsOfTheCatalogue) {
  for (const EffectRow& row : effect_rows()) EXPECT_NE(catalog::find_key_event(row.event), nullptr) << row.event;
  for (const auto table : {simulation_effects(), aircraft_effects(), autopilot_effects()}) {
    for (const EffectFunction& row : table) EXPECT_NE(catalog::find_key_event(row.event), nullptr) << row.event;
  }
}

TEST(KeyEvents, EngineStartsAndStops) {
  BenchAircraft parked;
  parked.trigger("ENGINE_AUTO_START");
  EXPECT_EQ(parked.get("GENERAL ENG COMBUSTION"), 0) << "it takes a while";
  parked.run(10);
  EXPECT_EQ(parked.get("GENERAL ENG COMBUSTION"), 1);
  EXPECT_NEAR(parked.get("GENERAL ENG RPM"), 700, 5);
  EXPECT_EQ(parked.get("GENERAL ENG STARTER"), 0);
  EXPECT_EQ(parked.get("ELECTRICAL MAIN BUS VOLTAGE"), 28);
  parked.trigger("ENGINE_AUTO_SHUTDOWN");
  parked.run(10);
  EXPECT_EQ(parked.get("GENERAL ENG COMBUSTION"), 0);
  EXPECT_EQ(parked.get("GENERAL ENG RPM"), 0);
  EXPECT_EQ(parked.get("ELECTRICAL MAIN BUS VOLTAGE"), 0);
}

TEST(KeyEvents, EngineStopsForEachReason) {
  for (const char* reason : {"MIXTURE_LEAN", "MAGNETO_OFF", "TOGGLE_ENGINE1_FAILURE"}) {
    BenchAircraft parked;
    parked.trigger("ENGINE_AUTO_START");
    parked.run(10);
    parked.trigger(reason);
    parked.run(1);
    EXPECT_EQ(parked.get("GENERAL ENG COMBUSTION"), 0) << reason;
  }
}

TEST(KeyEvents, EngineDoesNotStartWithoutBattery) {
  BenchAircraft parked;
  parked.trigger("MIXTURE_RICH");
  parked.trigger("MAGNETO_START");
  parked.run(10);
  EXPECT_EQ(parked.get("GENERAL ENG COMBUSTION"), 0);
  parked.trigger("TOGGLE_MASTER_BATTERY");
  parked.run(10);
  EXPECT_EQ(parked.get("GENERAL ENG COMBUSTION"), 1);
}

TEST(KeyEvents, FuelComesFromTheSelectedTank) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  aircraft.trigger("FUEL_SELECTOR_SET", 2);
  const double right = aircraft.get("FUEL TANK RIGHT MAIN QUANTITY");
  const double left = aircraft.get("FUEL TANK LEFT MAIN QUANTITY");
  aircraft.run(60);
  EXPECT_EQ(aircraft.get("FUEL TANK RIGHT MAIN QUANTITY"), right);
  EXPECT_NEAR(left - aircraft.get("FUEL TANK LEFT MAIN QUANTITY"), aircraft.get("ENG FUEL FLOW GPH") / 60, 1e-3);
}

TEST(KeyEvents, HeadingHoldClearsTheOtherLateralModes) {
  BenchAircraft parked;
  parked.trigger("AP_NAV1_HOLD");
  parked.trigger("AP_HDG_HOLD");
  EXPECT_EQ(parked.get("AUTOPILOT HEADING LOCK"), 1);
  EXPECT_EQ(parked.get("AUTOPILOT NAV1 LOCK"), 0);
  parked.trigger("AP_NAV1_HOLD");
  EXPECT_EQ(parked.get("AUTOPILOT HEADING LOCK"), 0);
  parked.trigger("AUTOPILOT_ON");
  parked.trigger("AP_ALT_HOLD");
  parked.trigger("AUTOPILOT_OFF");
  EXPECT_EQ(parked.get("AUTOPILOT ALTITUDE LOCK"), 0) << "off clears the modes";
}

TEST(KeyEvents, AutopilotFliesWhatItIsSet) {
  BenchAircraft aircraft;
  aircraft.trigger("ENGINE_AUTO_START");
  aircraft.run(5);
  aircraft.simulation().place({.altitude_ft = 5000, .heading_deg = 15.4, .airspeed_kt = -1});
  aircraft.trigger("THROTTLE_FULL");
  aircraft.trigger("AP_MASTER");
  aircraft.trigger("HEADING_BUG_SET", 90);
  aircraft.trigger("AP_HDG_HOLD_ON");
  aircraft.trigger("AP_ALT_VAR_SET_ENGLISH", 5500);
  aircraft.trigger("AP_ALT_HOLD_ON");
  aircraft.run(240);
  EXPECT_NEAR(aircraft.get("MAGNETIC COMPASS"), 90, 0.5);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 5500, 10);
  aircraft.trigger("AP_VS_VAR_SET_ENGLISH", static_cast<std::uint32_t>(-400));
  aircraft.trigger("AP_VS_HOLD");
  aircraft.run(30);
  EXPECT_NEAR(aircraft.get("VERTICAL SPEED") * 60, -400, 10);
}

TEST(KeyEvents, FreezesKeepTheAircraftInPlace) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  aircraft.set("VERTICAL SPEED", 20);
  aircraft.trigger("FREEZE_LATITUDE_LONGITUDE_SET", 1);
  aircraft.trigger("FREEZE_ALTITUDE_SET", 1);
  const double latitude = aircraft.get("PLANE LATITUDE");
  aircraft.run(20);
  EXPECT_EQ(aircraft.get("PLANE LATITUDE"), latitude);
  EXPECT_EQ(aircraft.get("PLANE ALTITUDE"), 2500);
  EXPECT_EQ(aircraft.get("VERTICAL SPEED"), 0);
  aircraft.trigger("FREEZE_LATITUDE_LONGITUDE_SET", 0);
  aircraft.run(1);
  EXPECT_NE(aircraft.get("PLANE LATITUDE"), latitude);
}

TEST(KeyEvents, FixedGearStays) {
  BenchAircraft parked;
  parked.trigger("GEAR_UP");
  EXPECT_EQ(parked.get("GEAR HANDLE POSITION"), 1);
  EXPECT_EQ(parked.get("GEAR TOTAL PCT EXTENDED"), 100);
}

TEST(KeyEvents, RetractableGearTakesItsTime) {
  BenchAircraft aircraft(test::flight_text(
      "name: gear\naircraft: DA62\nstart: {latitude_deg: 47, longitude_deg: -125, heading_deg: 0, altitude_ft: 5000}\n"
      "phases: [{phase: descent, until: {duration: 1s}}, {phase: descent, vertical_speed_fpm: -1}]\n"));
  EXPECT_EQ(aircraft.get("GEAR TOTAL PCT EXTENDED"), 0) << "in the air from the start";
  aircraft.trigger("GEAR_DOWN");
  EXPECT_EQ(aircraft.get("GEAR HANDLE POSITION"), 1);
  aircraft.run(4);
  EXPECT_NEAR(aircraft.get("GEAR LEFT POSITION"), 0.5, 0.01) << "eight seconds all the way";
  aircraft.run(5);
  EXPECT_EQ(aircraft.get("GEAR TOTAL PCT EXTENDED"), 100);
  aircraft.trigger("GEAR_TOGGLE");
  aircraft.run(9);
  EXPECT_EQ(aircraft.get("GEAR CENTER POSITION"), 0);
}

TEST(KeyEvents, FrequenciesSwap) {
  BenchAircraft parked;
  const double active = parked.get("COM ACTIVE FREQUENCY");
  const double standby = parked.get("COM STANDBY FREQUENCY");
  parked.trigger("COM_STBY_RADIO_SWAP");
  EXPECT_EQ(parked.get("COM ACTIVE FREQUENCY"), standby);
  EXPECT_EQ(parked.get("COM STANDBY FREQUENCY"), active);
  parked.trigger("NAV1_RADIO_SWAP");
  EXPECT_EQ(parked.get("NAV ACTIVE FREQUENCY"), 113.9);
}

TEST(KeyEvents, BarometricSetsTheLocalPressure) {
  BenchAircraft parked;
  parked.trigger("KOHLSMAN_SET", 990 * 16);
  parked.trigger("BAROMETRIC");
  EXPECT_EQ(parked.get("KOHLSMAN SETTING MB"), 1013.25);
}

TEST(KeyEvents, BrakesFallWhenNotRepeated) {
  BenchAircraft parked;
  parked.trigger("BRAKES");
  parked.trigger("BRAKES");
  EXPECT_NEAR(parked.get("BRAKE LEFT POSITION"), 0.4, 1e-12);
  parked.run(2);
  EXPECT_EQ(parked.get("BRAKE LEFT POSITION"), 0);
}

TEST(KeyEvents, FlapsMoveOverSeconds) {
  BenchAircraft parked;
  parked.trigger("FLAPS_DOWN");
  EXPECT_EQ(parked.get("TRAILING EDGE FLAPS LEFT ANGLE"), 0);
  parked.run(3);
  EXPECT_GT(parked.get("TRAILING EDGE FLAPS LEFT ANGLE"), 0.1);
  parked.run(10);
  EXPECT_NEAR(parked.get("TRAILING EDGE FLAPS RIGHT ANGLE"), 30 * 0.017453292519943295, 1e-9);
}

TEST(KeyEvents, ViewAndSoundAreTold) {
  BenchAircraft parked;
  parked.trigger("VIEW_MODE");
  parked.trigger("SOUND_TOGGLE");
  EXPECT_THAT(parked.events(), ElementsAre("View 0", "Sound 0"));
  EXPECT_EQ(parked.simulation().event_value("View"), 0u);
  EXPECT_EQ(parked.simulation().event_value("Sound"), 0u);
}

TEST(KeyEvents, ReversersAreThoseOfJets) {
  test::BenchAircraft jet(
      test::flight_text("name: r\naircraft: B738\nstart: {latitude_deg: 47, longitude_deg: 8, heading_deg: 0}\n"
                        "phases: [{phase: parked}]\n"));
  // Out on the ground: a hundred percent.
  const auto lever = [&](const char* engine) {
    jet.run(3);
    return jet.get("TURB ENG REVERSE NOZZLE PERCENT" + std::string(engine)) / 100;
  };
  jet.trigger("THROTTLE_REVERSE_THRUST_TOGGLE");
  EXPECT_EQ(lever(":1"), 1);
  EXPECT_EQ(lever(":2"), 1);
  EXPECT_EQ(jet.get("GENERAL ENG REVERSE THRUST ENGAGED"), 1);
  jet.trigger("SET_THROTTLE2_REVERSE_THRUST_OFF");
  EXPECT_EQ(lever(":1"), 1);
  EXPECT_EQ(lever(":2"), 0);
  jet.trigger("TOGGLE_THROTTLE1_REVERSE_THRUST");
  EXPECT_EQ(lever(":1"), 0);
  jet.trigger("SET_REVERSE_THRUST_ON");
  EXPECT_EQ(lever(":2"), 1);
  jet.trigger("SET_REVERSE_THRUST_OFF");
  EXPECT_EQ(lever(":1"), 0);
  test::BenchAircraft single;
  single.trigger("THROTTLE_REVERSE_THRUST_TOGGLE");
  EXPECT_EQ(single.get("GENERAL ENG REVERSE THRUST ENGAGED"), 0);
}

}  // namespace
}  // namespace checkride::emulator
