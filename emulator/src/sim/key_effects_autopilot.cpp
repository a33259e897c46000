// Key events of the autopilot that do more than toggle one variable: modes that exclude each other.
#include <array>

#include "sim/key_event_table.hpp"

namespace checkride::emulator {
namespace {

using Targets = KeyEventTargets;
using Data = KeyEventData;

constexpr double kMachParts = 100;  // of AP_MACH_VAR_SET

double number(const Targets& t, std::string_view name) {
  return t.variables.number(t.variables.require(name));
}
void assign(const Targets& t, std::string_view name, double value) {
  t.variables.assign(t.variables.require(name), value);
}
void clear(const Targets& t, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) assign(t, name, 0);
}

void set_autopilot(Targets& t, bool on) {
  assign(t, "AUTOPILOT MASTER", on ? 1 : 0);
  if (!on) {
    clear(t, {"AUTOPILOT HEADING LOCK", "AUTOPILOT ALTITUDE LOCK", "AUTOPILOT VERTICAL HOLD", "AUTOPILOT AIRSPEED HOLD",
              "AUTOPILOT MACH HOLD", "AUTOPILOT NAV1 LOCK", "AUTOPILOT APPROACH HOLD", "AUTOPILOT GLIDESLOPE HOLD",
              "AUTOPILOT APPROACH IS LOCALIZER", "AUTOPILOT BACKCOURSE HOLD", "AUTOPILOT FLIGHT LEVEL CHANGE",
              "AUTOPILOT WING LEVELER", "AUTOPILOT ATTITUDE HOLD"});
  } else if (number(t, "AUTOPILOT HEADING LOCK") == 0 && number(t, "AUTOPILOT NAV1 LOCK") == 0) {
    assign(t, "AUTOPILOT WING LEVELER", 1);
  }
}

void set_heading_hold(Targets& t, bool on) {
  assign(t, "AUTOPILOT HEADING LOCK", on ? 1 : 0);
  if (!on) return;
  clear(t, {"AUTOPILOT NAV1 LOCK", "AUTOPILOT APPROACH HOLD", "AUTOPILOT APPROACH IS LOCALIZER",
            "AUTOPILOT GLIDESLOPE HOLD", "AUTOPILOT WING LEVELER"});
}
void toggle_heading_hold(Targets& t, const Data&) {
  set_heading_hold(t, number(t, "AUTOPILOT HEADING LOCK") == 0);
}

void set_navigation_hold(Targets& t, bool on) {
  assign(t, "AUTOPILOT NAV1 LOCK", on ? 1 : 0);
  if (on) clear(t, {"AUTOPILOT HEADING LOCK"});
}
void toggle_navigation_hold(Targets& t, const Data&) {
  set_navigation_hold(t, number(t, "AUTOPILOT NAV1 LOCK") == 0);
}

void set_approach_hold(Targets& t, bool on) {
  assign(t, "AUTOPILOT APPROACH HOLD", on ? 1 : 0);
  clear(t, {on ? "AUTOPILOT HEADING LOCK" : "AUTOPILOT GLIDESLOPE HOLD", "AUTOPILOT APPROACH IS LOCALIZER"});
}

// Up and down: the mode that is switched on takes over from those of its kind.
void set_vertical_hold(Targets& t, bool on) {
  assign(t, "AUTOPILOT VERTICAL HOLD", on ? 1 : 0);
  if (on) clear(t, {"AUTOPILOT FLIGHT LEVEL CHANGE", "AUTOPILOT GLIDESLOPE HOLD"});
}
void set_altitude_hold(Targets& t, bool on) {
  assign(t, "AUTOPILOT ALTITUDE LOCK", on ? 1 : 0);
  if (on) clear(t, {"AUTOPILOT FLIGHT LEVEL CHANGE", "AUTOPILOT GLIDESLOPE HOLD"});
}
void toggle_altitude_hold(Targets& t, const Data&) {
  set_altitude_hold(t, number(t, "AUTOPILOT ALTITUDE LOCK") == 0);
}
// The speed to hold is the one it has, unless one was selected.
void take_speed(Targets& t) {
  if (number(t, "AUTOPILOT AIRSPEED HOLD VAR") == 0) {
    assign(t, "AUTOPILOT AIRSPEED HOLD VAR", number(t, "AIRSPEED INDICATED"));
  }
}
void set_level_change(Targets& t, bool on) {
  assign(t, "AUTOPILOT FLIGHT LEVEL CHANGE", on ? 1 : 0);
  if (!on) return;
  clear(t, {"AUTOPILOT VERTICAL HOLD", "AUTOPILOT ALTITUDE LOCK", "AUTOPILOT GLIDESLOPE HOLD"});
  take_speed(t);
}

void set_airspeed_hold(Targets& t, bool on) {
  assign(t, "AUTOPILOT AIRSPEED HOLD", on ? 1 : 0);
  if (!on) return;
  clear(t, {"AUTOPILOT MACH HOLD"});
  take_speed(t);
}
void set_mach_hold(Targets& t, bool on) {
  assign(t, "AUTOPILOT MACH HOLD", on ? 1 : 0);
  if (!on) return;
  clear(t, {"AUTOPILOT AIRSPEED HOLD"});
  if (number(t, "AUTOPILOT MACH HOLD VAR") == 0) {
    assign(t, "AUTOPILOT MACH HOLD VAR", number(t, "AIRSPEED MACH"));
  }
}

constexpr std::array kEffects{
    EffectFunction{"AP_MASTER", [](Targets& t, const Data&) { set_autopilot(t, number(t, "AUTOPILOT MASTER") == 0); }},
    EffectFunction{"AUTOPILOT_ON", [](Targets& t, const Data&) { set_autopilot(t, true); }},
    EffectFunction{"AUTOPILOT_OFF", [](Targets& t, const Data&) { set_autopilot(t, false); }},
    EffectFunction{"AP_HDG_HOLD", toggle_heading_hold},
    EffectFunction{"AP_PANEL_HEADING_HOLD", toggle_heading_hold},
    EffectFunction{"AP_HDG_HOLD_ON", [](Targets& t, const Data&) { set_heading_hold(t, true); }},
    EffectFunction{"AP_NAV1_HOLD", toggle_navigation_hold},
    EffectFunction{"AP_NAV1_HOLD_ON", [](Targets& t, const Data&) { set_navigation_hold(t, true); }},
    EffectFunction{"AP_NAV1_HOLD_OFF", [](Targets& t, const Data&) { set_navigation_hold(t, false); }},
    EffectFunction{"AP_APR_HOLD",
                   [](Targets& t, const Data&) { set_approach_hold(t, number(t, "AUTOPILOT APPROACH HOLD") == 0); }},
    EffectFunction{"AP_APR_HOLD_ON", [](Targets& t, const Data&) { set_approach_hold(t, true); }},
    EffectFunction{"AP_APR_HOLD_OFF", [](Targets& t, const Data&) { set_approach_hold(t, false); }},
    EffectFunction{"AP_VS_HOLD",
                   [](Targets& t, const Data&) { set_vertical_hold(t, number(t, "AUTOPILOT VERTICAL HOLD") == 0); }},
    EffectFunction{"AP_VS_ON", [](Targets& t, const Data&) { set_vertical_hold(t, true); }},
    EffectFunction{"AP_VS_OFF", [](Targets& t, const Data&) { set_vertical_hold(t, false); }},
    EffectFunction{"AP_ALT_HOLD", toggle_altitude_hold},
    EffectFunction{"AP_PANEL_ALTITUDE_HOLD", toggle_altitude_hold},
    EffectFunction{"AP_ALT_HOLD_ON", [](Targets& t, const Data&) { set_altitude_hold(t, true); }},
    EffectFunction{"AP_ALT_HOLD_OFF", [](Targets& t, const Data&) { set_altitude_hold(t, false); }},
    EffectFunction{
        "FLIGHT_LEVEL_CHANGE",
        [](Targets& t, const Data&) { set_level_change(t, number(t, "AUTOPILOT FLIGHT LEVEL CHANGE") == 0); }},
    EffectFunction{"FLIGHT_LEVEL_CHANGE_ON", [](Targets& t, const Data&) { set_level_change(t, true); }},
    EffectFunction{"FLIGHT_LEVEL_CHANGE_OFF", [](Targets& t, const Data&) { set_level_change(t, false); }},
    EffectFunction{"AP_AIRSPEED_HOLD",
                   [](Targets& t, const Data&) { set_airspeed_hold(t, number(t, "AUTOPILOT AIRSPEED HOLD") == 0); }},
    EffectFunction{"AP_AIRSPEED_ON", [](Targets& t, const Data&) { set_airspeed_hold(t, true); }},
    EffectFunction{"AP_AIRSPEED_OFF", [](Targets& t, const Data&) { set_airspeed_hold(t, false); }},
    EffectFunction{"AP_MACH_HOLD",
                   [](Targets& t, const Data&) { set_mach_hold(t, number(t, "AUTOPILOT MACH HOLD") == 0); }},
    EffectFunction{"AP_MACH_ON", [](Targets& t, const Data&) { set_mach_hold(t, true); }},
    EffectFunction{"AP_MACH_OFF", [](Targets& t, const Data&) { set_mach_hold(t, false); }},
    EffectFunction{"AP_MACH_VAR_SET",
                   [](Targets& t, const Data& data) { assign(t, "AUTOPILOT MACH HOLD VAR", data[0] / kMachParts); }},
};

}  // namespace

std::span<const EffectFunction> autopilot_effects() {
  return kEffects;
}

}  // namespace checkride::emulator
