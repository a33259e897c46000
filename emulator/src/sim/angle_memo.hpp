// Sine and cosine of an angle that is asked for several times a step. The same bits as of std::sin and std::cos.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace checkride::emulator {

class AngleMemo {
 public:
  double sine(double angle) {
    if (!is_of(angle, sine_of_)) sine_ = std::sin(angle);
    return sine_;
  }
  double cosine(double angle) {
    if (!is_of(angle, cosine_of_)) cosine_ = std::cos(angle);
    return cosine_;
  }

 private:
  // By bits, for the sine of -0 is -0. Remembers the angle.
  static bool is_of(double angle, std::uint64_t& known) {
    const auto bits = std::bit_cast<std::uint64_t>(angle);
    if (bits == known) return true;
    known = bits;
    return false;
  }

  std::uint64_t sine_of_ = 0;  // of +0
  std::uint64_t cosine_of_ = 0;
  double sine_ = 0;
  double cosine_ = 1;
};

}  // namespace checkride::emulator
