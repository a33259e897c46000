#include "sim/key_event_table.hpp"

#include <array>

#include "earth/physics.hpp"

namespace checkride::emulator {
namespace {

constexpr double kFeetPerMetre = 1 / kMetresPerFoot;
constexpr double kFull = 16383;      // of axes and levers
constexpr double kLeverStep = 5;     // percent per THROTTLE_INCR
constexpr double kTrimStep = 0.003;  // rad per ELEV_TRIM_UP
constexpr double kEverything = 1e6;  // beyond every limit

using enum Effect;

constexpr std::array kRows{
    // Simulation.
    EffectRow{"SLEW_TOGGLE", toggle, "IS SLEW ACTIVE"},
    EffectRow{"SLEW_ON", assign, "IS SLEW ACTIVE", 1},
    EffectRow{"SLEW_OFF", assign, "IS SLEW ACTIVE", 0},
    EffectRow{"SLEW_SET", flag, "IS SLEW ACTIVE"},
    EffectRow{"FREEZE_LATITUDE_LONGITUDE_SET", flag, "IS LATITUDE LONGITUDE FREEZE ON"},
    EffectRow{"FREEZE_LATITUDE_LONGITUDE_TOGGLE", toggle, "IS LATITUDE LONGITUDE FREEZE ON"},
    EffectRow{"FREEZE_ALTITUDE_SET", flag, "IS ALTITUDE FREEZE ON"},
    EffectRow{"FREEZE_ALTITUDE_TOGGLE", toggle, "IS ALTITUDE FREEZE ON"},
    EffectRow{"FREEZE_ATTITUDE_SET", flag, "IS ATTITUDE FREEZE ON"},
    EffectRow{"FREEZE_ATTITUDE_TOGGLE", toggle, "IS ATTITUDE FREEZE ON"},
    // Autopilot; the modes that exclude each other are functions.
    EffectRow{"TOGGLE_FLIGHT_DIRECTOR", toggle, "AUTOPILOT FLIGHT DIRECTOR ACTIVE"},
    EffectRow{"AP_HDG_HOLD_OFF", assign, "AUTOPILOT HEADING LOCK", 0},
    EffectRow{"HEADING_BUG_SET", angle, "AUTOPILOT HEADING LOCK DIR"},
    EffectRow{"HEADING_BUG_INC", turn, "AUTOPILOT HEADING LOCK DIR", 1},
    EffectRow{"HEADING_BUG_DEC", turn, "AUTOPILOT HEADING LOCK DIR", -1},
    EffectRow{"AP_ALT_VAR_SET_ENGLISH", scale, "AUTOPILOT ALTITUDE LOCK VAR", 1},
    EffectRow{"AP_ALT_VAR_SET_METRIC", scale, "AUTOPILOT ALTITUDE LOCK VAR", kFeetPerMetre},
    EffectRow{"AP_ALT_VAR_INC", add, "AUTOPILOT ALTITUDE LOCK VAR", 100},
    EffectRow{"AP_ALT_VAR_DEC", add, "AUTOPILOT ALTITUDE LOCK VAR", -100},
    EffectRow{"AP_VS_VAR_SET_ENGLISH", scale, "AUTOPILOT VERTICAL HOLD VAR", 1},
    EffectRow{"AP_VS_VAR_INC", add, "AUTOPILOT VERTICAL HOLD VAR", 100},
    EffectRow{"AP_VS_VAR_DEC", add, "AUTOPILOT VERTICAL HOLD VAR", -100},
    EffectRow{"AP_SPD_VAR_SET", scale, "AUTOPILOT AIRSPEED HOLD VAR", 1, 0, 0, 999},
    EffectRow{"AP_SPD_VAR_INC", add, "AUTOPILOT AIRSPEED HOLD VAR", 1, 0, 0, 999},
    EffectRow{"AP_SPD_VAR_DEC", add, "AUTOPILOT AIRSPEED HOLD VAR", -1, 0, 0, 999},
    EffectRow{"AP_BC_HOLD", toggle, "AUTOPILOT BACKCOURSE HOLD"},
    EffectRow{"AP_WING_LEVELER", toggle, "AUTOPILOT WING LEVELER"},
    EffectRow{"AP_ATT_HOLD", toggle, "AUTOPILOT ATTITUDE HOLD"},
    EffectRow{"YAW_DAMPER_TOGGLE", toggle, "AUTOPILOT YAW DAMPER"},
    EffectRow{"AUTO_THROTTLE_ARM", toggle, "AUTOPILOT THROTTLE ARM"},
    EffectRow{"TOGGLE_GPS_DRIVES_NAV1", toggle, "GPS DRIVES NAV1"},
    // Brakes, flaps, spoilers.
    EffectRow{"PARKING_BRAKES", toggle, "BRAKE PARKING POSITION"},
    EffectRow{"PARKING_BRAKE_SET", flag, "BRAKE PARKING POSITION"},
    EffectRow{"AXIS_LEFT_BRAKE_SET", scale, "BRAKE LEFT POSITION", 0.5 / kFull, 0.5},
    EffectRow{"AXIS_RIGHT_BRAKE_SET", scale, "BRAKE RIGHT POSITION", 0.5 / kFull, 0.5},
    EffectRow{"FLAPS_UP", assign, "FLAPS HANDLE INDEX", 0},
    EffectRow{"FLAPS_DOWN", assign, "FLAPS HANDLE INDEX", kEverything},
    EffectRow{"FLAPS_INCR", add, "FLAPS HANDLE INDEX", 1},
    EffectRow{"FLAPS_DECR", add, "FLAPS HANDLE INDEX", -1},
    EffectRow{"SPOILERS_TOGGLE", toggle, "SPOILERS HANDLE POSITION"},
    EffectRow{"SPOILERS_ARM_TOGGLE", toggle, "SPOILERS ARMED"},
    EffectRow{"SPOILERS_SET", scale, "SPOILERS HANDLE POSITION", 1 / kFull, 0, 0, 1},
    // Surfaces and trim: positive parameters bank left, push the nose down, yaw left.
    EffectRow{"AXIS_AILERONS_SET", scale, "AILERON POSITION", -1 / kFull},
    EffectRow{"AILERON_SET", scale, "AILERON POSITION", -1 / kFull},
    EffectRow{"AXIS_ELEVATOR_SET", scale, "ELEVATOR POSITION", -1 / kFull},
    EffectRow{"ELEVATOR_SET", scale, "ELEVATOR POSITION", -1 / kFull},
    EffectRow{"AXIS_RUDDER_SET", scale, "RUDDER POSITION", -1 / kFull},
    EffectRow{"RUDDER_SET", scale, "RUDDER POSITION", -1 / kFull},
    EffectRow{"ELEV_TRIM_UP", add, "ELEVATOR TRIM POSITION", kTrimStep},
    EffectRow{"ELEV_TRIM_DN", add, "ELEVATOR TRIM POSITION", -kTrimStep},
    EffectRow{"ELEVATOR_TRIM_SET", scale, "ELEVATOR TRIM PCT", 1 / kFull},
    EffectRow{"AILERON_TRIM_SET", scale, "AILERON TRIM PCT", 0.01},
    EffectRow{"RUDDER_TRIM_SET", scale, "RUDDER TRIM PCT", 0.01},
    // Engine.
    EffectRow{"THROTTLE_SET", scale, "GENERAL ENG THROTTLE LEVER POSITION", 100 / kFull},
    EffectRow{"THROTTLE1_SET", scale, "GENERAL ENG THROTTLE LEVER POSITION", 100 / kFull},
    EffectRow{"AXIS_THROTTLE_SET", scale, "GENERAL ENG THROTTLE LEVER POSITION", 50 / kFull, 50},
    EffectRow{"THROTTLE_FULL", assign, "GENERAL ENG THROTTLE LEVER POSITION", 100},
    EffectRow{"THROTTLE_CUT", assign, "GENERAL ENG THROTTLE LEVER POSITION", 0},
    EffectRow{"THROTTLE_INCR", add, "GENERAL ENG THROTTLE LEVER POSITION", kLeverStep},
    EffectRow{"THROTTLE_DECR", add, "GENERAL ENG THROTTLE LEVER POSITION", -kLeverStep},
    EffectRow{"MIXTURE_SET", scale, "GENERAL ENG MIXTURE LEVER POSITION", 100 / kFull},
    EffectRow{"MIXTURE1_SET", scale, "GENERAL ENG MIXTURE LEVER POSITION", 100 / kFull},
    EffectRow{"MIXTURE_RICH", assign, "GENERAL ENG MIXTURE LEVER POSITION", 100},
    EffectRow{"MIXTURE_LEAN", assign, "GENERAL ENG MIXTURE LEVER POSITION", 0},
    EffectRow{"PROP_PITCH_SET", scale, "GENERAL ENG PROPELLER LEVER POSITION", 100 / kFull},
    EffectRow{"MAGNETO_OFF", assign, "RECIP ENG LEFT MAGNETO", 0},
    EffectRow{"MAGNETO_OFF", assign, "RECIP ENG RIGHT MAGNETO", 0},
    EffectRow{"MAGNETO_OFF", assign, "GENERAL ENG STARTER", 0},
    EffectRow{"MAGNETO_BOTH", assign, "RECIP ENG LEFT MAGNETO", 1},
    EffectRow{"MAGNETO_BOTH", assign, "RECIP ENG RIGHT MAGNETO", 1},
    EffectRow{"MAGNETO_START", assign, "RECIP ENG LEFT MAGNETO", 1},
    EffectRow{"MAGNETO_START", assign, "RECIP ENG RIGHT MAGNETO", 1},
    EffectRow{"MAGNETO_START", assign, "GENERAL ENG STARTER", 1},
    EffectRow{"TOGGLE_STARTER1", toggle, "GENERAL ENG STARTER"},
    EffectRow{"FUEL_PUMP", toggle, "GENERAL ENG FUEL PUMP SWITCH"},
    EffectRow{"FUEL_SELECTOR_SET", scale, "FUEL TANK SELECTOR", 1},
    EffectRow{"TOGGLE_ENGINE1_FAILURE", toggle, "ENG FAILED"},
    EffectRow{"TOGGLE_ENGINE2_FAILURE", toggle, "ENG FAILED:2"},
    EffectRow{"ANTI_ICE_TOGGLE", toggle, "ENG ANTI ICE"},
    // Electrics and lights.
    EffectRow{"TOGGLE_MASTER_BATTERY", toggle, "ELECTRICAL MASTER BATTERY"},
    EffectRow{"TOGGLE_MASTER_ALTERNATOR", toggle, "GENERAL ENG MASTER ALTERNATOR"},
    EffectRow{"TOGGLE_AVIONICS_MASTER", toggle, "AVIONICS MASTER SWITCH"},
    EffectRow{"AVIONICS_MASTER_SET", flag, "AVIONICS MASTER SWITCH"},
    EffectRow{"ALL_LIGHTS_TOGGLE", toggle, "LIGHT NAV"},
    EffectRow{"ALL_LIGHTS_TOGGLE", toggle, "LIGHT BEACON"},
    EffectRow{"ALL_LIGHTS_TOGGLE", toggle, "LIGHT LANDING"},
    EffectRow{"ALL_LIGHTS_TOGGLE", toggle, "LIGHT TAXI"},
    EffectRow{"ALL_LIGHTS_TOGGLE", toggle, "LIGHT STROBE"},
    EffectRow{"ALL_LIGHTS_TOGGLE", toggle, "LIGHT PANEL"},
    EffectRow{"ALL_LIGHTS_TOGGLE", toggle, "LIGHT RECOGNITION"},
    EffectRow{"ALL_LIGHTS_TOGGLE", toggle, "LIGHT WING"},
    EffectRow{"ALL_LIGHTS_TOGGLE", toggle, "LIGHT LOGO"},
    EffectRow{"ALL_LIGHTS_TOGGLE", toggle, "LIGHT CABIN"},
    EffectRow{"LANDING_LIGHTS_TOGGLE", toggle, "LIGHT LANDING"},
    EffectRow{"LANDING_LIGHTS_ON", assign, "LIGHT LANDING", 1},
    EffectRow{"LANDING_LIGHTS_OFF", assign, "LIGHT LANDING", 0},
    EffectRow{"LANDING_LIGHTS_SET", flag, "LIGHT LANDING"},
    EffectRow{"TOGGLE_NAV_LIGHTS", toggle, "LIGHT NAV"},
    EffectRow{"TOGGLE_BEACON_LIGHTS", toggle, "LIGHT BEACON"},
    EffectRow{"TOGGLE_TAXI_LIGHTS", toggle, "LIGHT TAXI"},
    EffectRow{"STROBES_TOGGLE", toggle, "LIGHT STROBE"},
    EffectRow{"STROBES_SET", flag, "LIGHT STROBE"},
    EffectRow{"PANEL_LIGHTS_TOGGLE", toggle, "LIGHT PANEL"},
    EffectRow{"TOGGLE_CABIN_LIGHTS", toggle, "LIGHT CABIN"},
    EffectRow{"PITOT_HEAT_TOGGLE", toggle, "PITOT HEAT"},
    EffectRow{"PITOT_HEAT_SET", flag, "PITOT HEAT"},
    EffectRow{"SMOKE_TOGGLE", toggle, "SMOKE ENABLE"},
    EffectRow{"SMOKE_SET", flag, "SMOKE ENABLE"},
    // Radios and instruments.
    EffectRow{"COM_RADIO_SET", mask, "COM ACTIVE FREQUENCY", 0xFFFF},
    EffectRow{"COM_STBY_RADIO_SET", mask, "COM STANDBY FREQUENCY", 0xFFFF},
    EffectRow{"COM2_RADIO_SET", mask, "COM ACTIVE FREQUENCY:2", 0xFFFF},
    EffectRow{"ADF_COMPLETE_SET", mask, "ADF ACTIVE FREQUENCY", 0xFFFFFFFF},
    EffectRow{"XPNDR_SET", mask, "TRANSPONDER CODE", 0x7777},
    EffectRow{"VOR1_SET", angle, "NAV OBS"},
    EffectRow{"KOHLSMAN_SET", scale, "KOHLSMAN SETTING MB", 1.0 / 16},
    EffectRow{"KOHLSMAN_INC", add, "KOHLSMAN SETTING HG", 0.01},
    EffectRow{"KOHLSMAN_DEC", add, "KOHLSMAN SETTING HG", -0.01},
    EffectRow{"GYRO_DRIFT_SET", scale, "GYRO DRIFT ERROR", kRadiansPerDegree, 0, -kTurn, kTurn},
};

}  // namespace

std::span<const EffectRow> effect_rows() {
  return kRows;
}

}  // namespace checkride::emulator
