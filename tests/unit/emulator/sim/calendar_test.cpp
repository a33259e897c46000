// Goal: absolute time is a Gregorian date. Method: days worked out by hand.
#include "sim/calendar.hpp"

#include <gtest/gtest.h>

namespace checkride::emulator {
namespace {

TEST(Calendar, KnowsTheDateOfTheRestingValues) {
  const Date date = date_of(63854074800);
  EXPECT_EQ(date.year, 2024);
  EXPECT_EQ(date.month, 6u);
  EXPECT_EQ(date.day, 15u);
  EXPECT_EQ(date.day_of_year, 167u);
  EXPECT_EQ(date.day_of_week, 6u);
  EXPECT_EQ(second_of_day(63854074800), 68400);
}

TEST(Calendar, BeginsWithYearOne) {
  EXPECT_EQ(midnight_of(1, 1), 0);
  EXPECT_EQ(date_of(0).year, 1);
}

TEST(Calendar, DayOfYearBeyondItsEndIsTheLast) {
  EXPECT_EQ(midnight_of(2023, 366), midnight_of(2023, 365));
  EXPECT_EQ(midnight_of(2024, 366), midnight_of(2024, 365) + kSecondsPerDay);
}

}  // namespace
}  // namespace checkride::emulator
