// Goal: the numbers and times of plan and track files. Method: texts as programs write them, and round trips.
#include "flights/reading.hpp"

#include <cmath>
#include <cstdio>
#include <string>

#include "checkride/test/property.hpp"
#include "flights/plan_position.hpp"

namespace checkride::emulator {
namespace {

TEST(ReadDecimal, TakesTheWholeText) {
  EXPECT_EQ(read_decimal(" +12.5 "), 12.5);
  EXPECT_EQ(read_decimal("-3e2"), -300);
  for (const char* wrong : {"", "+", "+-1", "1x", "1 2", "nan", "inf", "1e999", "0x10"}) {
    EXPECT_FALSE(read_decimal(wrong)) << wrong;
  }
}

TEST(ReadTime, KnowsZonesAndFractions) {
  EXPECT_EQ(read_time("1970-01-02T00:00:00Z"), 86400);
  EXPECT_EQ(read_time("1970-01-01 01:00:00+01:00"), 0);
  EXPECT_EQ(read_time("1970-01-01T00:00:00.5"), 0.5);
  EXPECT_EQ(read_time("2013-11-13T01:03:34.250-0800"), 1384333414.25);
  EXPECT_EQ(read_time("2025-03-03T08:25:15.5848380Z"), 1740990315.584838);
}

TEST(ReadTime, RefusesWhatIsNoTime) {
  for (const char* wrong : {"", "2025-03-03", "2025-02-30T00:00:00Z", "2025-03-03T24:00:00Z", "2025-03-03T00:00Z",
                            "2025-03-03T00:00:00+25:00", "2025-03-03T00:00:00Zz", "12:00:00", "2025-3-3T0:0:0Z"}) {
    EXPECT_FALSE(read_time(wrong)) << wrong;
  }
}

TEST(PlanPosition, ReadsTheWaysOfWritingIt) {
  for (const char* text : {"N47\xC2\xB0 26' 56.00\",W122\xC2\xB0 18' 33.00\",+000433.00",
                           "N47* 26' 56.00\",W122* 18' 33.00\",+433.00", "N47 26' 56\",W122 18' 33\",433",
                           "N47* 26.933333333',W122* 18.55',+000433.00", "47.448888889,-122.309166667,433"}) {
    const auto position = read_plan_position(text);
    ASSERT_TRUE(position) << text;
    EXPECT_NEAR(position->latitude_deg, 47.448888889, 1e-8) << text;
    EXPECT_NEAR(position->longitude_deg, -122.309166667, 1e-8) << text;
    EXPECT_EQ(position->altitude_ft, 433) << text;
  }
  EXPECT_EQ(read_plan_position("S1,E2")->altitude_ft, 0);
}

TEST(PlanPosition, RefusesPlacesThatAreNotOnTheEarth) {
  for (const char* wrong : {"", "N47", "N91,E0,0", "N0,E181,0", "N47* 61',E0,0", "X47,E0,0", "N47,E0,nan",
                            "N1 2 3 4,E0,0", "N,E0,0", "-91,0,0"}) {
    EXPECT_FALSE(read_plan_position(wrong)) << wrong;
  }
}

RC_GTEST_PROP(PlanPosition, ComesBackToAHundredthOfASecond, ()) {
  const int latitude = *rc::gen::inRange(-90 * 360000, 90 * 360000 + 1);
  const int longitude = *rc::gen::inRange(-180 * 360000, 180 * 360000 + 1);
  const int altitude = *rc::gen::inRange(-100000, 9999999);
  const PlanPosition position{latitude / 360000.0, longitude / 360000.0, altitude / 100.0};
  const auto read = read_plan_position(plan_position_text(position));
  RC_ASSERT(read.has_value());
  RC_ASSERT(std::abs(read->latitude_deg - position.latitude_deg) < 1e-9);
  RC_ASSERT(std::abs(read->longitude_deg - position.longitude_deg) < 1e-9);
  RC_ASSERT(std::abs(read->altitude_ft - position.altitude_ft) < 1e-9);
}

RC_GTEST_PROP(ReadingTexts, IsTotal, (const std::string& text)) {
  if (const auto number = read_decimal(text)) RC_ASSERT(std::isfinite(*number));
  if (const auto time = read_time(text)) RC_ASSERT(std::isfinite(*time));
  (void)read_plan_position(text);
}

}  // namespace
}  // namespace checkride::emulator
