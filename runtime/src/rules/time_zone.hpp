// TimeZone: how far a place's clocks are from UTC, by its present rules: a fixed offset, the rule text of POSIX (TZ),
// or one of the well-known names of the IANA database, whose rules stand here: no files of the machine are needed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/time.hpp"

namespace checkride::runtime {

class TimeZone {
 public:
  // UTC.
  TimeZone() = default;
  // "UTC", "Z", "+05:30", "-03:00", "Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3".
  // Errors (invalid) say what is understood, and the nearest name.
  static Result<TimeZone> parse(std::string_view text);

  // Local time less UTC, in force at `time`.
  world::Duration offset_at(world::UtcTime time) const;
  bool operator==(const TimeZone&) const = default;

 private:
  // "The `week`th `weekday` of `month` at `at`"; the fifth is the last. Sunday is 0.
  struct Change {
    unsigned month = 1;
    unsigned week = 1;
    unsigned weekday = 0;
    world::Duration at{};
    bool operator==(const Change&) const = default;
  };
  struct Summer {
    world::Duration offset{};
    Change begin{};  // by the clock of winter
    Change end{};    // by the clock of summer
    bool operator==(const Summer&) const = default;
  };
  class Parser;
  static world::UtcTime moment(const Change& change, std::chrono::year year);

  world::Duration offset_{};
  std::optional<Summer> summer_{};
};

// The names that parse() knows.
std::vector<std::string_view> time_zone_names();

}  // namespace checkride::runtime
