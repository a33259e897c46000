// Goal: every key event of the core list has the effect that the list says, and shows it. Method: a table of event,
// parameter, what it changes and the value afterwards, on a parked C172 where nothing else is said; a row whose value
// was there before fails, as does an event of the list without a row.
#include <gmock/gmock.h>

#include <algorithm>
#include <array>

#include "bench_aircraft.hpp"
#include "checkride/catalog/key_event.hpp"

namespace checkride::emulator {
namespace {

using test::BenchAircraft;

enum class Aircraft { parked, twin_in_the_air };

struct Effect {
  const char* event;
  std::int64_t data;
  const char* observed;  // a variable; "event Pause": the data of that system event; "window ATC"
  double after;
  const char* before = "";  // an event that comes first, with its parameter: "KOHLSMAN_INC", "COM_RADIO_SET=9029"
  double seconds = 0;       // from the event to the look
  Aircraft aircraft = Aircraft::parked;
};

void PrintTo(const Effect& row, std::ostream* out) {
  *out << row.event << " " << row.data << " -> " << row.observed;
}

constexpr Effect kEffects[] = {
    {"SIM_RATE_INCR", 0, "SIMULATION RATE", 2},
    {"SIM_RATE_DECR", 0, "SIMULATION RATE", 0.5},
    {"SIM_RATE_SET", 7, "SIMULATION RATE", 8},
    {"SLEW_TOGGLE", 0, "IS SLEW ACTIVE", 1},
    {"SLEW_ON", 0, "IS SLEW ACTIVE", 1},
    {"SLEW_SET", 5, "IS SLEW ACTIVE", 1},
    {"CLOCK_HOURS_SET", 15, "LOCAL TIME", 15 * 3600.0},
    {"CLOCK_MINUTES_SET", 30, "LOCAL TIME", 12.5 * 3600},
    {"ZULU_HOURS_SET", 3, "ZULU TIME", 3 * 3600.0},
    {"ZULU_MINUTES_SET", 6, "ZULU TIME", 19.1 * 3600},
    {"ZULU_DAY_SET", 32, "ZULU MONTH OF YEAR", 2},
    {"ZULU_DAY_SET", 32, "ZULU DAY OF MONTH", 1},
    {"ZULU_DAY_SET", 32, "ZULU DAY OF YEAR", 32},
    {"ZULU_YEAR_SET", 1999, "ZULU YEAR", 1999},
    {"FREEZE_LATITUDE_LONGITUDE_SET", 1, "IS LATITUDE LONGITUDE FREEZE ON", 1},
    {"FREEZE_LATITUDE_LONGITUDE_TOGGLE", 0, "IS LATITUDE LONGITUDE FREEZE ON", 1},
    {"FREEZE_ALTITUDE_SET", 1, "IS ALTITUDE FREEZE ON", 1},
    {"FREEZE_ALTITUDE_TOGGLE", 0, "IS ALTITUDE FREEZE ON", 1},
    {"FREEZE_ATTITUDE_SET", 1, "IS ATTITUDE FREEZE ON", 1},
    {"FREEZE_ATTITUDE_TOGGLE", 0, "IS ATTITUDE FREEZE ON", 1},
    {"AP_MASTER", 0, "AUTOPILOT MASTER", 1},
    {"AP_MASTER", 0, "AUTOPILOT WING LEVELER", 1},
    {"AUTOPILOT_ON", 0, "AUTOPILOT MASTER", 1},
    {"TOGGLE_FLIGHT_DIRECTOR", 0, "AUTOPILOT FLIGHT DIRECTOR ACTIVE", 1},
    {"AP_HDG_HOLD", 0, "AUTOPILOT HEADING LOCK", 1},
    {"AP_HDG_HOLD_ON", 0, "AUTOPILOT HEADING LOCK", 1},
    {"AP_PANEL_HEADING_HOLD", 0, "AUTOPILOT HEADING LOCK", 1},
    {"HEADING_BUG_SET", 275, "AUTOPILOT HEADING LOCK DIR", 275},
    {"HEADING_BUG_SET", 361, "AUTOPILOT HEADING LOCK DIR", 1},
    {"HEADING_BUG_INC", 0, "AUTOPILOT HEADING LOCK DIR", 1},
    {"HEADING_BUG_DEC", 0, "AUTOPILOT HEADING LOCK DIR", 359},
    {"AP_ALT_HOLD", 0, "AUTOPILOT ALTITUDE LOCK", 1},
    {"AP_ALT_HOLD_ON", 0, "AUTOPILOT ALTITUDE LOCK", 1},
    {"AP_PANEL_ALTITUDE_HOLD", 0, "AUTOPILOT ALTITUDE LOCK", 1},
    {"AP_ALT_VAR_SET_ENGLISH", 8500, "AUTOPILOT ALTITUDE LOCK VAR", 8500},
    {"AP_ALT_VAR_SET_METRIC", 1000, "AUTOPILOT ALTITUDE LOCK VAR", 1000 / 0.3048},
    {"AP_ALT_VAR_INC", 0, "AUTOPILOT ALTITUDE LOCK VAR", 100},
    {"AP_ALT_VAR_DEC", 0, "AUTOPILOT ALTITUDE LOCK VAR", -100},
    {"AP_VS_HOLD", 0, "AUTOPILOT VERTICAL HOLD", 1},
    {"AP_VS_VAR_SET_ENGLISH", -700, "AUTOPILOT VERTICAL HOLD VAR", -700},
    {"AP_VS_VAR_INC", 0, "AUTOPILOT VERTICAL HOLD VAR", 100},
    {"AP_VS_VAR_DEC", 0, "AUTOPILOT VERTICAL HOLD VAR", -100},
    {"AP_AIRSPEED_HOLD", 0, "AUTOPILOT AIRSPEED HOLD", 1},
    {"AP_AIRSPEED_ON", 0, "AUTOPILOT AIRSPEED HOLD", 1},
    {"AP_SPD_VAR_SET", 95, "AUTOPILOT AIRSPEED HOLD VAR", 95},
    {"AP_SPD_VAR_INC", 0, "AUTOPILOT AIRSPEED HOLD VAR", 1},
    {"AP_NAV1_HOLD", 0, "AUTOPILOT NAV1 LOCK", 1},
    {"AP_APR_HOLD", 0, "AUTOPILOT APPROACH HOLD", 1},
    {"AP_BC_HOLD", 0, "AUTOPILOT BACKCOURSE HOLD", 1},
    {"AP_WING_LEVELER", 0, "AUTOPILOT WING LEVELER", 1},
    {"AP_ATT_HOLD", 0, "AUTOPILOT ATTITUDE HOLD", 1},
    {"FLIGHT_LEVEL_CHANGE", 0, "AUTOPILOT FLIGHT LEVEL CHANGE", 1},
    {"YAW_DAMPER_TOGGLE", 0, "AUTOPILOT YAW DAMPER", 1},
    {"AUTO_THROTTLE_ARM", 0, "AUTOPILOT THROTTLE ARM", 1},
    {"TOGGLE_GPS_DRIVES_NAV1", 0, "GPS DRIVES NAV1", 1},
    {"PARKING_BRAKES", 0, "BRAKE PARKING POSITION", 0},
    {"PARKING_BRAKE_SET", 0, "BRAKE PARKING INDICATOR", 0},
    {"BRAKES", 0, "BRAKE LEFT POSITION", 0.2},
    {"BRAKES", 0, "BRAKE RIGHT POSITION", 0.2},
    {"AXIS_LEFT_BRAKE_SET", 16383, "BRAKE LEFT POSITION", 1},
    {"AXIS_RIGHT_BRAKE_SET", 0, "BRAKE RIGHT POSITION", 0.5},
    {"FLAPS_DOWN", 0, "FLAPS HANDLE INDEX", 3},
    {"FLAPS_INCR", 0, "FLAPS HANDLE INDEX", 1},
    {"FLAPS_SET", 10000, "FLAPS HANDLE INDEX", 2},
    {"FLAPS_DOWN", 0, "FLAPS HANDLE PERCENT", 1},
    {"SPOILERS_TOGGLE", 0, "SPOILERS HANDLE POSITION", 1},
    {"SPOILERS_ARM_TOGGLE", 0, "SPOILERS ARMED", 1},
    {"SPOILERS_SET", 16383, "SPOILERS HANDLE POSITION", 1},
    {"AXIS_AILERONS_SET", -16383, "AILERON POSITION", 1},
    {"AILERON_SET", 16383, "YOKE X POSITION", -1},
    {"AXIS_ELEVATOR_SET", 16383, "ELEVATOR POSITION", -1},
    {"ELEVATOR_SET", -16383, "YOKE Y POSITION", 1},
    {"AXIS_RUDDER_SET", 16383, "RUDDER POSITION", -1},
    {"RUDDER_SET", -16383, "RUDDER PEDAL POSITION", 1},
    {"ELEV_TRIM_UP", 0, "ELEVATOR TRIM POSITION", 0.003},
    {"ELEV_TRIM_DN", 0, "ELEVATOR TRIM POSITION", -0.003},
    {"ELEVATOR_TRIM_SET", -16383, "ELEVATOR TRIM PCT", -1},
    {"AILERON_TRIM_SET", 50, "AILERON TRIM PCT", 0.5},
    {"RUDDER_TRIM_SET", -50, "RUDDER TRIM PCT", -0.5},
    {"THROTTLE_SET", 16383, "GENERAL ENG THROTTLE LEVER POSITION:1", 100},
    {"THROTTLE1_SET", 16383, "GENERAL ENG THROTTLE LEVER POSITION", 100},
    {"AXIS_THROTTLE_SET", 0, "GENERAL ENG THROTTLE LEVER POSITION", 50},
    {"THROTTLE_FULL", 0, "GENERAL ENG THROTTLE LEVER POSITION", 100},
    {"THROTTLE_INCR", 0, "GENERAL ENG THROTTLE LEVER POSITION", 5},
    {"MIXTURE_SET", 16383, "GENERAL ENG MIXTURE LEVER POSITION", 100},
    {"MIXTURE_RICH", 0, "GENERAL ENG MIXTURE LEVER POSITION", 100},
    {"MIXTURE1_SET", 16383, "GENERAL ENG MIXTURE LEVER POSITION", 100},
    {"PROP_PITCH_SET", 0, "GENERAL ENG PROPELLER LEVER POSITION", 0},
    {"MAGNETO1_SET", 1, "RECIP ENG RIGHT MAGNETO", 1},
    {"MAGNETO1_SET", 2, "RECIP ENG LEFT MAGNETO", 1},
    {"MAGNETO1_SET", 4, "GENERAL ENG STARTER", 1},
    {"MAGNETO_BOTH", 0, "RECIP ENG LEFT MAGNETO", 1},
    {"MAGNETO_START", 0, "GENERAL ENG STARTER", 1},
    {"TOGGLE_STARTER1", 0, "GENERAL ENG STARTER", 1},
    {"FUEL_PUMP", 0, "GENERAL ENG FUEL PUMP SWITCH", 1},
    {"FUEL_SELECTOR_SET", 2, "FUEL TANK SELECTOR", 2},
    {"TOGGLE_ENGINE1_FAILURE", 0, "ENG FAILED", 1},
    {"TOGGLE_MASTER_BATTERY", 0, "ELECTRICAL MASTER BATTERY", 1},
    {"TOGGLE_MASTER_BATTERY", 0, "ELECTRICAL MAIN BUS VOLTAGE", 24},
    {"TOGGLE_MASTER_ALTERNATOR", 0, "GENERAL ENG MASTER ALTERNATOR", 1},
    {"TOGGLE_AVIONICS_MASTER", 0, "AVIONICS MASTER SWITCH", 1},
    {"AVIONICS_MASTER_SET", 1, "AVIONICS MASTER SWITCH", 1},
    {"ALL_LIGHTS_TOGGLE", 0, "LIGHT STATES", 0x3FF},
    {"LANDING_LIGHTS_TOGGLE", 0, "LIGHT STATES", 4},
    {"LANDING_LIGHTS_ON", 0, "LIGHT LANDING", 1},
    {"LANDING_LIGHTS_SET", 1, "LIGHT LANDING", 1},
    {"TOGGLE_NAV_LIGHTS", 0, "LIGHT STATES", 1},
    {"TOGGLE_BEACON_LIGHTS", 0, "LIGHT STATES", 2},
    {"TOGGLE_TAXI_LIGHTS", 0, "LIGHT STATES", 8},
    {"STROBES_TOGGLE", 0, "LIGHT STATES", 16},
    {"STROBES_SET", 1, "LIGHT STROBE", 1},
    {"PANEL_LIGHTS_TOGGLE", 0, "LIGHT STATES", 32},
    {"TOGGLE_CABIN_LIGHTS", 0, "LIGHT STATES", 512},
    {"PITOT_HEAT_TOGGLE", 0, "PITOT HEAT", 1},
    {"PITOT_HEAT_SET", 1, "PITOT HEAT", 1},
    {"ANTI_ICE_TOGGLE", 0, "ENG ANTI ICE:1", 1},
    {"SMOKE_TOGGLE", 0, "SMOKE ENABLE", 1},
    {"SMOKE_SET", 1, "SMOKE ENABLE", 1},
    {"COM_RADIO_SET", 0x2345, "COM ACTIVE FREQUENCY:1", 0x2345},
    {"COM_RADIO_SET_HZ", 123450000, "COM ACTIVE FREQUENCY:1", 0x2345},
    {"COM_STBY_RADIO_SET", 0x1875, "COM STANDBY FREQUENCY:1", 0x1875},
    {"COM_STBY_RADIO_SET_HZ", 118750000, "COM STANDBY FREQUENCY:1", 0x1875},
    {"COM2_RADIO_SET", 0x3450, "COM ACTIVE FREQUENCY:2", 0x3450},
    {"NAV1_RADIO_SET", 0x1130, "NAV ACTIVE FREQUENCY:1", 111.3},
    {"NAV1_STBY_SET", 0x1795, "NAV STANDBY FREQUENCY:1", 117.95},
    {"VOR1_SET", 90, "NAV OBS:1", 90},
    {"ADF_SET", 0x0350, "ADF ACTIVE FREQUENCY:1", 0x03500000},
    {"ADF_COMPLETE_SET", 0x03505000, "ADF ACTIVE FREQUENCY:1", 0x03505000},
    {"XPNDR_SET", 0x7700, "TRANSPONDER CODE:1", 0x7700},
    {"KOHLSMAN_SET", 16000, "KOHLSMAN SETTING MB", 1000},
    {"KOHLSMAN_SET", 16000, "KOHLSMAN SETTING HG", 1000 / 33.86389},
    {"KOHLSMAN_INC", 0, "KOHLSMAN SETTING HG", 1013.25 / 33.86389 + 0.01},
    {"KOHLSMAN_DEC", 0, "KOHLSMAN SETTING HG", 1013.25 / 33.86389 - 0.01},
    {"GYRO_DRIFT_SET", 90, "GYRO DRIFT ERROR", 1.5707963267948966},
    {"TOGGLE_PUSHBACK", 0, "PUSHBACK STATE", 0},
    {"TOGGLE_AIRCRAFT_EXIT", 2, "EXIT OPEN:2", 1, "", 5},
    {"TOGGLE_AIRCRAFT_EXIT", 0, "EXIT OPEN", 1, "", 5},
    {"REPAIR_AND_REFUEL", 0, "FUEL TOTAL QUANTITY", 56},
    {"ADD_FUEL_QUANTITY", 655, "FUEL TOTAL QUANTITY", 53 + 56 * 655 / 65535.0},
    {"VIEW_MODE", 0, "CAMERA STATE", 3},
    // Pause, reset, save: told as system events.
    {"PAUSE_TOGGLE", 0, "event Pause", 1},
    {"PAUSE_TOGGLE", 0, "event Pause_EX1", 1},
    {"PAUSE_TOGGLE", 0, "event Pause", 0, "PAUSE_ON"},
    {"PAUSE_ON", 0, "event Paused", 0},
    {"PAUSE_OFF", 0, "event Unpaused", 0, "PAUSE_ON"},
    {"PAUSE_OFF", 0, "event Pause_EX1", 0, "PAUSE_ON"},
    {"PAUSE_SET", 7, "event Pause", 1},
    {"PAUSE_SET", 0, "event Pause", 0, "PAUSE_ON"},
    {"SIM_RESET", 0, "event FlightLoaded", 0},
    {"SIM_RESET", 0, "GENERAL ENG THROTTLE LEVER POSITION", 0, "THROTTLE_FULL"},
    {"SITUATION_RESET", 0, "event SimStart", 0},
    {"SITUATION_SAVE", 0, "event FlightSaved", 0},
    {"VIEW_MODE", 0, "event View", 0},
    {"SOUND_TOGGLE", 0, "event Sound", 0},
    {"ATC", 0, "window ATC", 1},
    {"ATC", 0, "window ATC", 0, "ATC"},
    // What sets back.
    {"SLEW_OFF", 0, "IS SLEW ACTIVE", 0, "SLEW_ON"},
    {"AUTOPILOT_OFF", 0, "AUTOPILOT MASTER", 0, "AUTOPILOT_ON"},
    {"AUTOPILOT_OFF", 0, "AUTOPILOT ALTITUDE LOCK", 0, "AP_ALT_HOLD_ON"},
    {"AP_HDG_HOLD", 0, "AUTOPILOT NAV1 LOCK", 0, "AP_NAV1_HOLD"},
    {"AP_HDG_HOLD", 0, "AUTOPILOT APPROACH HOLD", 0, "AP_APR_HOLD"},
    {"AP_HDG_HOLD", 0, "AUTOPILOT WING LEVELER", 0, "AP_WING_LEVELER"},
    {"AP_NAV1_HOLD", 0, "AUTOPILOT HEADING LOCK", 0, "AP_HDG_HOLD_ON"},
    {"AP_HDG_HOLD_OFF", 0, "AUTOPILOT HEADING LOCK", 0, "AP_HDG_HOLD_ON"},
    {"AP_ALT_HOLD_OFF", 0, "AUTOPILOT ALTITUDE LOCK", 0, "AP_ALT_HOLD_ON"},
    {"AP_AIRSPEED_OFF", 0, "AUTOPILOT AIRSPEED HOLD", 0, "AP_AIRSPEED_ON"},
    {"AP_SPD_VAR_DEC", 0, "AUTOPILOT AIRSPEED HOLD VAR", 0, "AP_SPD_VAR_INC"},
    {"AP_LOC_HOLD", 0, "AUTOPILOT APPROACH IS LOCALIZER", 1},
    {"AP_LOC_HOLD", 0, "AUTOPILOT APPROACH HOLD", 1},
    {"FLAPS_UP", 0, "FLAPS HANDLE INDEX", 0, "FLAPS_DOWN"},
    {"FLAPS_DECR", 0, "FLAPS HANDLE INDEX", 2, "FLAPS_DOWN"},
    {"THROTTLE_CUT", 0, "GENERAL ENG THROTTLE LEVER POSITION", 0, "THROTTLE_FULL"},
    {"THROTTLE_DECR", 0, "GENERAL ENG THROTTLE LEVER POSITION", 95, "THROTTLE_FULL"},
    {"MIXTURE_LEAN", 0, "GENERAL ENG MIXTURE LEVER POSITION", 0, "MIXTURE_RICH"},
    {"LANDING_LIGHTS_OFF", 0, "LIGHT LANDING", 0, "LANDING_LIGHTS_ON"},
    {"BAROMETRIC", 0, "KOHLSMAN SETTING MB", 1013.25, "KOHLSMAN_INC"},
    {"COM_STBY_RADIO_SWAP", 0, "COM ACTIVE FREQUENCY:1", 0x2185, "COM_STBY_RADIO_SET=8581"},
    {"COM_STBY_RADIO_SWAP", 0, "COM STANDBY FREQUENCY:1", 0x2345, "COM_RADIO_SET=9029"},
    {"NAV1_RADIO_SWAP", 0, "NAV ACTIVE FREQUENCY:1", 111.3, "NAV1_STBY_SET=4400"},
    {"NAV1_RADIO_SWAP", 0, "NAV STANDBY FREQUENCY:1", 111.3, "NAV1_RADIO_SET=4400"},
    // What takes its time.
    {"ENGINE_AUTO_START", 0, "GENERAL ENG COMBUSTION", 1, "", 10},
    {"ENGINE_AUTO_SHUTDOWN", 0, "GENERAL ENG COMBUSTION", 0, "ENGINE_AUTO_START", 10},
    {"MIXTURE_LEAN", 0, "GENERAL ENG COMBUSTION", 0, "ENGINE_AUTO_START", 10},
    {"MAGNETO_OFF", 0, "GENERAL ENG COMBUSTION", 0, "ENGINE_AUTO_START", 10},
    {"MAGNETO_OFF", 0, "RECIP ENG LEFT MAGNETO", 0, "MAGNETO_BOTH"},
    {"TOGGLE_ENGINE1_FAILURE", 0, "GENERAL ENG COMBUSTION", 0, "ENGINE_AUTO_START", 10},
    {"TOGGLE_AIRCRAFT_EXIT", 3, "EXIT OPEN:3", 0.5, "", 2},
    {"TOGGLE_AIRCRAFT_EXIT", 4, "EXIT OPEN:4", 0, "TOGGLE_AIRCRAFT_EXIT=4", 5},
    {"TOGGLE_PUSHBACK", 0, "PUSHBACK ATTACHED", 1},
    {"TOGGLE_PUSHBACK", 0, "PUSHBACK STATE", 3, "TOGGLE_PUSHBACK"},
    {"TOGGLE_PUSHBACK", 0, "VELOCITY BODY Z", -1.5 / 0.3048, "PARKING_BRAKES", 5},
    {"TUG_SPEED", -3, "VELOCITY BODY Z", -3, "PARKING_BRAKES", 5},
    {"TUG_SPEED", 2, "GROUND VELOCITY", 2 * 0.3048 * 3600 / 1852, "PARKING_BRAKES", 5},
    {"TUG_HEADING", 0x40000000, "PUSHBACK ANGLE", 1.5707963267948966},
    {"TUG_HEADING", 0x40000000, "PLANE HEADING DEGREES TRUE", 1.5707963267948966, "PARKING_BRAKES", 60},
    // The landing gear is that of an aircraft in the air.
    {"GEAR_TOGGLE", 0, "GEAR HANDLE POSITION", 1, "", 0, Aircraft::twin_in_the_air},
    {"GEAR_TOGGLE", 0, "GEAR TOTAL PCT EXTENDED", 100, "", 10, Aircraft::twin_in_the_air},
    {"GEAR_DOWN", 0, "GEAR HANDLE POSITION", 1, "", 0, Aircraft::twin_in_the_air},
    {"GEAR_SET", 1, "GEAR HANDLE POSITION", 1, "", 0, Aircraft::twin_in_the_air},
    {"GEAR_SET", 0, "GEAR HANDLE POSITION", 0, "GEAR_DOWN", 0, Aircraft::twin_in_the_air},
    {"GEAR_UP", 0, "GEAR HANDLE POSITION", 0, "GEAR_DOWN", 0, Aircraft::twin_in_the_air},
    // Engines without a number in the event are all of them.
    {"THROTTLE_SET", 16383, "GENERAL ENG THROTTLE LEVER POSITION:2", 100, "THROTTLE_CUT", 0, Aircraft::twin_in_the_air},
    {"MIXTURE_SET", 8192, "GENERAL ENG MIXTURE LEVER POSITION:2", 100 * 8192 / 16383.0, "", 0,
     Aircraft::twin_in_the_air},
    {"PROP_PITCH_SET", 0, "GENERAL ENG PROPELLER LEVER POSITION:2", 0, "", 0, Aircraft::twin_in_the_air},
    {"ANTI_ICE_TOGGLE", 0, "ENG ANTI ICE:2", 1, "", 0, Aircraft::twin_in_the_air},
};

BenchAircraft aircraft_of(const Effect& row) {
  if (row.aircraft == Aircraft::parked) return BenchAircraft();
  return BenchAircraft(test::flight_text(
      "name: sweep\naircraft: DA62\nstart: {latitude_deg: 47, longitude_deg: -125, heading_deg: 0, altitude_ft: 5000}\n"
      "phases: [{phase: descent, until: {duration: 1s}}, {phase: descent, vertical_speed_fpm: -1}]\n"));
}

// Nothing: the system event did not happen.
std::optional<double> look(BenchAircraft& aircraft, std::string_view observed) {
  if (observed == "window ATC") return aircraft.simulation().atc_window() ? 1 : 0;
  if (!observed.starts_with("event ")) return aircraft.get(std::string(observed));
  std::optional<double> last;
  for (const SystemEvent& event : aircraft.simulation().drain_events()) {
    if (event.name == observed.substr(6)) last = event.data;
  }
  return last;
}

void send_first(BenchAircraft& aircraft, const Effect& row) {
  const std::string_view before = row.before;
  if (before.empty()) return;
  const std::size_t equals = before.find('=');
  const std::string data(equals == std::string_view::npos ? "0" : before.substr(equals + 1));
  aircraft.trigger(std::string(before.substr(0, equals)), static_cast<std::uint32_t>(std::stoul(data)));
  aircraft.run(10);
  (void)aircraft.simulation().drain_events();
}

class KeyEventSweep : public testing::TestWithParam<Effect> {};

TEST_P(KeyEventSweep, ShowsItsEffect) {
  const Effect& row = GetParam();
  BenchAircraft aircraft = aircraft_of(row);
  (void)aircraft.simulation().drain_events();
  send_first(aircraft, row);
  ASSERT_NE(look(aircraft, row.observed), row.after) << "the row would pass without an effect";
  aircraft.trigger(row.event, static_cast<std::uint32_t>(row.data));
  if (row.seconds != 0) aircraft.run(row.seconds);
  const auto after = look(aircraft, row.observed);
  ASSERT_TRUE(after.has_value()) << "nothing is told";
  EXPECT_NEAR(*after, row.after, row.seconds == 0 ? 1e-9 : 5e-3);
}

std::string row_name(const testing::TestParamInfo<Effect>& info) {
  return std::string(info.param.event) + "_" + std::to_string(info.index);
}

INSTANTIATE_TEST_SUITE_P(Core, KeyEventSweep, testing::ValuesIn(kEffects), row_name);

TEST(KeyEventSweep, HasARowForEveryEventOfTheCoreList) {
  for (const catalog::KeyEvent* event : catalog::core_key_events()) {
    EXPECT_TRUE(std::ranges::any_of(kEffects, [event](const Effect& row) { return event->name == row.event; }))
        << event->name;
  }
}

}  // namespace
}  // namespace checkride::emulator
