// One invariant over what is seen of it.
#include "engine/watched.hpp"

#include <gmock/gmock.h>

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;

Seen seen(bool holds, std::optional<double> margin = {}, std::optional<Duration> since = {}) {
  Seen s;
  s.holds = holds;
  s.since = since;
  s.text = holds ? "good" : "bad";
  if (margin) s.values.push_back({"value", "1", "2", "", margin});
  return s;
}

Invariant invariant(Invariant::Kind kind, Duration grace = {}) {
  Invariant made;
  made.kind = kind;
  made.grace = grace;
  return made;
}

TEST(Watched, IsViolatedOnceAndAfterTheGrace) {
  const Invariant always = invariant(Invariant::Kind::always, 3s);
  Watched watched(always, 0);
  watched.span(true, 0s);
  EXPECT_FALSE(watched.look(seen(false), 1s, false));
  EXPECT_EQ(watched.wake(), 0s) << "it is due anyway";
  watched.next = 10s;
  EXPECT_EQ(watched.wake(), 4s);
  EXPECT_FALSE(watched.look(seen(true), 3s, false)) << "it came right again";
  EXPECT_FALSE(watched.look(seen(false), 5s, false));
  EXPECT_TRUE(watched.look(seen(false), 8s, false));
  EXPECT_FALSE(watched.look(seen(false), 9s, false)) << "told once";
}

TEST(Watched, TheGraceOfANeverCountsFromWhenItBeganToHold) {
  const Invariant never = invariant(Invariant::Kind::never, 3s);
  Watched watched(never, 0);
  watched.span(true, 4s);
  EXPECT_FALSE(watched.look(seen(true, {}, 2s), 5s, false)) << "but not from before it was watched";
  EXPECT_EQ(watched.broken_since, 4s);
  EXPECT_TRUE(watched.look(seen(true, {}, 2s), 7s, false));
}

TEST(Watched, WhatIsBrokenAtEveryLookIsNotProvenByItsGrace) {
  const Invariant always = invariant(Invariant::Kind::always, 10s);
  Watched watched(always, 0);
  EXPECT_FALSE(watched.look(seen(false), 1s, false));
  EXPECT_FALSE(watched.look(seen(false), 2s, false));
  EXPECT_FALSE(watched.proven());
  EXPECT_EQ(watched.seen_text(), "it was broken at every look, and the run ended within the grace of 10s; last: bad");
  EXPECT_FALSE(watched.look(seen(true), 3s, false));
  EXPECT_TRUE(watched.proven());
  EXPECT_FALSE(watched.look(seen(false), 4s, false)) << "a break within the grace at the end is allowed";
  EXPECT_TRUE(watched.proven());
}

TEST(Watched, AnAlwaysKeepsItsTightestLook) {
  const Invariant always = invariant(Invariant::Kind::always);
  Watched watched(always, 0);
  EXPECT_FALSE(watched.look(seen(true, 5), 1s, false));
  EXPECT_FALSE(watched.look(seen(true, 2), 2s, false));
  EXPECT_FALSE(watched.look(seen(true, 7), 3s, false));
  EXPECT_EQ(watched.margin, 2);
  EXPECT_EQ(watched.tightest_at, 2s);
  EXPECT_EQ(watched.values.at(0).margin, 2);
}

TEST(Watched, AHopeHasHeldFromThenOn) {
  const Invariant eventually = invariant(Invariant::Kind::eventually);
  Watched watched(eventually, 0);
  EXPECT_FALSE(watched.look(seen(false), 1s, false));
  EXPECT_FALSE(watched.decided());
  EXPECT_FALSE(watched.look(seen(true, {}, 4s), 5s, false));
  EXPECT_FALSE(watched.look(seen(false), 6s, false));
  EXPECT_EQ(watched.held_at, 4s);
}

}  // namespace
}  // namespace checkride::harness
