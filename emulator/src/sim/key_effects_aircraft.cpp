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

// ---- gear, flaps, brakes, exits
void set_gear(Targets& t, bool down) {
  assign(t, "GEAR HANDLE POSITION", down ? 1 : 0);
}

void set_flaps(Targets& t, const Data& data) {
  constexpr double kFull = 16383;
  assign(t, "FLAPS HANDLE INDEX", data[0] / kFull * static_cast<double>(t.model.type().flap_notches));
}

void press_brakes(Targets& t, const Data&) {
  double& key = t.model.edit().controls.brake_key;
  key = within_limits(key + 0.2, 0, 1);
}

void toggle_pushback(Targets& t, const Data&) {
  constexpr double kNone = 3;
  assign(t, "PUSHBACK STATE", number(t, "PUSHBACK STATE") == kNone ? 0 : kNone);
}

// It comes to an aircraft that stands; a new place is a new stand, with a jetway of its own.
void toggle_jetway(Targets& t, const Data&) {
  const Position& here = t.model.state().position;
  Jetway& jetway = t.model.edit().jetway;
  if (jetway.wanted || !t.model.standing()) {
    jetway.wanted = false;
    return;
  }
  const bool same_place = jetway.latitude == here.latitude && jetway.longitude == here.longitude;
  jetway = {true, same_place ? jetway.way : 0, here.latitude, here.longitude};
}

void toggle_exit(Targets& t, const Data& data) {
  const std::uint32_t number = data[0] == 0 ? 1 : data[0];
  if (number > kExits) return;
  Exit& exit = t.model.edit().exits[number - 1];
  exit.wanted = exit.wanted == 0 ? 1 : 0;
}

// ---- engine and fuel
void start_engine(Targets& t, const Data&) {
  if (!t.model.has_engine() || t.model.burning() == t.model.type().engines) return;
  t.model.prepare_engines(1);
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
  TankContents& tanks = t.model.edit().fuel.gal;
  const TankContents& capacity = t.model.type().tanks_gal;
  for (std::size_t i = 0; i < kTanks; ++i) {
    tanks[i] = within_limits(tanks[i] + share * capacity[i], 0, capacity[i]);
  }
}

void repair_and_refuel(Targets& t, const Data&) {
  assign(t, "FUEL TOTAL QUANTITY", total_capacity_gal(t.model.type()));
  for (std::size_t i = 0; i < t.model.type().engines; ++i) {
    t.model.edit_engine(i).failed = 0;
    t.model.edit_engine(i).on_fire = 0;
  }
  t.model.lift_off_belly();
}

// The levers of the thrust reversers of engines `First` to `Last`, counted from 0; no variable tells them apart.
enum class Lever { off, on, other };
template <std::size_t First, std::size_t Last, Lever To>
void move_reversers(Targets& t, const Data&) {
  if (t.model.type().engine != EngineKind::jet) return;
  for (std::size_t i = First; i <= Last && i < t.model.type().engines; ++i) {
    double& lever = t.model.edit_engine(i).reverse;
    const bool on = To == Lever::other ? lever == 0 : To == Lever::on;
    lever = on ? 1 : 0;
  }
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
    EffectFunction{"GEAR_TOGGLE", [](Targets& t, const Data&) { set_gear(t, number(t, "GEAR HANDLE POSITION") == 0); }},
    EffectFunction{"GEAR_UP", [](Targets& t, const Data&) { set_gear(t, false); }},
    EffectFunction{"GEAR_DOWN", [](Targets& t, const Data&) { set_gear(t, true); }},
    EffectFunction{"GEAR_SET", [](Targets& t, const Data& data) { set_gear(t, data[0] != 0); }},
    EffectFunction{"BRAKES", press_brakes},
    EffectFunction{"FLAPS_SET", set_flaps},
    EffectFunction{"TOGGLE_PUSHBACK", toggle_pushback},
    EffectFunction{"TOGGLE_AIRCRAFT_EXIT", toggle_exit},
    EffectFunction{"TOGGLE_JETWAY", toggle_jetway},
    EffectFunction{"ENGINE_AUTO_START", start_engine},
    EffectFunction{"ENGINE_AUTO_SHUTDOWN", [](Targets& t, const Data&) { t.model.stop_engine(); }},
    EffectFunction{"MAGNETO1_SET", turn_magneto_key},
    EffectFunction{"ADD_FUEL_QUANTITY", add_fuel},
    EffectFunction{"REPAIR_AND_REFUEL", repair_and_refuel},
    EffectFunction{"THROTTLE_REVERSE_THRUST_TOGGLE", move_reversers<0, 1, Lever::other>},
    EffectFunction{"TOGGLE_THROTTLE1_REVERSE_THRUST", move_reversers<0, 0, Lever::other>},
    EffectFunction{"TOGGLE_THROTTLE2_REVERSE_THRUST", move_reversers<1, 1, Lever::other>},
    EffectFunction{"THROTTLE_REVERSE_THRUST_HOLD", move_reversers<0, 1, Lever::on>},
    EffectFunction{"THROTTLE1_REVERSE_THRUST_HOLD", move_reversers<0, 0, Lever::on>},
    EffectFunction{"THROTTLE2_REVERSE_THRUST_HOLD", move_reversers<1, 1, Lever::on>},
    EffectFunction{"SET_REVERSE_THRUST_ON", move_reversers<0, 1, Lever::on>},
    EffectFunction{"SET_REVERSE_THRUST_OFF", move_reversers<0, 1, Lever::off>},
    EffectFunction{"SET_THROTTLE1_REVERSE_THRUST_ON", move_reversers<0, 0, Lever::on>},
    EffectFunction{"SET_THROTTLE1_REVERSE_THRUST_OFF", move_reversers<0, 0, Lever::off>},
    EffectFunction{"SET_THROTTLE2_REVERSE_THRUST_ON", move_reversers<1, 1, Lever::on>},
    EffectFunction{"SET_THROTTLE2_REVERSE_THRUST_OFF", move_reversers<1, 1, Lever::off>},
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
