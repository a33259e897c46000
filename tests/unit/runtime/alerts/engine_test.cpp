// Goal: rules meet simulators, silence and time as documented. Method: hand-made samples and clocks.
#include "alerts/engine.hpp"

#include <gmock/gmock.h>

#include <limits>

namespace checkride::runtime::alerts {
namespace {

using namespace std::chrono_literals;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const world::UtcTime kEpoch{std::chrono::seconds(1767600000)};

Now at(world::Duration since_start) {
  return {world::Instant(since_start), kEpoch + since_start};
}

RuleConfig low_altitude() {
  RuleConfig rule;
  rule.name = "Low Altitude Warning";
  rule.metric = "altitude";
  rule.variable = 0;
  rule.threshold = 100;
  rule.duration = 10s;
  return rule;
}

RuleConfig error_rate() {
  RuleConfig rule;
  rule.name = "High Error Rate";
  rule.metric = "error_rate";
  rule.condition = Condition::greater_than;
  rule.threshold = 0.1;
  rule.duration = 60s;
  return rule;
}

Sample altitude(double feet, const std::string& simulator = "sim") {
  Sample sample;
  sample.simulator = simulator;
  sample.values = {feet};
  return sample;
}

class AlertEngineTest : public testing::Test {
 protected:
  const std::vector<RuleConfig> rules_{low_altitude(), error_rate()};
  AlertEngine engine_{rules_, {"sim", "other"}, hold_for(1s), at(1us)};

  const Alert& alert(std::size_t rule, std::size_t simulator) const { return engine_.alerts()[simulator * 2 + rule]; }
  AlertState state(std::size_t rule, std::size_t simulator) const { return alert(rule, simulator).condition.state; }
};

TEST_F(AlertEngineTest, FiresExactlyAtTheDurationWithoutASampleThere) {
  for (int second = 1; second <= 10; ++second) {
    engine_.on_sample(altitude(80), at(second * 1s + 300ms));
  }
  EXPECT_EQ(engine_.next_deadline(), at(11s + 300ms).instant);
  EXPECT_THAT(engine_.on_time(at(11s + 299ms)), testing::IsEmpty());
  const auto changes = engine_.on_time(at(11s + 300ms));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].from, AlertState::pending);
  EXPECT_EQ(changes[0].alert->condition.state, AlertState::firing);
  EXPECT_EQ(changes[0].alert->breached_at, kEpoch + 1s + 300ms);
  EXPECT_EQ(changes[0].alert->fired_at, kEpoch + 11s + 300ms);
  EXPECT_EQ(changes[0].alert->fired_count, 1U);
}

TEST_F(AlertEngineTest, SimulatorsDoNotShareState) {
  engine_.on_sample(altitude(80, "other"), at(1s));
  EXPECT_EQ(state(0, 0), AlertState::inactive);
  EXPECT_EQ(state(0, 1), AlertState::pending);
}

TEST_F(AlertEngineTest, NineSecondsBelowDoNotFire) {
  for (int second = 1; second <= 10; ++second) engine_.on_sample(altitude(80), at(second * 1s));
  const auto changes = engine_.on_sample(altitude(120), at(11s - 1ms));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(state(0, 0), AlertState::inactive);
  EXPECT_THAT(engine_.on_time(at(20s)), testing::IsEmpty());
}

TEST_F(AlertEngineTest, SilenceNeitherFiresNorResolves) {
  engine_.on_sample(altitude(80), at(1s));
  // Three seconds of hold end at 4 s; at the deadline nothing current is known.
  EXPECT_THAT(engine_.on_time(at(11s)), testing::IsEmpty());
  EXPECT_EQ(state(0, 0), AlertState::pending);
  EXPECT_EQ(engine_.next_deadline(), std::nullopt);
  // The breach is to be proven anew from here.
  engine_.on_sample(altitude(80), at(100s));
  EXPECT_EQ(engine_.next_deadline(), at(110s).instant);
}

TEST_F(AlertEngineTest, ASilenceNobodyLookedAtStillInterrupts) {
  engine_.on_sample(altitude(80), at(1s));
  engine_.on_sample(altitude(80), at(12s));
  EXPECT_EQ(state(0, 0), AlertState::pending);
  EXPECT_EQ(engine_.next_deadline(), at(22s).instant);
}

TEST_F(AlertEngineTest, AMissedSampleIsBridged) {
  engine_.on_sample(altitude(80), at(1s));
  engine_.on_sample(altitude(80), at(4s));
  EXPECT_EQ(engine_.next_deadline(), at(11s).instant);
}

TEST_F(AlertEngineTest, NotANumberIsNoObservation) {
  for (int second = 1; second <= 11; ++second) engine_.on_sample(altitude(80), at(second * 1s));
  ASSERT_EQ(state(0, 0), AlertState::firing);
  EXPECT_THAT(engine_.on_sample(altitude(kNaN), at(12s)), testing::IsEmpty());
  EXPECT_EQ(state(0, 0), AlertState::firing);
  EXPECT_EQ(alert(0, 0).condition.value, 80);
}

TEST_F(AlertEngineTest, AnUnknownErrorRateKeepsTheAlertFiring) {
  for (int second = 1; second <= 61; ++second) engine_.on_error_rate("sim", 0.12, at(second * 1s));
  ASSERT_EQ(state(1, 0), AlertState::firing);
  EXPECT_THAT(engine_.on_error_rate("sim", std::nullopt, at(62s)), testing::IsEmpty());
  EXPECT_EQ(state(1, 0), AlertState::firing);
  const auto changes = engine_.on_error_rate("sim", 0.05, at(63s));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(state(1, 0), AlertState::resolved);
  EXPECT_EQ(alert(1, 0).resolved_count, 1U);
}

TEST_F(AlertEngineTest, FlappingCountsEveryEpisode) {
  world::Duration now = 1s;
  for (int episode = 1; episode <= 3; ++episode) {
    for (int second = 0; second <= 10; ++second, now += 1s) engine_.on_sample(altitude(80), at(now));
    ASSERT_EQ(state(0, 0), AlertState::firing);
    engine_.on_sample(altitude(500), at(now));
    now += 1s;
  }
  EXPECT_EQ(alert(0, 0).fired_count, 3U);
  EXPECT_EQ(alert(0, 0).resolved_count, 3U);
}

}  // namespace
}  // namespace checkride::runtime::alerts
