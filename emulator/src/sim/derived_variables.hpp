// Variables that say with another name, or put together, what others say: "AIRCRAFT AGL" is "PLANE ALT ABOVE GROUND".
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace checkride::emulator {

enum class Derivation : std::uint8_t {
  same,   // the source, in this variable's unit if both measure one thing, times `factor`
  times,  // source * other * factor
  over,   // source / other; 0 if that is 0
  on,     // 1 if the source is above 0
  off,    // 1 if it is not
};

// The source has the index that the variable is asked for with.
struct DerivedVariable {
  std::string_view name;
  Derivation derivation = Derivation::same;
  std::string_view source;
  double factor = 1;
  std::string_view other{};
};

// No source is itself derived.
std::span<const DerivedVariable> derived_variables();
// Null: it is not derived.
const DerivedVariable* find_derived_variable(std::string_view name);

}  // namespace checkride::emulator
