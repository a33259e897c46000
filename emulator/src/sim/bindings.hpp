// Which variables the model drives: for each its reading, in the catalogue's unit, and what writing it does. Every
// other variable of the catalogue merely keeps its value.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
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

// A text that the model knows; nothing where the text is one that is merely kept.
struct TextBinding {
  std::string_view name;
  std::optional<std::string> (*read)(const Model& model);
};

// Of instance 1 of indexed variables, or of the aircraft.
std::span<const Binding> position_bindings();
std::span<const Binding> motion_bindings();
std::span<const Binding> air_bindings();
std::span<const Binding> time_bindings();
std::span<const Binding> aircraft_bindings();
std::span<const Binding> autopilot_bindings();
std::span<const Binding> gps_bindings();
std::span<const TextBinding> gps_texts();
// Of the NAV receiver of that number, 1 to kNavRadios; then of the ADF and the HSI.
std::span<const Binding> radio_bindings(std::size_t index);
std::span<const Binding> receiver_bindings();
std::span<const TextBinding> radio_texts(std::size_t index);
std::span<const TextBinding> receiver_texts();
// Of the engine of that number, 1 to kMostEngines.
std::span<const Binding> engine_bindings(std::size_t index);
std::span<const Binding> fuel_bindings();
std::span<const Binding> control_bindings();
std::span<const Binding> system_bindings();
std::span<const Binding> service_bindings();
// Of the exit of that number, 1 to kExits.
std::span<const Binding> exit_bindings(std::size_t index);

// Null when the model does not drive it. `name` in upper case; `index` counts from 1.
const Binding* find_binding(std::string_view name, std::size_t index);
const TextBinding* find_text_binding(std::string_view name, std::size_t index);
// Whether a variable is one of an engine's, so that an aircraft has it as often as it has engines.
bool is_of_engine(std::string_view name);

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
