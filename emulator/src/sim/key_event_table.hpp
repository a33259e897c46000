// The rows of the key event table.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "sim/key_events.hpp"

namespace checkride::emulator {

// How an event's first parameter (read as signed where the event says so) changes a variable `v`.
enum class Effect : std::uint8_t {
  toggle,  // v becomes 1 if it is 0, else 0
  assign,  // v = a
  flag,    // v = 1 if the parameter is not 0
  scale,   // v = parameter * a + b
  add,     // v = v + a
  turn,    // v = v + a, within 0 and 360 degrees
  angle,   // v = parameter, within 0 and 360 degrees
  mask,    // v = the bits of the parameter that are in a
};

// One effect of one event; several rows of an event are done in their order. What the model drives has its own limits;
// `low` and `high` are for variables that merely keep their value.
struct EffectRow {
  std::string_view event;
  Effect effect;
  std::string_view variable;
  double a = 0;
  double b = 0;
  double low = -1e9;
  double high = 1e10;
};
std::span<const EffectRow> effect_rows();
std::span<const EffectRow> cockpit_effect_rows();

// Events that do more than change one variable.
struct EffectFunction {
  std::string_view event;
  void (*run)(KeyEventTargets& targets, const KeyEventData& data);
};
std::span<const EffectFunction> simulation_effects();
std::span<const EffectFunction> aircraft_effects();
std::span<const EffectFunction> autopilot_effects();
std::span<const EffectFunction> cockpit_effects();

}  // namespace checkride::emulator
