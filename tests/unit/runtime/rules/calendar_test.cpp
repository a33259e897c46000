// Goal: working hours are those of the place, on every day of the year. Method: known changes of clocks, written down
// from almanacs; laws of arithmetic over random starts.
#include "rules/calendar.hpp"

#include <gmock/gmock.h>

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;

world::UtcTime utc(std::string_view text) {
  return *world::parse_rfc3339(text);
}

TimeZone zone(std::string_view text) {
  return *TimeZone::parse(text);
}

Calendar berlin() {
  Calendar calendar;
  calendar.zone = zone("Europe/Berlin");
  calendar.from = 9h;
  calendar.to = 17h;
  return calendar;
}

TEST(TimeZone, ClocksChangeWhenTheAlmanacSays) {
  const std::vector<std::tuple<std::string_view, std::string_view, world::Duration>> rows{
      {"Europe/Berlin", "2026-03-29T00:59:59Z", 1h},
      {"Europe/Berlin", "2026-03-29T01:00:00Z", 2h},
      {"Europe/Berlin", "2026-10-25T00:59:59Z", 2h},
      {"Europe/Berlin", "2026-10-25T01:00:00Z", 1h},
      {"America/New_York", "2026-03-08T06:59:59Z", -5h},
      {"America/New_York", "2026-03-08T07:00:00Z", -4h},
      {"America/New_York", "2026-11-01T05:59:59Z", -4h},
      {"America/New_York", "2026-11-01T06:00:00Z", -5h},
      {"Australia/Sydney", "2026-01-15T00:00:00Z", 11h},
      {"Australia/Sydney", "2026-07-15T00:00:00Z", 10h},
      {"Asia/Kolkata", "2026-07-15T00:00:00Z", 5h + 30min},
      {"Europe/London", "2026-12-31T23:00:00Z", 0h},
      {"+05:30", "2026-07-15T00:00:00Z", 5h + 30min},
      {"-03:00", "2026-07-15T00:00:00Z", -3h},
      {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-15T00:00:00Z", 2h},
  };
  for (const auto& [name, time, offset] : rows) EXPECT_EQ(zone(name).offset_at(utc(time)), offset) << name << time;
}

TEST(TimeZone, EveryNameIsUnderstood) {
  for (const std::string_view name : time_zone_names()) EXPECT_THAT(TimeZone::parse(name), test::IsOk()) << name;
}

TEST(TimeZone, NonsenseIsRefused) {
  for (const std::string_view text :
       {"", "Europe/Berlim", "+25:00", "+1", "CET", "CET-1CEST", "CET-1CEST,M13.1.0,M10.5.0",
        "CET-1CEST,M3.5.0,M10.5.0x", "<+0>-1", "\xff\xff\xff"}) {
    EXPECT_FALSE(TimeZone::parse(text).has_value()) << text;
  }
  EXPECT_THAT(TimeZone::parse("Europe/Berlim").error().detail(), testing::HasSubstr("Europe/Berlin"));
}

TEST(Calendar, IsOpenInItsHoursOnly) {
  Calendar calendar = berlin();
  calendar.holidays = {*parse_date("2026-12-25")};
  EXPECT_FALSE(calendar.open_at(utc("2026-07-15T06:59:59Z")));
  EXPECT_TRUE(calendar.open_at(utc("2026-07-15T07:00:00Z")));
  EXPECT_FALSE(calendar.open_at(utc("2026-07-15T15:00:00Z")));
  EXPECT_TRUE(calendar.open_at(utc("2026-01-15T15:59:59Z")));
  EXPECT_FALSE(calendar.open_at(utc("2026-07-18T10:00:00Z"))) << "a Saturday";
  EXPECT_FALSE(calendar.open_at(utc("2026-12-25T10:00:00Z"))) << "a holiday";
}

TEST(Calendar, FourBusinessHoursPassOverTheWeekend) {
  // Friday 15:00 in Berlin: two hours are left; the other two are Monday's.
  EXPECT_EQ(berlin().after_open(utc("2026-07-17T13:00:00Z"), 4h), utc("2026-07-20T09:00:00Z"));
  // Two minutes before the hours begin they have not begun.
  EXPECT_EQ(berlin().after_open(utc("2026-07-15T06:58:00Z"), 4h), utc("2026-07-15T11:00:00Z"));
}

TEST(Calendar, TheNextBusinessDayAfterFridayIsMonday) {
  EXPECT_EQ(berlin().close_of_next_day(utc("2026-07-17T08:00:00Z")), utc("2026-07-20T15:00:00Z"));
}

TEST(Calendar, OneThatNeverOpensPromisesPlainTime) {
  Calendar never = berlin();
  never.weekdays = {};
  EXPECT_EQ(never.after_open(utc("2026-07-17T08:00:00Z"), 4h), utc("2026-07-17T12:00:00Z"));
}

TEST(Calendar, TextsOfTimes) {
  EXPECT_EQ(parse_time_of_day("09:30"), 9h + 30min);
  EXPECT_EQ(parse_time_of_day("24:00"), 24h);
  for (const std::string_view wrong : {"9:30", "24:01", "12:60", "1200", "ab:cd", ""}) {
    EXPECT_EQ(parse_time_of_day(wrong), std::nullopt) << wrong;
  }
  EXPECT_EQ(parse_date("2026-02-30"), std::nullopt);
  EXPECT_EQ(parse_date("2026-2-3"), std::nullopt);
}

// Of the time between start and deadline exactly the promised time is open, minute by minute.
RC_GTEST_PROP(CalendarLaws, OpenTimeIsWhatWasPromised, ()) {
  const auto start = utc("2026-01-01T00:00:00Z") + std::chrono::minutes(*rc::gen::inRange(0, 365 * 24 * 60));
  const auto promised = std::chrono::minutes(*rc::gen::inRange(1, 20 * 60));
  const Calendar calendar = berlin();
  const world::UtcTime deadline = calendar.after_open(start, promised);
  std::chrono::minutes open{};
  for (world::UtcTime minute = start; minute < deadline; minute += 1min) {
    if (calendar.open_at(minute)) open += 1min;
  }
  RC_ASSERT(open == promised);
}

}  // namespace
}  // namespace checkride::runtime
