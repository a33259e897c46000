// Goal: each key event of the core list has its documented effect, and every name of the catalogue is known. Method: a
// table of event, parameter, variable and the value afterwards; sequences for what a table cannot say.
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

struct EffectCase {
  const char* event;
  std::int64_t data;
  const char* variable;
  double after;
};

void PrintTo(const EffectCase& row, std::ostream* out) {
  *out << row.event << " " << row.data;
}

class KeyEvent : public testing::TestWithParam<EffectCase> {};

TEST_P(KeyEvent, HasItsEffectOnTheParkedAircraft) {
  const EffectCase& row = GetParam();
  BenchAircraft parked;
  ASSERT_NE(parked.get(row.variable), row.after) << "the case would pass without an effect";
  parked.trigger(row.event, static_cast<std::uint32_t>(row.data));
  EXPECT_NEAR(parked.get(row.variable), row.after, 1e-9);
}

std::string case_name(const testing::TestParamInfo<EffectCase>& info) {
  return std::string(info.param.event) + "_" + std::to_string(info.index);
}

INSTANTIATE_TEST_SUITE_P(
    Core, KeyEvent,
    testing::Values(
        EffectCase{"SIM_RATE_INCR", 0, "SIMULATION RATE", 2}, EffectCase{"SIM_RATE_DECR", 0, "SIMULATION RATE", 0.5},
        EffectCase{"SIM_RATE_SET", 7, "SIMULATION RATE", 8}, EffectCase{"SLEW_TOGGLE", 0, "IS SLEW ACTIVE", 1},
        EffectCase{"SLEW_ON", 0, "IS SLEW ACTIVE", 1}, EffectCase{"SLEW_SET", 5, "IS SLEW ACTIVE", 1},
        EffectCase{"CLOCK_HOURS_SET", 15, "LOCAL TIME", 15 * 3600.0},
        EffectCase{"CLOCK_MINUTES_SET", 30, "LOCAL TIME", 12.5 * 3600},
        EffectCase{"ZULU_HOURS_SET", 3, "ZULU TIME", 3 * 3600.0},
        EffectCase{"ZULU_MINUTES_SET", 6, "ZULU TIME", 19.1 * 3600},
        EffectCase{"ZULU_DAY_SET", 32, "ZULU MONTH OF YEAR", 2}, EffectCase{"ZULU_DAY_SET", 32, "ZULU DAY OF MONTH", 1},
        EffectCase{"ZULU_DAY_SET", 32, "ZULU DAY OF YEAR", 32}, EffectCase{"ZULU_YEAR_SET", 1999, "ZULU YEAR", 1999},
        EffectCase{"FREEZE_LATITUDE_LONGITUDE_SET", 1, "IS LATITUDE LONGITUDE FREEZE ON", 1},
        EffectCase{"FREEZE_LATITUDE_LONGITUDE_TOGGLE", 0, "IS LATITUDE LONGITUDE FREEZE ON", 1},
        EffectCase{"FREEZE_ALTITUDE_SET", 1, "IS ALTITUDE FREEZE ON", 1},
        EffectCase{"FREEZE_ALTITUDE_TOGGLE", 0, "IS ALTITUDE FREEZE ON", 1},
        EffectCase{"FREEZE_ATTITUDE_SET", 1, "IS ATTITUDE FREEZE ON", 1},
        EffectCase{"FREEZE_ATTITUDE_TOGGLE", 0, "IS ATTITUDE FREEZE ON", 1},
        EffectCase{"AP_MASTER", 0, "AUTOPILOT MASTER", 1}, EffectCase{"AP_MASTER", 0, "AUTOPILOT WING LEVELER", 1},
        EffectCase{"AUTOPILOT_ON", 0, "AUTOPILOT MASTER", 1},
        EffectCase{"TOGGLE_FLIGHT_DIRECTOR", 0, "AUTOPILOT FLIGHT DIRECTOR ACTIVE", 1},
        EffectCase{"AP_HDG_HOLD", 0, "AUTOPILOT HEADING LOCK", 1},
        EffectCase{"AP_HDG_HOLD_ON", 0, "AUTOPILOT HEADING LOCK", 1},
        EffectCase{"AP_PANEL_HEADING_HOLD", 0, "AUTOPILOT HEADING LOCK", 1},
        EffectCase{"HEADING_BUG_SET", 275, "AUTOPILOT HEADING LOCK DIR", 275},
        EffectCase{"HEADING_BUG_SET", 361, "AUTOPILOT HEADING LOCK DIR", 1},
        EffectCase{"HEADING_BUG_INC", 0, "AUTOPILOT HEADING LOCK DIR", 1},
        EffectCase{"HEADING_BUG_DEC", 0, "AUTOPILOT HEADING LOCK DIR", 359},
        EffectCase{"AP_ALT_HOLD", 0, "AUTOPILOT ALTITUDE LOCK", 1},
        EffectCase{"AP_ALT_HOLD_ON", 0, "AUTOPILOT ALTITUDE LOCK", 1},
        EffectCase{"AP_PANEL_ALTITUDE_HOLD", 0, "AUTOPILOT ALTITUDE LOCK", 1},
        EffectCase{"AP_ALT_VAR_SET_ENGLISH", 8500, "AUTOPILOT ALTITUDE LOCK VAR", 8500},
        EffectCase{"AP_ALT_VAR_SET_METRIC", 1000, "AUTOPILOT ALTITUDE LOCK VAR", 1000 / 0.3048},
        EffectCase{"AP_ALT_VAR_INC", 0, "AUTOPILOT ALTITUDE LOCK VAR", 100},
        EffectCase{"AP_ALT_VAR_DEC", 0, "AUTOPILOT ALTITUDE LOCK VAR", -100},
        EffectCase{"AP_VS_HOLD", 0, "AUTOPILOT VERTICAL HOLD", 1},
        EffectCase{"AP_VS_VAR_SET_ENGLISH", -700, "AUTOPILOT VERTICAL HOLD VAR", -700},
        EffectCase{"AP_VS_VAR_INC", 0, "AUTOPILOT VERTICAL HOLD VAR", 100},
        EffectCase{"AP_VS_VAR_DEC", 0, "AUTOPILOT VERTICAL HOLD VAR", -100},
        EffectCase{"AP_AIRSPEED_HOLD", 0, "AUTOPILOT AIRSPEED HOLD", 1},
        EffectCase{"AP_AIRSPEED_ON", 0, "AUTOPILOT AIRSPEED HOLD", 1},
        EffectCase{"AP_SPD_VAR_SET", 95, "AUTOPILOT AIRSPEED HOLD VAR", 95},
        EffectCase{"AP_SPD_VAR_INC", 0, "AUTOPILOT AIRSPEED HOLD VAR", 1},
        EffectCase{"AP_NAV1_HOLD", 0, "AUTOPILOT NAV1 LOCK", 1},
        EffectCase{"AP_APR_HOLD", 0, "AUTOPILOT APPROACH HOLD", 1},
        EffectCase{"AP_BC_HOLD", 0, "AUTOPILOT BACKCOURSE HOLD", 1},
        EffectCase{"AP_WING_LEVELER", 0, "AUTOPILOT WING LEVELER", 1},
        EffectCase{"AP_ATT_HOLD", 0, "AUTOPILOT ATTITUDE HOLD", 1},
        EffectCase{"FLIGHT_LEVEL_CHANGE", 0, "AUTOPILOT FLIGHT LEVEL CHANGE", 1}),
    case_name);

INSTANTIATE_TEST_SUITE_P(Aircraft, KeyEvent,
                         testing::Values(EffectCase{"YAW_DAMPER_TOGGLE", 0, "AUTOPILOT YAW DAMPER", 1},
                                         EffectCase{"AUTO_THROTTLE_ARM", 0, "AUTOPILOT THROTTLE ARM", 1},
                                         EffectCase{"TOGGLE_GPS_DRIVES_NAV1", 0, "GPS DRIVES NAV1", 1},
                                         EffectCase{"PARKING_BRAKES", 0, "BRAKE PARKING POSITION", 0},
                                         EffectCase{"PARKING_BRAKE_SET", 0, "BRAKE PARKING INDICATOR", 0},
                                         EffectCase{"BRAKES", 0, "BRAKE LEFT POSITION", 0.2},
                                         EffectCase{"BRAKES", 0, "BRAKE RIGHT POSITION", 0.2},
                                         EffectCase{"AXIS_LEFT_BRAKE_SET", 16383, "BRAKE LEFT POSITION", 1},
                                         EffectCase{"AXIS_RIGHT_BRAKE_SET", 0, "BRAKE RIGHT POSITION", 0.5},
                                         EffectCase{"FLAPS_DOWN", 0, "FLAPS HANDLE INDEX", 3},
                                         EffectCase{"FLAPS_INCR", 0, "FLAPS HANDLE INDEX", 1},
                                         EffectCase{"FLAPS_SET", 10000, "FLAPS HANDLE INDEX", 2},
                                         EffectCase{"FLAPS_DOWN", 0, "FLAPS HANDLE PERCENT", 1},
                                         EffectCase{"SPOILERS_TOGGLE", 0, "SPOILERS HANDLE POSITION", 1},
                                         EffectCase{"SPOILERS_ARM_TOGGLE", 0, "SPOILERS ARMED", 1},
                                         EffectCase{"SPOILERS_SET", 16383, "SPOILERS HANDLE POSITION", 1},
                                         EffectCase{"AXIS_AILERONS_SET", -16383, "AILERON POSITION", 1},
                                         EffectCase{"AILERON_SET", 16383, "YOKE X POSITION", -1},
                                         EffectCase{"AXIS_ELEVATOR_SET", 16383, "ELEVATOR POSITION", -1},
                                         EffectCase{"ELEVATOR_SET", -16383, "YOKE Y POSITION", 1},
                                         EffectCase{"AXIS_RUDDER_SET", 16383, "RUDDER POSITION", -1},
                                         EffectCase{"RUDDER_SET", -16383, "RUDDER PEDAL POSITION", 1},
                                         EffectCase{"ELEV_TRIM_UP", 0, "ELEVATOR TRIM POSITION", 0.003},
                                         EffectCase{"ELEV_TRIM_DN", 0, "ELEVATOR TRIM POSITION", -0.003},
                                         EffectCase{"ELEVATOR_TRIM_SET", -16383, "ELEVATOR TRIM PCT", -1},
                                         EffectCase{"AILERON_TRIM_SET", 50, "AILERON TRIM PCT", 0.5},
                                         EffectCase{"RUDDER_TRIM_SET", -50, "RUDDER TRIM PCT", -0.5},
                                         EffectCase{"THROTTLE_SET", 16383, "GENERAL ENG THROTTLE LEVER POSITION:1",
                                                    100},
                                         EffectCase{"THROTTLE1_SET", 16383, "GENERAL ENG THROTTLE LEVER POSITION", 100},
                                         EffectCase{"AXIS_THROTTLE_SET", 0, "GENERAL ENG THROTTLE LEVER POSITION", 50},
                                         EffectCase{"THROTTLE_FULL", 0, "GENERAL ENG THROTTLE LEVER POSITION", 100},
                                         EffectCase{"THROTTLE_INCR", 0, "GENERAL ENG THROTTLE LEVER POSITION", 5},
                                         EffectCase{"MIXTURE_SET", 16383, "GENERAL ENG MIXTURE LEVER POSITION", 100},
                                         EffectCase{"MIXTURE_RICH", 0, "GENERAL ENG MIXTURE LEVER POSITION", 100},
                                         EffectCase{"MIXTURE1_SET", 16383, "GENERAL ENG MIXTURE LEVER POSITION", 100},
                                         EffectCase{"PROP_PITCH_SET", 0, "GENERAL ENG PROPELLER LEVER POSITION", 0},
                                         EffectCase{"MAGNETO1_SET", 1, "RECIP ENG RIGHT MAGNETO", 1},
                                         EffectCase{"MAGNETO1_SET", 2, "RECIP ENG LEFT MAGNETO", 1},
                                         EffectCase{"MAGNETO1_SET", 4, "GENERAL ENG STARTER", 1},
                                         EffectCase{"MAGNETO_BOTH", 0, "RECIP ENG LEFT MAGNETO", 1},
                                         EffectCase{"MAGNETO_START", 0, "GENERAL ENG STARTER", 1},
                                         EffectCase{"TOGGLE_STARTER1", 0, "GENERAL ENG STARTER", 1},
                                         EffectCase{"FUEL_PUMP", 0, "GENERAL ENG FUEL PUMP SWITCH", 1},
                                         EffectCase{"FUEL_SELECTOR_SET", 2, "FUEL TANK SELECTOR", 2},
                                         EffectCase{"TOGGLE_ENGINE1_FAILURE", 0, "ENG FAILED", 1}),
                         case_name);

INSTANTIATE_TEST_SUITE_P(
    Systems, KeyEvent,
    testing::Values(
        EffectCase{"TOGGLE_MASTER_BATTERY", 0, "ELECTRICAL MASTER BATTERY", 1},
        EffectCase{"TOGGLE_MASTER_BATTERY", 0, "ELECTRICAL MAIN BUS VOLTAGE", 24},
        EffectCase{"TOGGLE_MASTER_ALTERNATOR", 0, "GENERAL ENG MASTER ALTERNATOR", 1},
        EffectCase{"TOGGLE_AVIONICS_MASTER", 0, "AVIONICS MASTER SWITCH", 1},
        EffectCase{"AVIONICS_MASTER_SET", 1, "AVIONICS MASTER SWITCH", 1},
        EffectCase{"ALL_LIGHTS_TOGGLE", 0, "LIGHT STATES", 0x3FF},
        EffectCase{"LANDING_LIGHTS_TOGGLE", 0, "LIGHT STATES", 4},
        EffectCase{"LANDING_LIGHTS_ON", 0, "LIGHT LANDING", 1}, EffectCase{"LANDING_LIGHTS_SET", 1, "LIGHT LANDING", 1},
        EffectCase{"TOGGLE_NAV_LIGHTS", 0, "LIGHT STATES", 1}, EffectCase{"TOGGLE_BEACON_LIGHTS", 0, "LIGHT STATES", 2},
        EffectCase{"TOGGLE_TAXI_LIGHTS", 0, "LIGHT STATES", 8}, EffectCase{"STROBES_TOGGLE", 0, "LIGHT STATES", 16},
        EffectCase{"STROBES_SET", 1, "LIGHT STROBE", 1}, EffectCase{"PANEL_LIGHTS_TOGGLE", 0, "LIGHT STATES", 32},
        EffectCase{"TOGGLE_CABIN_LIGHTS", 0, "LIGHT STATES", 512}, EffectCase{"PITOT_HEAT_TOGGLE", 0, "PITOT HEAT", 1},
        EffectCase{"PITOT_HEAT_SET", 1, "PITOT HEAT", 1}, EffectCase{"ANTI_ICE_TOGGLE", 0, "ENG ANTI ICE:1", 1},
        EffectCase{"SMOKE_TOGGLE", 0, "SMOKE ENABLE", 1}, EffectCase{"SMOKE_SET", 1, "SMOKE ENABLE", 1},
        EffectCase{"COM_RADIO_SET", 0x2345, "COM ACTIVE FREQUENCY:1", 0x2345},
        EffectCase{"COM_RADIO_SET_HZ", 123450000, "COM ACTIVE FREQUENCY:1", 0x2345},
        EffectCase{"COM_STBY_RADIO_SET", 0x1875, "COM STANDBY FREQUENCY:1", 0x1875},
        EffectCase{"COM_STBY_RADIO_SET_HZ", 118750000, "COM STANDBY FREQUENCY:1", 0x1875},
        EffectCase{"COM2_RADIO_SET", 0x3450, "COM ACTIVE FREQUENCY:2", 0x3450},
        EffectCase{"NAV1_RADIO_SET", 0x1130, "NAV ACTIVE FREQUENCY:1", 111.3},
        EffectCase{"NAV1_STBY_SET", 0x1795, "NAV STANDBY FREQUENCY:1", 117.95},
        EffectCase{"VOR1_SET", 90, "NAV OBS:1", 90},
        EffectCase{"ADF_SET", 0x0350, "ADF ACTIVE FREQUENCY:1", 0x03500000},
        EffectCase{"ADF_COMPLETE_SET", 0x03505000, "ADF ACTIVE FREQUENCY:1", 0x03505000},
        EffectCase{"XPNDR_SET", 0x7700, "TRANSPONDER CODE:1", 0x7700},
        EffectCase{"KOHLSMAN_SET", 16000, "KOHLSMAN SETTING MB", 1000},
        EffectCase{"KOHLSMAN_SET", 16000, "KOHLSMAN SETTING HG", 1000 / 33.86389},
        EffectCase{"KOHLSMAN_INC", 0, "KOHLSMAN SETTING HG", 1013.25 / 33.86389 + 0.01},
        EffectCase{"KOHLSMAN_DEC", 0, "KOHLSMAN SETTING HG", 1013.25 / 33.86389 - 0.01},
        EffectCase{"GYRO_DRIFT_SET", 90, "GYRO DRIFT ERROR", 1.5707963267948966},
        EffectCase{"TOGGLE_PUSHBACK", 0, "PUSHBACK STATE", 0}, EffectCase{"TOGGLE_AIRCRAFT_EXIT", 2, "EXIT OPEN:2", 1},
        EffectCase{"TOGGLE_AIRCRAFT_EXIT", 0, "EXIT OPEN", 1},
        EffectCase{"REPAIR_AND_REFUEL", 0, "FUEL TOTAL QUANTITY", 56},
        EffectCase{"ADD_FUEL_QUANTITY", 655, "FUEL TOTAL QUANTITY", 53 + 56 * 655 / 65535.0},
        EffectCase{"VIEW_MODE", 0, "CAMERA STATE", 3}),
    case_name);

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

// The one of the core list without an effect here opens a window, which this simulation has not.
TEST(KeyEvents, CoreListIsCovered) {
  std::set<std::string_view> missing;
  for (const catalog::KeyEvent* event : catalog::core_key_events()) missing.insert(event->name);
  for (const auto table : {effect_rows(), cockpit_effect_rows()}) {
    for (const EffectRow& row : table) missing.erase(row.event);
  }
  for (const auto table : {simulation_effects(), aircraft_effects(), autopilot_effects(), cockpit_effects()}) {
    for (const EffectFunction& row : table) missing.erase(row.event);
  }
  EXPECT_THAT(missing, ElementsAre("ATC"));
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
