#include "sim/bindings.hpp"

#include <algorithm>
#include <array>

namespace checkride::emulator {
namespace {

template <class Row>
const Row* find_in(std::span<const Row> table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(), [name](const Row& row) { return row.name == name; });
  return found != table.end() ? &*found : nullptr;
}

}  // namespace

bool is_of_engine(std::string_view name) {
  constexpr std::array<std::string_view, 5> kPrefixes{"GENERAL ENG ", "ENG ", "RECIP ENG ", "TURB ENG ", "PROP "};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(), [name](std::string_view p) { return name.starts_with(p); });
}

const Binding* find_binding(std::string_view name, std::size_t index) {
  if (is_of_engine(name)) return index <= kMostEngines ? find_in(engine_bindings(index), name) : nullptr;
  if (index <= kNavRadios) {
    if (const Binding* found = find_in(radio_bindings(index), name)) return found;
  }
  if (index <= kExits) {
    if (const Binding* found = find_in(exit_bindings(index), name)) return found;
  }
  const std::array tables{position_bindings(), motion_bindings(), air_bindings(),       time_bindings(),
                          fuel_bindings(),     gps_bindings(),    autopilot_bindings(), control_bindings(),
                          aircraft_bindings(), system_bindings(), receiver_bindings(),  service_bindings()};
  if (index != 1 && !name.starts_with("COM STATUS")) return nullptr;
  for (const std::span<const Binding> table : tables) {
    if (const Binding* found = find_in(table, name)) return found;
  }
  return nullptr;
}

const TextBinding* find_text_binding(std::string_view name, std::size_t index) {
  if (index <= kNavRadios) {
    if (const TextBinding* found = find_in(radio_texts(index), name)) return found;
  }
  if (index != 1) return nullptr;
  const TextBinding* found = find_in(gps_texts(), name);
  return found != nullptr ? found : find_in(receiver_texts(), name);
}

}  // namespace checkride::emulator
