// Condition: what a rule asks of a value, and on which side of it a value stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace checkride::runtime::alerts {

enum class Condition : std::uint8_t {
  less_than,
  greater_than,
  equals,
  not_equals,
  less_or_equal,
  greater_or_equal,
  between,         // bounds included
  outside,         // of bounds that are still good
  rate_of_change,  // per second: above a positive threshold, below a negative one
  absent,          // no value, or none any more
  stale,           // there was a value, and there is none any more
  unchanged,       // values come, and are all the same
};
std::string_view to_string(Condition condition);
std::optional<Condition> parse_condition(std::string_view word);
// "below", "above", ...: for a sentence in a notification.
std::string_view in_words(Condition condition);
// Those which a value alone does not decide: absent, stale, unchanged. They have a duration and no threshold.
bool is_about_time(Condition condition);
// Those that a clear_threshold fits: a threshold with one good side.
bool has_sides(Condition condition);

// Where a value stands: in breach; no longer, but not clear of it either (hysteresis); clear.
enum class Zone : std::uint8_t { breach, band, clear };

struct Criterion {
  Condition condition = Condition::less_than;
  double threshold = 0;                     // the lower bound of between and outside
  double upper = 0;                         // of between and outside
  double tolerance = 0;                     // of equals, not_equals and unchanged; 0 compares exactly
  std::optional<double> clear_threshold{};  // has_sides only, on the good side of `threshold`
};

// A NaN is no value: callers do not ask about it. Conditions about time find every value clear.
Zone zone_of(const Criterion& criterion, double value);

}  // namespace checkride::runtime::alerts
