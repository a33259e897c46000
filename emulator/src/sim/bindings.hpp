// Which variables the model drives: for each its reading, in the catalogue's unit, and what writing it does. Every
// other variable of the catalogue merely keeps its value.
#pragma once

#include <span>
#include <string_view>

#include "sim/model.hpp"

namespace checkride::emulator {

struct Binding {
  std::string_view name;  // the catalogue's
  double (*read)(const Model& model);
  // Takes any finite number and brings it into the model's range. Null: the model cannot go on from a value written
  // here, so it reads back until the next step and is computed again.
  void (*write)(Model& model, double value) = nullptr;
  // Writing sets the altitude: while such a variable is held, altitude and vertical speed stand still.
  bool sets_altitude = false;
};

// Of instance 1 of indexed variables.
std::span<const Binding> position_bindings();
std::span<const Binding> motion_bindings();
std::span<const Binding> air_bindings();
std::span<const Binding> time_bindings();
std::span<const Binding> engine_bindings();
std::span<const Binding> fuel_bindings();
std::span<const Binding> control_bindings();
std::span<const Binding> system_bindings();

// Null when the model does not drive it. `name` in upper case.
const Binding* find_binding(std::string_view name);

// A lever: a number of the state within limits.
template <auto Part, auto Field, int Low, int High>
constexpr Binding lever(std::string_view name) {
  return {.name = name,
          .read = [](const Model& model) -> double { return (model.state().*Part).*Field; },
          .write = [](Model& model, double value) { (model.edit().*Part).*Field = within_limits(value, Low, High); }};
}

// A switch: 0 or 1.
template <auto Part, auto Field>
constexpr Binding toggle_switch(std::string_view name) {
  return {.name = name,
          .read = [](const Model& model) -> double { return (model.state().*Part).*Field; },
          .write = [](Model& model, double value) { (model.edit().*Part).*Field = value != 0 ? 1 : 0; }};
}

}  // namespace checkride::emulator
