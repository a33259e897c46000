#include "sim/calendar.hpp"

#include <chrono>
#include <cmath>

namespace checkride::emulator {
namespace {

// 0001-01-01 as the calendar of <chrono> counts days.
constexpr std::chrono::sys_days kFirstDay = std::chrono::sys_days(std::chrono::year(1) / 1 / 1);

}  // namespace

Date date_of(double absolute_seconds) {
  const std::chrono::sys_days day =
      kFirstDay + std::chrono::days(static_cast<int>(std::floor(absolute_seconds / kSecondsPerDay)));
  const std::chrono::year_month_day date(day);
  const std::chrono::sys_days new_year(date.year() / 1 / 1);
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<unsigned>(date.month()),
          .day = static_cast<unsigned>(date.day()),
          .day_of_year = static_cast<unsigned>((day - new_year).count()) + 1,
          .day_of_week = std::chrono::weekday(day).c_encoding()};
}

double second_of_day(double absolute_seconds) {
  return absolute_seconds - std::floor(absolute_seconds / kSecondsPerDay) * kSecondsPerDay;
}

double midnight_of(int year, unsigned day_of_year) {
  const std::chrono::year in(year);
  const unsigned days = in.is_leap() ? 366 : 365;
  const unsigned day = day_of_year < 1 ? 1 : day_of_year > days ? days : day_of_year;
  const std::chrono::sys_days new_year(in / 1 / 1);
  return static_cast<double>((new_year - kFirstDay).count() + static_cast<int>(day) - 1) * kSecondsPerDay;
}

}  // namespace checkride::emulator
