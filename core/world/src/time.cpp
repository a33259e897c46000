#include "checkride/world/time.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

namespace checkride::world {
namespace {

// Reads exactly `digits` decimal digits at `at` and moves past them.
std::optional<int> take_number(std::string_view text, std::size_t& at, std::size_t digits) {
  if (text.size() < at + digits) return std::nullopt;
  int value = 0;
  for (const std::size_t end = at + digits; at < end; ++at) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
    value = value * 10 + (text[at] - '0');
  }
  return value;
}

bool take_char(std::string_view text, std::size_t& at, char wanted) {
  if (at >= text.size() || text[at] != wanted) return false;
  ++at;
  return true;
}

// ".5" to ".123456789" as nanoseconds; zero if there is no point.
std::optional<Duration> take_fraction(std::string_view text, std::size_t& at) {
  constexpr int kDigitsMax = 9;
  if (!take_char(text, at, '.')) return Duration{};
  std::int64_t value = 0;
  int digits = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) {
    if (digits == kDigitsMax) return std::nullopt;
    value = value * 10 + (text[at] - '0');
  }
  if (digits == 0) return std::nullopt;
  for (; digits < kDigitsMax; ++digits) value *= 10;
  return Duration(value);
}

}  // namespace

Duration from_seconds(double seconds) {
  constexpr double kLimit = 9.2e18;
  const double nanoseconds = std::nearbyint(seconds * 1e9);
  if (std::isnan(nanoseconds)) return Duration{};
  if (nanoseconds >= kLimit) return Duration::max();
  if (nanoseconds <= -kLimit) return Duration::min();
  return Duration(static_cast<Duration::rep>(nanoseconds));
}

std::string format_rfc3339(UtcTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::microseconds>(time - day));
  std::array<char, 64> text{};
  const int size =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                    static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return std::string(text.data(), static_cast<std::size_t>(size));
}

std::optional<UtcTime> parse_rfc3339(std::string_view text) {
  std::size_t at = 0;
  constexpr std::array<std::size_t, 6> kDigits{4, 2, 2, 2, 2, 2};
  constexpr std::string_view kAfter = "--T::";
  std::array<int, 6> part{};
  for (std::size_t i = 0; i < part.size(); ++i) {
    const std::optional<int> number = take_number(text, at, kDigits[i]);
    if (!number || (i < kAfter.size() && !take_char(text, at, kAfter[i]))) return std::nullopt;
    part[i] = *number;
  }
  const std::optional<Duration> fraction = take_fraction(text, at);
  if (!fraction || !take_char(text, at, 'Z') || at != text.size()) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(part[0]), std::chrono::month(static_cast<unsigned>(part[1])),
                                         std::chrono::day(static_cast<unsigned>(part[2]))};
  // Nanoseconds since 1970 in 64 bits reach from 1678 to 2261.
  if (!date.ok() || part[0] < 1678 || part[0] > 2261 || part[3] > 23 || part[4] > 59 || part[5] > 59) {
    return std::nullopt;
  }
  return UtcTime(std::chrono::sys_days(date)) + std::chrono::hours(part[3]) + std::chrono::minutes(part[4]) +
         std::chrono::seconds(part[5]) + *fraction;
}

}  // namespace checkride::world
