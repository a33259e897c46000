// Durations as text, in Go's style: "30s", "1m30s", "250ms", "1.5h", "500us".
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "checkride/result/result.hpp"

namespace checkride::values {

// The same type as world::Duration, which this room does not know.
using Duration = std::chrono::nanoseconds;

// One or more numbers with a unit, larger units first, each unit at most once: d, h, m, s, ms, us (or the micro sign),
// ns. A number may have up to nine decimals. "0" alone needs no unit; every other bare number is refused.
// Errors say what was expected; so do negative durations, and those beyond 292 years or finer than a nanosecond.
Result<Duration> parse_duration(std::string_view text);
// The same for JSON Schemas, which cannot tell that units come larger first and once. A bare 0 is a number there.
inline constexpr const char* kDurationPattern = R"(^(0|([0-9]+(\.[0-9]{1,9})?(d|h|m|s|ms|us|µs|μs|ns))+)$)";

// The shortest text that parse_duration reads back exactly: "1m30s", "1.5s", "250ms", "0s". Negative durations, which
// parse_duration refuses, get a leading '-'.
std::string format_duration(Duration duration);

}  // namespace checkride::values
