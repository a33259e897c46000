// Goal: what the engine knows outlives a restart and a change of other rules, and the monitor's own absence is nobody's
// silence. Method: hand-made samples and clocks; one engine after the other.
#include <gmock/gmock.h>

#include "alerts/engine.hpp"

namespace checkride::runtime::alerts {
namespace {

using namespace std::chrono_literals;

const world::UtcTime kEpoch{std::chrono::seconds(1767600000)};

Now at(world::Duration since_start) {
  return {world::Instant(since_start), kEpoch + since_start};
}

RuleConfig rule(Condition condition, NoData no_data = NoData::keep) {
  RuleConfig rule;
  rule.name = "Rule";
  rule.metric = "altitude";
  rule.variable = 0;
  rule.condition = condition;
  rule.threshold = 100;
  rule.duration = 10s;
  rule.no_data = no_data;
  return rule;
}

class EngineMemoryTest : public testing::Test {
 protected:
  void start(std::vector<RuleConfig> rules, world::Duration when = 1us) {
    engine_ = std::make_unique<AlertEngine>(std::move(rules), std::vector<std::string>{"sim"}, hold_for(1s), at(when));
  }
  void value(double feet, world::Duration when) {
    Sample sample;
    sample.simulator = "sim";
    sample.values = {feet};
    engine_->on_sample(sample, at(when));
  }
  // Every deadline until then, as the service looks at them.
  void pass_until(world::Duration when) {
    for (int looks = 0; looks < 100; ++looks) {
      const auto next = engine_->next_deadline();
      if (!next || *next > at(when).instant) break;
      engine_->on_time({*next, kEpoch + next->time_since_epoch()});
    }
    engine_->on_time(at(when));
  }
  // What was saved at `saved`, restored into a new engine at `back`.
  void restart(world::Duration saved, world::Duration back) {
    const AlertMemory memory = engine_->remember(alert(), at(saved));
    start(engine_->rules(), back);
    engine_->restore(memory, back - saved, at(back));
  }
  const Alert& alert(std::size_t index = 0) const { return engine_->alerts()[index]; }
  AlertState state(std::size_t index = 0) const { return alert(index).condition.state; }

  std::unique_ptr<AlertEngine> engine_;
};

TEST_F(EngineMemoryTest, TheMonitorsOwnAbsenceIsNoSilence) {
  for (const Condition condition : {Condition::absent, Condition::stale, Condition::less_than}) {
    start({rule(condition, NoData::fire)});
    value(500, 1s);
    restart(2s, 1h);  // what came after the save, and in the hour, nobody knows
    pass_until(1h + 8s);
    EXPECT_NE(state(), AlertState::firing) << to_string(condition);
    pass_until(1h + 10s);
    EXPECT_EQ(state(), AlertState::firing) << to_string(condition);
    EXPECT_EQ(alert().breached_at, kEpoch + 1h - 1s) << "one second of silence had been seen before";
  }
}

TEST_F(EngineMemoryTest, ASilenceThatWasCountedGoesOnFromWhereItWasLastSeen) {
  for (const bool ever : {true, false}) {
    start({rule(Condition::absent, NoData::fire)});
    if (ever) value(500, 1us);
    pass_until(6s);
    ASSERT_EQ(state(), AlertState::pending);
    restart(6s, 1h);
    pass_until(1h + 3999ms);
    EXPECT_EQ(state(), AlertState::pending) << ever;
    pass_until(1h + 4001ms);
    EXPECT_EQ(state(), AlertState::firing) << ever;
    EXPECT_EQ(alert().breached_at, kEpoch + 1us) << "it is told when the silence began";
  }
}

TEST_F(EngineMemoryTest, WhatIsNoSilenceYetUnderALongerIntervalIsNotPending) {
  start({rule(Condition::less_than, NoData::fire)});
  pass_until(6s);
  ASSERT_EQ(state(), AlertState::pending);
  const AlertMemory memory = engine_->remember(alert(), at(6s));
  engine_ = std::make_unique<AlertEngine>(engine_->rules(), std::vector<std::string>{"sim"}, hold_for(10s), at(1h));
  engine_->restore(memory, 1h, at(1h));
  EXPECT_EQ(state(), AlertState::inactive);
  EXPECT_GT(engine_->next_deadline(), at(1h + 20s).instant) << "until then there is nothing to look at";
  pass_until(1h + 30s);
  EXPECT_EQ(state(), AlertState::firing);
}

TEST_F(EngineMemoryTest, AValueAfterTheRestartEndsACountedSilence) {
  start({rule(Condition::absent, NoData::fire)});
  pass_until(6s);
  restart(6s, 1h);
  value(500, 1h + 1s);
  EXPECT_EQ(state(), AlertState::inactive);
}

TEST_F(EngineMemoryTest, TheMonitorsOwnAbsenceResolvesNothing) {
  RuleConfig low = rule(Condition::less_than, NoData::resolve);
  low.duration = 0s;
  start({low});
  value(50, 1s);
  ASSERT_EQ(state(), AlertState::firing);
  restart(2s, 1h);
  engine_->on_time(at(1h));
  EXPECT_EQ(state(), AlertState::firing);
  pass_until(1h + 5s);
  EXPECT_EQ(state(), AlertState::resolved) << "nothing comes while it listens, either";
}

TEST_F(EngineMemoryTest, ABreachBeforeTheRestartIsNotCountedAcrossIt) {
  start({rule(Condition::less_than, NoData::fire)});
  for (auto when = 1s; when <= 6s; when += 1s) value(50, when);
  restart(6s, 1h);
  value(50, 1h + 1s);
  value(50, 1h + 10s);
  EXPECT_EQ(state(), AlertState::pending) << "allowed_gap is zero";
  value(50, 1h + 11s);
  EXPECT_EQ(state(), AlertState::firing);
}

TEST_F(EngineMemoryTest, WhatFiredForSilenceIsKnownAfterARestart) {
  start({rule(Condition::less_than, NoData::fire)});
  value(500, 1s);
  pass_until(20s);
  ASSERT_TRUE(alert().firing());
  EXPECT_TRUE(alert().by_silence);
  restart(20s, 1h);
  EXPECT_TRUE(alert().by_silence);
  value(50, 1h + 1s);
  EXPECT_FALSE(alert().by_silence) << "now a value speaks for it";
}

TEST_F(EngineMemoryTest, SilenceThatBeginsAfterABreachIsNotAllThereIs) {
  start({rule(Condition::less_than, NoData::fire)});
  value(50, 1s);
  value(50, 4s);
  pass_until(11s);
  ASSERT_TRUE(alert().firing());
  EXPECT_EQ(alert().cause, Cause::no_data);
  EXPECT_FALSE(alert().by_silence);
}

RuleConfig three_of_five() {
  RuleConfig rule3 = rule(Condition::less_than);
  rule3.name = "Three of five";
  rule3.duration = 0s;
  rule3.breaches = 3;
  rule3.out_of = 5;
  return rule3;
}

TEST_F(EngineMemoryTest, WhatARuleRemembersOfEarlierValuesOutlivesAChangeOfOthers) {
  RuleConfig rising = rule(Condition::rate_of_change);
  rising.name = "Rising";
  rising.threshold = 5;
  rising.duration = 0s;
  rising.window = 4s;
  RuleConfig same = rule(Condition::unchanged);
  same.name = "Same";
  same.tolerance = 1000;
  start({rule(Condition::greater_than), three_of_five(), rising, same});
  value(50, 1s);
  value(60, 2s);
  RuleConfig other = rule(Condition::greater_than);
  other.threshold = 7000;
  const std::unique_ptr<AlertEngine> before = std::move(engine_);
  start({three_of_five(), rising, same, other}, 2500ms);
  engine_->continue_from(*before, at(2500ms));
  value(70, 3s);
  EXPECT_EQ(state(0), AlertState::firing) << "the third of three";
  EXPECT_EQ(state(1), AlertState::firing) << "ten a second, over two seconds";
  for (auto when = 4s; when <= 11s; when += 1s) value(70, when);
  EXPECT_EQ(state(2), AlertState::firing) << "ten seconds, of which the change saw one";
}

TEST_F(EngineMemoryTest, ARuleThatJudgesOtherwiseBeginsAnew) {
  start({three_of_five()});
  value(50, 1s);
  value(50, 2s);
  RuleConfig changed = three_of_five();
  changed.threshold = 90;
  const std::unique_ptr<AlertEngine> before = std::move(engine_);
  start({changed}, 2500ms);
  engine_->continue_from(*before, at(2500ms));
  value(50, 3s);
  EXPECT_EQ(state(), AlertState::inactive);
}

TEST_F(EngineMemoryTest, TheWindowOfARateIsPartOfHowARuleJudges) {
  RuleConfig rising = rule(Condition::rate_of_change);
  const std::string before = definition_of(rising);
  rising.window = 20s;
  EXPECT_NE(definition_of(rising), before);
}

}  // namespace
}  // namespace checkride::runtime::alerts
