#include "sim/bindings.hpp"

#include <algorithm>
#include <array>

namespace checkride::emulator {

const Binding* find_binding(std::string_view name) {
  const std::array tables{position_bindings(), motion_bindings(), air_bindings(),     time_bindings(),
                          engine_bindings(),   fuel_bindings(),   control_bindings(), system_bindings()};
  for (const std::span<const Binding> table : tables) {
    const auto found =
        std::find_if(table.begin(), table.end(), [name](const Binding& row) { return row.name == name; });
    if (found != table.end()) return &*found;
  }
  return nullptr;
}

}  // namespace checkride::emulator
