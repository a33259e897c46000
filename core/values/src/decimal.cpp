#include "decimal.hpp"

#include <charconv>
#include <limits>

#include "checkride/result/assert.hpp"

namespace checkride::values {
namespace {

constexpr std::uint64_t kBillion = 1'000'000'000;
constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<Decimal> take_decimal(std::string_view& text) {
  Decimal decimal;
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), decimal.whole);
  if (code != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (text.empty() || text.front() != '.') return decimal;
  text.remove_prefix(1);
  std::uint64_t weight = kBillion;
  while (!text.empty() && is_digit(text.front())) {
    weight /= 10;
    if (weight == 0) return std::nullopt;
    decimal.fraction += static_cast<std::uint64_t>(text.front() - '0') * weight;
    text.remove_prefix(1);
  }
  if (weight == kBillion) return std::nullopt;
  return decimal;
}

Scaled scale(const Decimal& decimal, std::uint64_t unit) {
  CHECKRIDE_ASSERT(unit > 0);
  CHECKRIDE_ASSERT(unit < kBillion * kBillion);
  CHECKRIDE_ASSERT(decimal.fraction < kBillion);
  Scaled result;
  if (decimal.whole > kMax / unit) {
    result.error = ScaleError::overflow;
    return result;
  }
  // fraction * unit / 10^9 without 128 bits: both factors of each product stay below 10^9.
  const std::uint64_t low = decimal.fraction * (unit % kBillion);
  if (low % kBillion != 0) {
    result.error = ScaleError::inexact;
    return result;
  }
  const std::uint64_t part = decimal.fraction * (unit / kBillion) + low / kBillion;
  const std::uint64_t whole = decimal.whole * unit;
  if (part > kMax - whole) {
    result.error = ScaleError::overflow;
    return result;
  }
  result.value = whole + part;
  return result;
}

}  // namespace checkride::values
