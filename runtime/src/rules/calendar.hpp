// Calendar: the hours in which people work, or in which a maintenance may happen. Pure: the time is given.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "checkride/world/time.hpp"
#include "rules/time_zone.hpp"

namespace checkride::runtime {

struct Calendar {
  std::string name;
  TimeZone zone{};
  std::array<bool, 7> weekdays{true, true, true, true, true, false, false};  // from Monday
  std::chrono::minutes from{std::chrono::hours(9)};                          // of the local day
  std::chrono::minutes to{std::chrono::hours(17)};                           // at most 24 h; after `from`
  std::vector<std::chrono::year_month_day> holidays{};                       // closed, whichever weekday they are
  bool operator==(const Calendar&) const = default;

  bool open_at(world::UtcTime time) const;
  // When `time` of opening hours have passed since `start`; without any opening within a year, `start` + `time`.
  world::UtcTime after_open(world::UtcTime start, world::Duration time) const;
  // The close of the next day, after the local day of `start`, that opens at all; else as above, a day later.
  world::UtcTime close_of_next_day(world::UtcTime start) const;
};

// "09:00", "24:00".
std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);
// "2026-12-25".
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);

}  // namespace checkride::runtime
