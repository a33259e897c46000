// Windows of expectations: what holds when, and with which margin. Exact, for it is arithmetic.
#include "engine/seen.hpp"

#include <gmock/gmock.h>

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using Kind = Decision::Kind;

Seen holding(std::optional<Duration> since = {}) {
  Seen seen;
  seen.holds = true;
  seen.since = since;
  return seen;
}

TEST(Decide, HoldsWithinTheWindowWithTheMarginLeft) {
  const auto decision = decide({0s, 15s, 0s}, holding(), 60s, 70s, false);
  EXPECT_EQ(decision.kind, Kind::satisfied);
  EXPECT_EQ(decision.at, 10s);
  EXPECT_EQ(decision.margin, 5s);
}

TEST(Decide, TheTimeOfTheEventCountsNotOfTheLook) {
  const auto decision = decide({10s, 15s, 0s}, holding(71s), 60s, 71200ms, false);
  EXPECT_EQ(decision.kind, Kind::satisfied);
  EXPECT_EQ(decision.margin, 1s) << "to the nearer of the two bounds";
}

TEST(Decide, BothBoundsAreIncluded) {
  EXPECT_EQ(decide({10s, 15s, 0s}, holding(70s), 60s, 70s, false).kind, Kind::satisfied);
  EXPECT_EQ(decide({10s, 15s, 0s}, holding(75s), 60s, 75s, false).kind, Kind::satisfied);
  EXPECT_EQ(decide({10s, 15s, 0s}, holding(70s - 1ns), 60s, 70s, false).kind, Kind::too_early);
  EXPECT_EQ(decide({10s, 15s, 0s}, holding(75s + 1ns), 60s, 76s, false).kind, Kind::too_late);
}

TEST(Decide, ToleranceWidensBothBoundsAndShowsInTheMargin) {
  const auto early = decide({10s, 15s, 1s}, holding(69200ms), 60s, 70s, false);
  EXPECT_EQ(early.kind, Kind::satisfied);
  EXPECT_EQ(early.margin, -800ms);
  EXPECT_EQ(decide({10s, 15s, 1s}, holding(76s), 60s, 76s, false).kind, Kind::satisfied);
  EXPECT_EQ(decide({10s, 15s, 1s}, holding(76001ms), 60s, 77s, false).kind, Kind::too_late);
}

TEST(Decide, WhatHeldBeforeTheStepIsThereAtOnce) {
  const auto decision = decide({0s, 5s, 0s}, holding(50s), 60s, 60s, false);
  EXPECT_EQ(decision.kind, Kind::satisfied);
  EXPECT_EQ(decision.margin, 5s);
  EXPECT_EQ(decide({1s, 5s, 0s}, holding(50s), 60s, 60s, false).kind, Kind::too_early);
}

TEST(Decide, WhatHoldsAtOnceWasNearToNoBound) {
  EXPECT_EQ(decide({0s, 0s, 0s}, holding(), 60s, 60s, false).margin, std::nullopt);
  EXPECT_EQ(decide({0s, 0s, 0s}, holding(50s), 60s, 60s, false).margin, std::nullopt);
  EXPECT_EQ(decide({0s, 0s, 1s}, holding(), 60s, 60400ms, false).margin, -400ms) << "only the tolerance let it pass";
}

TEST(Decide, IsOpenUntilTheWindowCloses) {
  EXPECT_EQ(decide({0s, 5s, 0s}, Seen{}, 60s, 64999ms, false).kind, Kind::undecided);
  EXPECT_EQ(decide({0s, 5s, 0s}, Seen{}, 60s, 65s, false).kind, Kind::too_late);
  EXPECT_EQ(decide({0s, 5s, 1s}, Seen{}, 60s, 65500ms, false).kind, Kind::undecided);
}

TEST(Decide, NothingMoreToHopeForIsDecidedAtOnce) {
  Seen seen;
  seen.hopeless = true;
  EXPECT_EQ(decide({0s, 5s, 0s}, seen, 60s, 61s, false).kind, Kind::hopeless);
}

TEST(Decide, AbsenceMustHoldUntilTheWindowCloses) {
  EXPECT_EQ(decide({0s, 5s, 0s}, holding(), 60s, 61s, true).kind, Kind::undecided);
  EXPECT_EQ(decide({0s, 5s, 0s}, holding(), 60s, 65s, true).kind, Kind::satisfied);
  EXPECT_EQ(decide({0s, 5s, 0s}, Seen{}, 60s, 61s, true).kind, Kind::hopeless);
}

TEST(DecideToHold, IsSatisfiedWhenItHasHeldSoLong) {
  const Window window{0s, 10s, 0s, 5s};
  Stretch stretch;
  EXPECT_EQ(decide(window, Seen{}, 60s, 62s, false, stretch).kind, Kind::undecided);
  EXPECT_EQ(decide(window, holding(), 60s, 64s, false, stretch).kind, Kind::undecided);
  EXPECT_EQ(stretch.until, 69s);
  EXPECT_EQ(decide(window, holding(), 60s, 68999ms, false, stretch).kind, Kind::undecided);
  const auto decision = decide(window, holding(), 60s, 69s, false, stretch);
  EXPECT_EQ(decision.kind, Kind::satisfied);
  EXPECT_EQ(decision.at, 4s) << "the begin counts";
  EXPECT_EQ(decision.margin, 6s);
}

TEST(DecideToHold, WhatHasHeldLongEnoughAlreadyNeedsNoWaiting) {
  Stretch stretch;
  EXPECT_EQ(decide({0s, 10s, 0s, 5s}, holding(62s), 60s, 67s, false, stretch).kind, Kind::satisfied);
}

TEST(DecideToHold, ABreakBeginsAnewWhileTheWindowIsOpen) {
  const Window window{0s, 10s, 0s, 5s};
  Stretch stretch;
  EXPECT_EQ(decide(window, holding(), 60s, 62s, false, stretch).kind, Kind::undecided);
  EXPECT_EQ(decide(window, Seen{}, 60s, 65s, false, stretch).kind, Kind::undecided);
  EXPECT_EQ(stretch.until, std::nullopt);
  EXPECT_EQ(decide(window, holding(), 60s, 68s, false, stretch).kind, Kind::undecided);
  EXPECT_EQ(decide(window, holding(71s), 60s, 72s, false, stretch).kind, Kind::too_late)
      << "it broke between two looks, and began again after the window";
}

TEST(DecideToHold, ABreakAfterTheWindowSaysHowLongItHeld) {
  const Window window{0s, 10s, 0s, 5s};
  Stretch stretch;
  EXPECT_EQ(decide(window, holding(), 60s, 69s, false, stretch).kind, Kind::undecided);
  const auto decision = decide(window, Seen{}, 60s, 72s, false, stretch);
  EXPECT_EQ(decision.kind, Kind::too_late);
  EXPECT_EQ(decision.held, 3s);
}

}  // namespace
}  // namespace checkride::harness
