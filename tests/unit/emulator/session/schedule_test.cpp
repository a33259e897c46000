// Goal: a request sends when semantics 6.1 says so. Method: the law over all (origin, interval, limit), and the rows of
// the text by hand.
#include "data/schedule.hpp"

#include <limits>
#include <vector>

#include "checkride/test/property.hpp"

namespace checkride::emulator {
namespace {

std::vector<std::uint64_t> periods_sent(ScheduleOptions options, std::uint64_t periods) {
  Schedule schedule(options);
  std::vector<std::uint64_t> sent;
  for (std::uint64_t period = 0; period < periods; ++period) {
    if (!schedule.due(period)) continue;
    sent.push_back(period);
    schedule.pass(period, 1);
  }
  return sent;
}

TEST(Schedule, DefaultsSendEveryPeriodFromTheFirst) {
  EXPECT_EQ(periods_sent({}, 4), (std::vector<std::uint64_t>{0, 1, 2, 3}));
}

TEST(Schedule, OriginLetsPeriodsPassBeforeTheFirst) {
  EXPECT_EQ(periods_sent({.origin = 2}, 5), (std::vector<std::uint64_t>{2, 3, 4}));
}

TEST(Schedule, IntervalOneIsEverySecondPeriod) {
  EXPECT_EQ(periods_sent({.interval = 1}, 6), (std::vector<std::uint64_t>{0, 2, 4}));
}

TEST(Schedule, LimitEndsIt) {
  EXPECT_EQ(periods_sent({.limit = 3}, 100), (std::vector<std::uint64_t>{0, 1, 2}));
}

TEST(Schedule, LargestIntervalSuspends) {
  EXPECT_EQ(periods_sent({.interval = std::numeric_limits<std::uint32_t>::max()}, 10'000).size(), 1u);
}

TEST(Schedule, PeriodsThatNobodyLookedAtAreNotMadeGood) {
  Schedule schedule({.interval = 2});  // due at 0, 3, 6, 9, 12
  schedule.pass(0, 1);
  ASSERT_TRUE(schedule.due(10));
  schedule.pass(10, 1);
  EXPECT_EQ(schedule.next(), 12u);
}

TEST(Schedule, OnlyMessagesSentCountTowardsTheLimit) {
  Schedule schedule({.limit = 1});
  schedule.pass(0, 0);
  EXPECT_FALSE(schedule.ended());
  schedule.pass(1, 1);
  EXPECT_TRUE(schedule.ended());
}

RC_GTEST_PROP(Schedule, MessageKIsDueAtOriginPlusKTimesIntervalPlusOne, ()) {
  const auto origin = *rc::gen::inRange<std::uint32_t>(0, 50);
  const auto interval = *rc::gen::inRange<std::uint32_t>(0, 50);
  const auto limit = *rc::gen::inRange<std::uint32_t>(0, 20);
  const std::vector<std::uint64_t> sent = periods_sent({origin, interval, limit}, 500);

  std::vector<std::uint64_t> expected;
  for (std::uint64_t k = 0; origin + k * (std::uint64_t{interval} + 1) < 500; ++k) {
    if (limit == 0 || k < limit) expected.push_back(origin + k * (std::uint64_t{interval} + 1));
  }
  RC_ASSERT(sent == expected);
}

RC_GTEST_PROP(Schedule, LookingSeldomerSendsASubsetOfTheSeries, ()) {
  const auto origin = *rc::gen::inRange<std::uint32_t>(0, 20);
  const auto interval = *rc::gen::inRange<std::uint32_t>(0, 20);
  const auto gaps = *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(1, 60));
  Schedule schedule({origin, interval, 0});
  std::uint64_t period = 0;
  for (const std::uint32_t gap : gaps) {
    period += gap;
    if (schedule.due(period)) schedule.pass(period, 1);
    RC_ASSERT((schedule.next() - origin) % (std::uint64_t{interval} + 1) == 0);
    RC_ASSERT(schedule.next() > period || schedule.next() == origin);
    RC_ASSERT(schedule.next() <= std::max<std::uint64_t>(origin, period + interval + 1));
  }
}

}  // namespace
}  // namespace checkride::emulator
