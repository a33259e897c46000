// The Gregorian calendar over seconds since the beginning of year 1, as ABSOLUTE TIME counts.
#pragma once

#include <cstdint>

namespace checkride::emulator {

inline constexpr double kSecondsPerDay = 86400;

struct Date {
  int year = 1;
  unsigned month = 1;
  unsigned day = 1;
  unsigned day_of_year = 1;
  unsigned day_of_week = 0;  // Sunday is 0
};

// The day of an absolute time. Requires 0 <= seconds < year 10000.
Date date_of(double absolute_seconds);
// Seconds since midnight.
double second_of_day(double absolute_seconds);
// Absolute time of a day's midnight; a day of the year beyond its end is the last one. Requires 1 <= year <= 9999.
double midnight_of(int year, unsigned day_of_year);

}  // namespace checkride::emulator
