// Goal: which side of a rule a value stands on, to the last bit; and what is remembered of earlier values. Method: the
// neighbours of each bound; hand-made histories; a naive k-of-n beside ours.
#include "rules/condition.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <tuple>
#include <vector>

#include "checkride/test/property.hpp"
#include "rules/value_track.hpp"

namespace checkride::runtime::alerts {
namespace {

using namespace std::chrono_literals;

world::Instant at(world::Duration since_start) {
  return world::Instant(since_start);
}

TEST(Condition, TheThresholdItselfDecidesAsTheWordsSay) {
  const double up = std::nextafter(100.0, 200.0);
  const double down = std::nextafter(100.0, 0.0);
  const std::vector<std::tuple<std::string_view, bool, bool, bool>> rows{
      // word, just below, on it, just above
      {"less_than", true, false, false}, {"greater_than", false, false, true}, {"equals", false, true, false},
      {"not_equals", true, false, true}, {"less_or_equal", true, true, false}, {"greater_or_equal", false, true, true},
  };
  for (const auto& [word, below, on, above] : rows) {
    const auto condition = parse_condition(word);
    ASSERT_TRUE(condition) << word;
    EXPECT_EQ(to_string(*condition), word);
    const Criterion criterion{*condition, 100};
    EXPECT_EQ(zone_of(criterion, down) == Zone::breach, below) << word;
    EXPECT_EQ(zone_of(criterion, 100) == Zone::breach, on) << word;
    EXPECT_EQ(zone_of(criterion, up) == Zone::breach, above) << word;
  }
  EXPECT_EQ(parse_condition("lower_than"), std::nullopt);
}

TEST(Condition, BoundsOfARangeBelongToIt) {
  const Criterion between{Condition::between, 10, 20};
  const Criterion outside{Condition::outside, 10, 20};
  for (const double inside : {10.0, 15.0, 20.0}) {
    EXPECT_EQ(zone_of(between, inside), Zone::breach);
    EXPECT_EQ(zone_of(outside, inside), Zone::clear);
  }
  for (const double beyond : {std::nextafter(10.0, 0.0), std::nextafter(20.0, 30.0)}) {
    EXPECT_EQ(zone_of(between, beyond), Zone::clear);
    EXPECT_EQ(zone_of(outside, beyond), Zone::breach);
  }
}

TEST(Condition, ToleranceWidensEquality) {
  const Criterion equals{Condition::equals, 5, 0, 0.25};
  EXPECT_EQ(zone_of(equals, 5.25), Zone::breach);
  EXPECT_EQ(zone_of(equals, 5.26), Zone::clear);
  const Criterion differs{Condition::not_equals, 5, 0, 0.25};
  EXPECT_EQ(zone_of(differs, 4.75), Zone::clear);
  EXPECT_EQ(zone_of(differs, 4.74), Zone::breach);
}

TEST(Condition, HysteresisLeavesABandBetween) {
  const Criterion low{Condition::less_than, 100, 0, 0, 150};
  EXPECT_EQ(zone_of(low, 99), Zone::breach);
  EXPECT_EQ(zone_of(low, 100), Zone::band);
  EXPECT_EQ(zone_of(low, 149), Zone::band);
  EXPECT_EQ(zone_of(low, 150), Zone::clear);
}

TEST(Condition, TheSignOfARateSaysWhichWay) {
  EXPECT_EQ(zone_of(Criterion{Condition::rate_of_change, -20}, -21), Zone::breach);
  EXPECT_EQ(zone_of(Criterion{Condition::rate_of_change, -20}, 21), Zone::clear);
  EXPECT_EQ(zone_of(Criterion{Condition::rate_of_change, 20}, 21), Zone::breach);
  EXPECT_EQ(zone_of(Criterion{Condition::rate_of_change, 20}, -21), Zone::clear);
}

TEST(ValueTrack, ARateNeedsHalfOfItsWindow) {
  ValueTrack track;
  EXPECT_EQ(track.rate(1000, at(1s), 10s), std::nullopt);
  EXPECT_EQ(track.rate(960, at(5s), 10s), std::nullopt);
  EXPECT_EQ(track.rate(950, at(6s), 10s), -10);
  EXPECT_EQ(track.rate(900, at(11s), 10s), -10);
  // The first value has left the window.
  EXPECT_EQ(track.rate(1020, at(15s), 10s), 6);
  track.forget();
  EXPECT_EQ(track.rate(0, at(16s), 10s), std::nullopt);
}

TEST(ValueTrack, AValueIsUnchangedSinceItFirstCame) {
  ValueTrack track;
  EXPECT_EQ(track.unchanged_since(7, 0.5, at(1s)), at(1s));
  EXPECT_EQ(track.unchanged_since(7.5, 0.5, at(2s)), at(1s));
  EXPECT_EQ(track.unchanged_since(7.6, 0.5, at(3s)), at(3s));
}

RC_GTEST_PROP(ValueTrackLaws, KOfNIsWhatCountingSays, (const std::vector<bool>& history)) {
  const auto n = *rc::gen::inRange(1U, 65U);
  const auto k = *rc::gen::inRange(1U, n + 1);
  ValueTrack track;
  for (std::size_t i = 0; i < history.size(); ++i) {
    unsigned count = 0;
    for (std::size_t back = 0; back < n && back <= i; ++back) count += history[i - back] ? 1U : 0U;
    RC_ASSERT(track.k_of_n(history[i], k, n) == (count >= k));
  }
}

// With steady steps the rate of a straight line is its slope, whatever the window and the number of points kept.
RC_GTEST_PROP(ValueTrackLaws, TheRateOfALineIsItsSlope, ()) {
  const auto slope = *rc::gen::inRange(-1000, 1000);
  const auto step = std::chrono::milliseconds(*rc::gen::inRange(1, 3000));
  ValueTrack track;
  for (int i = 0; i < 200; ++i) {
    const auto rate = track.rate(slope * world::to_seconds(i * step), at(i * step), 10s);
    if (rate) RC_ASSERT(std::abs(*rate - slope) < 1e-6);
  }
}

}  // namespace
}  // namespace checkride::runtime::alerts
