#include "rules/calendar.hpp"

#include <algorithm>
#include <charconv>

namespace checkride::runtime {

namespace {

using namespace std::chrono;
using world::Duration;
using world::UtcTime;

// A year and a day: whichever rule closes a calendar has come round by then.
constexpr int kDaysMax = 367;

struct Hours {
  UtcTime open;
  UtcTime close;
};

// The moment at which the clocks of the zone show `local`.
UtcTime to_utc(const TimeZone& zone, UtcTime local) {
  const UtcTime guess = local - zone.offset_at(local);
  return local - zone.offset_at(guess);
}

std::optional<Hours> hours_of(const Calendar& calendar, sys_days day) {
  const unsigned weekday_index = weekday(day).iso_encoding() - 1;
  const year_month_day date(day);
  const bool holiday = std::find(calendar.holidays.begin(), calendar.holidays.end(), date) != calendar.holidays.end();
  if (!calendar.weekdays[weekday_index] || holiday) return std::nullopt;
  return Hours{to_utc(calendar.zone, UtcTime(day) + calendar.from), to_utc(calendar.zone, UtcTime(day) + calendar.to)};
}

sys_days local_day(const Calendar& calendar, UtcTime time) {
  return floor<days>(time + calendar.zone.offset_at(time));
}

std::optional<unsigned> parse_digits(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

bool Calendar::open_at(UtcTime time) const {
  const auto hours = hours_of(*this, local_day(*this, time));
  return hours && time >= hours->open && time < hours->close;
}

UtcTime Calendar::after_open(UtcTime start, Duration time) const {
  const sys_days first = local_day(*this, start);
  Duration left = time;
  for (int day = 0; day < kDaysMax; ++day) {
    const auto hours = hours_of(*this, first + days(day));
    if (!hours || hours->close <= start) continue;
    const UtcTime from_here = std::max(hours->open, start);
    if (left <= hours->close - from_here) return from_here + left;
    left -= hours->close - from_here;
  }
  return start + time;
}

UtcTime Calendar::close_of_next_day(UtcTime start) const {
  const sys_days first = local_day(*this, start);
  for (int day = 1; day < kDaysMax; ++day) {
    if (const auto hours = hours_of(*this, first + days(day))) return hours->close;
  }
  return start + days(1);
}

std::optional<minutes> parse_time_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = parse_digits(text.substr(0, 2));
  const auto minute = parse_digits(text.substr(3));
  if (!hour || !minute || *minute > 59 || *hour > 24 || (*hour == 24 && *minute != 0)) return std::nullopt;
  return hours(*hour) + minutes(*minute);
}

std::optional<year_month_day> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto in = parse_digits(text.substr(0, 4));
  const auto of = parse_digits(text.substr(5, 2));
  const auto on = parse_digits(text.substr(8));
  if (!in || !of || !on) return std::nullopt;
  const year_month_day date(year(static_cast<int>(*in)), month(*of), day(*on));
  return date.ok() ? std::optional<year_month_day>(date) : std::nullopt;
}

}  // namespace checkride::runtime
