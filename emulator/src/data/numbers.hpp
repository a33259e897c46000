// Numbers of data blocks: how they become integers, and when one counts as changed (semantics 6.1).
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace checkride::emulator {

// Towards zero, with saturation; NaN has no integer and becomes zero.
template <class Integer>
Integer truncated(double value) {
  if (std::isnan(value)) return 0;
  // One beyond the largest integer: as a double exact for every width, unlike the largest itself.
  constexpr double kBeyond = -static_cast<double>(std::numeric_limits<Integer>::min());
  if (value >= kBeyond) return std::numeric_limits<Integer>::max();
  if (value <= -kBeyond) return std::numeric_limits<Integer>::min();
  return static_cast<Integer>(value);
}

// Whether they differ by more than epsilon, which is truncated to an integer first.
bool integer_changed(std::int64_t sent, std::int64_t now, float epsilon);
// Whether they differ by more than epsilon, or one of both is not a number.
bool float_changed(double sent, double now, float epsilon);

}  // namespace checkride::emulator
