#include "data/numbers.hpp"

#include <algorithm>

namespace checkride::emulator {

bool integer_changed(std::int64_t sent, std::int64_t now, float epsilon) {
  const auto low = static_cast<std::uint64_t>(std::min(sent, now));
  const auto high = static_cast<std::uint64_t>(std::max(sent, now));
  const std::uint64_t difference = high - low;  // exact for any two integers
  const auto whole = truncated<std::int64_t>(static_cast<double>(epsilon));
  return whole < 0 || difference > static_cast<std::uint64_t>(whole);
}

bool float_changed(double sent, double now, float epsilon) {
  if (std::isnan(sent) || std::isnan(now)) return std::isnan(sent) != std::isnan(now);
  if (sent == now) return epsilon < 0;  // equal infinities have no difference
  return std::abs(now - sent) > static_cast<double>(epsilon);
}

}  // namespace checkride::emulator
