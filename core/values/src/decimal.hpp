// Exact decimal arithmetic for texts such as "1.5h" and "64MiB".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace checkride::values {

// "12", "1.5": what stands before and behind the point, not yet multiplied by a unit.
struct Decimal {
  std::uint64_t whole = 0;
  std::uint64_t fraction = 0;  // in 10^-9
};

// Takes a decimal number off the front of `text`. Nothing if there is none, or more digits than fit: up to 20 before
// the point (below 2^64), one to nine behind it.
std::optional<Decimal> take_decimal(std::string_view& text);

enum class ScaleError { overflow, inexact };

struct Scaled {
  std::uint64_t value = 0;
  std::optional<ScaleError> error;
};

// decimal * unit, when that is a whole number below 2^64. Requires unit below 10^18.
Scaled scale(const Decimal& decimal, std::uint64_t unit);

}  // namespace checkride::values
