// Key events that do more to the aircraft than change one variable.
#include <array>
#include <cmath>
#include <utility>

#include "sim/key_event_table.hpp"

namespace checkride::emulator {
namespace {

using Targets = KeyEventTargets;
using Data = KeyEventData;

double number(const Targets& t, std::string_view name) {
  return t.variables.number(t.variables.require(name));
}
void assign(const Targets& t, std::string_view name, double value) {
  t.variables.assign(t.variables.require(name), value);
}

// ---- autopilot
constexpr std::array<std::string_view, 10> kModes{"AUTOPILOT HEADING LOCK",        "AUTOPILOT ALTITUDE LOCK",
                                                  "AUTOPILOT VERTICAL HOLD",       "AUTOPILOT AIRSPEED HOLD",
                                                  "AUTOPILOT NAV1 LOCK",           "AUTOPILOT APPROACH HOLD",
                                                  "AUTOPILOT GLIDESLOPE HOLD",     "AUTOPILOT BACKCOURSE HOLD",
                                                  "AUTOPILOT FLIGHT LEVEL CHANGE", "AUTOPILOT WING LEVELER"};

void set_autopilot(Targets& t, bool on) {
  assign(t, "AUTOPILOT MASTER", on ? 1 : 0);
  if (!on) {
    for (const std::string_view mode : kModes) assign(t, mode, 0);
  } else if (number(t, "AUTOPILOT HEADING LOCK") == 0 && number(t, "AUTOPILOT NAV1 LOCK") == 0) {
    assign(t, "AUTOPILOT WING LEVELER", 1);
  }
}

void set_heading_hold(Targets& t, bool on) {
  assign(t, "AUTOPILOT HEADING LOCK", on ? 1 : 0);
  if (!on) return;
  assign(t, "AUTOPILOT NAV1 LOCK", 0);
  assign(t, "AUTOPILOT APPROACH HOLD", 0);
  assign(t, "AUTOPILOT WING LEVELER", 0);
}
void toggle_heading_hold(Targets& t, const Data&) {
  set_heading_hold(t, number(t, "AUTOPILOT HEADING LOCK") == 0);
}

void toggle_nav_hold(Targets& t, const Data&) {
  const bool on = number(t, "AUTOPILOT NAV1 LOCK") == 0;
  assign(t, "AUTOPILOT NAV1 LOCK", on ? 1 : 0);
  if (on) assign(t, "AUTOPILOT HEADING LOCK", 0);
}

// ---- gear, flaps, brakes, exits
void set_gear(Targets& t, bool down) {
  if (number(t, "IS GEAR RETRACTABLE") == 0) return;
  for (const std::string_view part :
       {"GEAR HANDLE POSITION", "GEAR CENTER POSITION", "GEAR LEFT POSITION", "GEAR RIGHT POSITION"}) {
    assign(t, part, down ? 1 : 0);
  }
  assign(t, "GEAR TOTAL PCT EXTENDED", down ? 100 : 0);
}

void set_flaps(Targets& t, const Data& data) {
  constexpr double kFull = 16383;
  assign(t, "FLAPS HANDLE INDEX", data[0] / kFull * t.model.type().flap_notches);
}

void press_brakes(Targets& t, const Data&) {
  double& key = t.model.edit().controls.brake_key;
  key = within_limits(key + 0.2, 0, 1);
}

void toggle_pushback(Targets& t, const Data&) {
  constexpr double kNone = 3;
  assign(t, "PUSHBACK STATE", number(t, "PUSHBACK STATE") == kNone ? 0 : kNone);
}

void toggle_exit(Targets& t, const Data& data) {
  const std::uint32_t exit = data[0] == 0 ? 1 : data[0];
  if (exit > 4) return;
  const std::string name = "EXIT OPEN:" + std::to_string(exit);
  assign(t, name, number(t, name) == 0 ? 1 : 0);
}

// ---- engine and fuel
void start_engine(Targets& t, const Data&) {
  if (number(t, "GENERAL ENG COMBUSTION") != 0) return;
  for (const std::string_view name :
       {"ELECTRICAL MASTER BATTERY", "GENERAL ENG MASTER ALTERNATOR", "AVIONICS MASTER SWITCH",
        "RECIP ENG LEFT MAGNETO", "RECIP ENG RIGHT MAGNETO", "GENERAL ENG STARTER"}) {
    assign(t, name, 1);
  }
  assign(t, "GENERAL ENG MIXTURE LEVER POSITION", 100);
  if (number(t, "FUEL TANK SELECTOR") == 0) assign(t, "FUEL TANK SELECTOR", 1);
}

void turn_magneto_key(Targets& t, const Data& data) {
  constexpr std::uint32_t kStart = 4;
  if (data[0] > kStart) return;
  assign(t, "RECIP ENG RIGHT MAGNETO", data[0] == 1 || data[0] >= 3 ? 1 : 0);
  assign(t, "RECIP ENG LEFT MAGNETO", data[0] >= 2 ? 1 : 0);
  assign(t, "GENERAL ENG STARTER", data[0] == kStart ? 1 : 0);
}

void add_fuel(Targets& t, const Data& data) {
  constexpr double kDefaultShare = 0.25;
  const double share = data[0] == 0 ? kDefaultShare : within_limits(data[0] / 65535.0, 0, 1);
  for (const std::string_view tank : {"FUEL TANK LEFT MAIN QUANTITY", "FUEL TANK RIGHT MAIN QUANTITY"}) {
    assign(t, tank, number(t, tank) + share * t.model.type().tank_gal);
  }
}

void repair_and_refuel(Targets& t, const Data&) {
  assign(t, "FUEL TOTAL QUANTITY", 2 * t.model.type().tank_gal);
  assign(t, "ENG FAILED", 0);
  assign(t, "ENG ON FIRE", 0);
}

// ---- radios
void swap(Targets& t, std::string_view a, std::string_view b) {
  const double first = number(t, a);
  const double second = number(t, b);
  assign(t, a, second);
  assign(t, b, first);
}

// Digits of `value`, packed four bits each.
std::uint32_t packed(std::uint32_t value) {
  std::uint32_t result = 0;
  for (unsigned shift = 0; shift < 32; shift += 4) {
    result |= (value % 10) << shift;
    value /= 10;
  }
  return result;
}

std::uint32_t unpacked(std::uint32_t digits) {
  std::uint32_t result = 0;
  for (unsigned shift = 32; shift > 0; shift -= 4) result = result * 10 + ((digits >> (shift - 4)) & 0xF);
  return result;
}

// 123.45 MHz is 0x2345: hundredths of a megahertz less the leading 1.
void set_com_hz(Targets& t, std::string_view name, std::uint32_t hertz) {
  assign(t, name, packed(hertz / 10000 % 10000));
}
void set_nav(Targets& t, std::string_view name, std::uint32_t bcd16) {
  assign(t, name, 100 + unpacked(bcd16 & 0xFFFF) / 100.0);
}

constexpr std::array kEffects{
    EffectFunction{"AP_MASTER", [](Targets& t, const Data&) { set_autopilot(t, number(t, "AUTOPILOT MASTER") == 0); }},
    EffectFunction{"AUTOPILOT_ON", [](Targets& t, const Data&) { set_autopilot(t, true); }},
    EffectFunction{"AUTOPILOT_OFF", [](Targets& t, const Data&) { set_autopilot(t, false); }},
    EffectFunction{"AP_HDG_HOLD", toggle_heading_hold},
    EffectFunction{"AP_PANEL_HEADING_HOLD", toggle_heading_hold},
    EffectFunction{"AP_HDG_HOLD_ON", [](Targets& t, const Data&) { set_heading_hold(t, true); }},
    EffectFunction{"AP_NAV1_HOLD", toggle_nav_hold},
    EffectFunction{"GEAR_TOGGLE", [](Targets& t, const Data&) { set_gear(t, number(t, "GEAR HANDLE POSITION") == 0); }},
    EffectFunction{"GEAR_UP", [](Targets& t, const Data&) { set_gear(t, false); }},
    EffectFunction{"GEAR_DOWN", [](Targets& t, const Data&) { set_gear(t, true); }},
    EffectFunction{"GEAR_SET", [](Targets& t, const Data& data) { set_gear(t, data[0] != 0); }},
    EffectFunction{"BRAKES", press_brakes},
    EffectFunction{"FLAPS_SET", set_flaps},
    EffectFunction{"TOGGLE_PUSHBACK", toggle_pushback},
    EffectFunction{"TOGGLE_AIRCRAFT_EXIT", toggle_exit},
    EffectFunction{"ENGINE_AUTO_START", start_engine},
    EffectFunction{"ENGINE_AUTO_SHUTDOWN", [](Targets& t, const Data&) { t.model.stop_engine(); }},
    EffectFunction{"MAGNETO1_SET", turn_magneto_key},
    EffectFunction{"ADD_FUEL_QUANTITY", add_fuel},
    EffectFunction{"REPAIR_AND_REFUEL", repair_and_refuel},
    EffectFunction{"COM_RADIO_SET_HZ",
                   [](Targets& t, const Data& data) { set_com_hz(t, "COM ACTIVE FREQUENCY", data[0]); }},
    EffectFunction{"COM_STBY_RADIO_SET_HZ",
                   [](Targets& t, const Data& data) { set_com_hz(t, "COM STANDBY FREQUENCY", data[0]); }},
    EffectFunction{"COM_STBY_RADIO_SWAP",
                   [](Targets& t, const Data&) { swap(t, "COM ACTIVE FREQUENCY", "COM STANDBY FREQUENCY"); }},
    EffectFunction{"NAV1_RADIO_SET", [](Targets& t, const Data& data) { set_nav(t, "NAV ACTIVE FREQUENCY", data[0]); }},
    EffectFunction{"NAV1_STBY_SET", [](Targets& t, const Data& data) { set_nav(t, "NAV STANDBY FREQUENCY", data[0]); }},
    EffectFunction{"NAV1_RADIO_SWAP",
                   [](Targets& t, const Data&) { swap(t, "NAV ACTIVE FREQUENCY", "NAV STANDBY FREQUENCY"); }},
    // Whole kHz digits; the variable keeps the fraction in its lower half.
    EffectFunction{
        "ADF_SET",
        [](Targets& t, const Data& data) { assign(t, "ADF ACTIVE FREQUENCY", (data[0] & 0xFFFF) * 65536.0); }},
    EffectFunction{"BAROMETRIC",
                   [](Targets& t, const Data&) { assign(t, "KOHLSMAN SETTING MB", number(t, "SEA LEVEL PRESSURE")); }},
};

}  // namespace

std::span<const EffectFunction> aircraft_effects() {
  return kEffects;
}

}  // namespace checkride::emulator
