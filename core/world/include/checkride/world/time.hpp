// Time as a value: durations, instants of a world's steady clock, UTC, and their RFC 3339 text.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace checkride::world {

using Duration = std::chrono::nanoseconds;

// Tag of a world's steady clock. It has no now(): the present is a World's to tell.
struct SteadyTime {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SteadyTime, duration>;
  static constexpr bool is_steady = true;
};
using Instant = SteadyTime::time_point;

// UTC with leap seconds ignored; counted from 1970-01-01.
using UtcTime = std::chrono::sys_time<Duration>;

// `start` + `duration`; the end of time if that is beyond it, for "for ever" is a duration too.
constexpr Instant after(Instant start, Duration duration) {
  return duration > Instant::max() - start ? Instant::max() : start + duration;
}

constexpr double to_seconds(Duration d) {
  return std::chrono::duration<double>(d).count();
}
// Rounds to the nearest nanosecond; NaN gives zero, values out of range saturate.
Duration from_seconds(double seconds);

// "2026-01-05T08:00:00.000000Z": microseconds, always UTC.
std::string format_rfc3339(UtcTime time);
// Accepts what format_rfc3339 writes, with zero to nine fractional digits; nothing else.
std::optional<UtcTime> parse_rfc3339(std::string_view text);

}  // namespace checkride::world
