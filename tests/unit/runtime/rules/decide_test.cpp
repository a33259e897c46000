// Goal: an alert's life is exactly the documented table. Method: every state against every kind of observation, then
// laws over random histories, checked against an independent reading of the whole history.
#include "rules/decide.hpp"

#include <tuple>
#include <vector>

#include "checkride/test/property.hpp"

namespace checkride::runtime::alerts {
namespace {

using namespace std::chrono_literals;

const Criterion kBelow100{Condition::less_than, 100};
const Timing k10s{10s};

Observation fresh(double value) {
  return Observation::fresh(value, zone_of(kBelow100, value));
}

Observation held(double value) {
  return Observation::held(value, zone_of(kBelow100, value));
}

world::Instant at(world::Duration since_start) {
  return world::Instant(since_start);
}

AlertCondition in(AlertState state, world::Duration since, bool interrupted = false) {
  AlertCondition condition;
  condition.state = state;
  condition.since = at(since);
  condition.value = 50;
  condition.interrupted = interrupted;
  if (interrupted) condition.broken_at = at(since + 1s);
  return condition;
}

struct Row {
  AlertState before;
  world::Duration since;
  bool interrupted;
  Observation seen;
  AlertState after;
  world::Duration after_since;
  bool after_interrupted;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << to_string(row.before) << (row.interrupted ? " (interrupted)" : "") << " sees "
       << static_cast<int>(row.seen.kind) << " of " << row.seen.value;
}

class DecideTable : public testing::TestWithParam<Row> {};

TEST_P(DecideTable, HoldsAtTwentySeconds) {
  const Row& row = GetParam();
  const Transition got = decide(in(row.before, row.since, row.interrupted), k10s, row.seen, at(20s));
  EXPECT_EQ(got.next.state, row.after);
  EXPECT_EQ(got.next.since, at(row.after_since));
  EXPECT_EQ(got.next.interrupted, row.after_interrupted);
  EXPECT_EQ(got.changed, row.before != row.after);
}

using S = AlertState;
using O = Observation;

INSTANTIATE_TEST_SUITE_P(Whole, DecideTable,
                         testing::Values(
                             // inactive
                             Row{S::inactive, 5s, false, O::none(), S::inactive, 5s, false},
                             Row{S::inactive, 5s, false, fresh(100), S::inactive, 5s, false},
                             Row{S::inactive, 5s, false, fresh(99.9), S::pending, 20s, false},
                             Row{S::inactive, 5s, false, held(99.9), S::inactive, 5s, false},
                             Row{S::inactive, 5s, false, held(100), S::inactive, 5s, false},
                             // pending for less than the duration
                             Row{S::pending, 11s, false, O::none(), S::pending, 11s, true},
                             Row{S::pending, 11s, false, fresh(100), S::inactive, 20s, false},
                             Row{S::pending, 11s, false, fresh(1), S::pending, 11s, false},
                             Row{S::pending, 11s, false, held(1), S::pending, 11s, false},
                             Row{S::pending, 11s, false, held(100), S::inactive, 20s, false},
                             // pending for the whole duration
                             Row{S::pending, 10s, false, O::none(), S::pending, 10s, true},
                             Row{S::pending, 10s, false, fresh(100), S::inactive, 20s, false},
                             Row{S::pending, 10s, false, fresh(1), S::firing, 20s, false},
                             Row{S::pending, 10s, false, held(1), S::firing, 20s, false},
                             // pending, and the data went away
                             Row{S::pending, 10s, true, O::none(), S::pending, 10s, true},
                             Row{S::pending, 10s, true, fresh(100), S::inactive, 20s, false},
                             Row{S::pending, 10s, true, fresh(1), S::pending, 20s, false},
                             Row{S::pending, 10s, true, held(1), S::pending, 10s, true},
                             // firing
                             Row{S::firing, 5s, false, O::none(), S::firing, 5s, false},
                             Row{S::firing, 5s, false, fresh(100), S::resolved, 20s, false},
                             Row{S::firing, 5s, false, fresh(1), S::firing, 5s, false},
                             Row{S::firing, 5s, false, held(100), S::firing, 5s, false},
                             Row{S::firing, 5s, false, held(1), S::firing, 5s, false},
                             // resolved
                             Row{S::resolved, 5s, false, O::none(), S::resolved, 5s, false},
                             Row{S::resolved, 5s, false, fresh(100), S::resolved, 5s, false},
                             Row{S::resolved, 5s, false, fresh(1), S::pending, 20s, false},
                             Row{S::resolved, 5s, false, held(1), S::resolved, 5s, false}));

TEST(Decide, ZeroDurationFiresAtOnce) {
  const Timing at_once{};
  const Transition got = decide(in(S::inactive, 5s), at_once, fresh(80), at(20s));
  EXPECT_EQ(got.next.state, S::firing);
  EXPECT_TRUE(got.changed);
}

TEST(Decide, FiresAtTheDeadlineAndNotBefore) {
  const AlertCondition pending = decide(AlertCondition(), k10s, fresh(80), at(3s)).next;
  EXPECT_EQ(next_deadline(pending, k10s), at(13s));
  EXPECT_EQ(decide(pending, k10s, held(80), at(13s - 1ns)).next.state, S::pending);
  EXPECT_EQ(decide(pending, k10s, held(80), at(13s)).next.state, S::firing);
}

TEST(Decide, OnlyAnUninterruptedPendingAlertHasADeadline) {
  EXPECT_EQ(next_deadline(in(S::inactive, 1s), k10s), std::nullopt);
  EXPECT_EQ(next_deadline(in(S::firing, 1s), k10s), std::nullopt);
  EXPECT_EQ(next_deadline(in(S::resolved, 1s), k10s), std::nullopt);
  EXPECT_EQ(next_deadline(in(S::pending, 1s, true), k10s), std::nullopt);
}

TEST(Decide, AnInterruptionOfNoLengthBreaksWhatAllowsNone) {
  const AlertCondition pending = decide(AlertCondition(), k10s, fresh(80), at(3s)).next;
  const AlertCondition lost = decide(pending, k10s, Observation::none(), at(9s)).next;
  const AlertCondition back = decide(lost, k10s, fresh(80), at(9s)).next;
  EXPECT_EQ(back.since, at(9s));
  EXPECT_EQ(decide(back, k10s, fresh(80), at(13s)).next.state, S::pending);
}

// One step of a history: what was observed, how long after the step before.
struct Step {
  world::Duration later;
  Observation seen;
};

rc::Gen<std::vector<Step>> histories() {
  const auto kind = rc::gen::weightedElement<Observation::Kind>(
      {{6, Observation::Kind::fresh}, {3, Observation::Kind::held}, {1, Observation::Kind::none}});
  const auto step = rc::gen::map(
      rc::gen::tuple(rc::gen::inRange(0, 4'000), kind, rc::gen::weightedElement<double>({{5, 80}, {1, 120}})),
      [](const auto& parts) {
        const double value = std::get<2>(parts);
        return Step{std::chrono::milliseconds(std::get<0>(parts)),
                    {std::get<1>(parts), value, zone_of(kBelow100, value), {}}};
      });
  return rc::gen::container<std::vector<Step>>(step);
}

RC_GTEST_PROP(DecideLaws, NeverFiresWithoutTheWholeDurationOfUnbrokenBreach, ()) {
  const auto history = *histories();
  AlertCondition condition;
  world::Instant now = at(1us);
  std::optional<world::Instant> breach;  // start of the present unbroken run of fresh breaches and held values
  for (const Step& step : history) {
    now += step.later;
    const AlertState before = condition.state;
    Observation seen = step.seen;
    // A held value is by definition the last one.
    if (seen.kind == Observation::Kind::held) {
      if (!condition.value) continue;
      seen = held(*condition.value);
    }
    if (seen.kind == Observation::Kind::none || (seen.kind == Observation::Kind::fresh && seen.value >= 100)) {
      breach.reset();
    } else if (seen.kind == Observation::Kind::fresh && !breach) {
      breach = now;
    }
    condition = decide(condition, k10s, seen, now).next;
    if (before != AlertState::firing && condition.state == AlertState::firing) {
      RC_ASSERT(breach.has_value());
      RC_ASSERT(now - *breach >= 10s);
    }
  }
}

RC_GTEST_PROP(DecideLaws, OnlyAFreshGoodValueEndsFiring, ()) {
  const auto history = *histories();
  AlertCondition condition = in(AlertState::firing, 1us);
  world::Instant now = at(1us);
  for (const Step& step : history) {
    now += step.later;
    const AlertState before = condition.state;
    condition = decide(condition, k10s, step.seen, now).next;
    if (before != AlertState::firing || condition.state == AlertState::firing) continue;
    RC_ASSERT(condition.state == AlertState::resolved);
    RC_ASSERT(step.seen.kind == Observation::Kind::fresh);
    RC_ASSERT(step.seen.value >= 100);
  }
}

}  // namespace
}  // namespace checkride::runtime::alerts
