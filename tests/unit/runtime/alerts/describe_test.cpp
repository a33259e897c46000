// Goal: what people are told of an alert is so at that moment. Method: a real engine over one rule per case, exact
// times; the words are looked at.
#include "alerts/describe.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "../link/service_bench.hpp"

namespace checkride::runtime::alerts {
namespace {

using namespace std::chrono_literals;
using notify::NotificationKind;
using testing::HasSubstr;

Now at(world::Duration since_start) {
  return {world::Instant(1s) + since_start, *world::parse_rfc3339("2026-01-05T08:00:00Z") + since_start};
}

RuleConfig rule(Condition condition, double threshold) {
  RuleConfig rule;
  rule.name = "Rule";
  rule.metric = "altitude";
  rule.variable = 0;
  rule.condition = condition;
  rule.threshold = threshold;
  return rule;
}

class DescribeTest : public testing::Test {
 protected:
  void start(const RuleConfig& rule) {
    config_.alert_manager.rules = {rule};
    engine_ = std::make_unique<AlertEngine>(config_.alert_manager.rules, std::vector<std::string>{"sim"}, 1s, at(0s));
  }
  void value(double feet, world::Duration when) {
    Sample sample;
    sample.simulator = "sim";
    sample.values = {feet};
    engine_->on_sample(sample, at(when));
  }
  void pass(world::Duration when) { engine_->on_time(at(when)); }
  bool firing() const { return engine_->alerts()[0].firing(); }
  notify::Notification told() const { return describe(engine_->alerts()[0], config_); }
  std::string repeated() const {
    notify::Notification n = told();
    n.kind = NotificationKind::repeated;
    return notify::reason_of(n);
  }

  Config config_ = runtime::test::guide_like_config();
  std::unique_ptr<AlertEngine> engine_;
};

TEST_F(DescribeTest, SilenceThatFiresIsNotCalledAValue) {
  RuleConfig high = rule(Condition::greater_than, 1000);
  high.duration = 3s;
  high.no_data = NoData::fire;
  start(high);
  value(95, 0s);
  for (auto when = 1s; when <= 6s; when += 1s) pass(when);
  ASSERT_TRUE(firing());
  EXPECT_EQ(told().summary, "altitude of sim is without data for 3s");
  EXPECT_EQ(repeated(), "no value is received.");
}

TEST_F(DescribeTest, WhatFiredForSilenceEndsWithoutHavingBeenInBreach) {
  RuleConfig high = rule(Condition::greater_than, 1000);
  high.duration = 3s;
  high.no_data = NoData::fire;
  high.clear_duration = 2s;
  start(high);
  value(95, 0s);
  for (auto when = 1s; when <= 6s; when += 1s) pass(when);
  ASSERT_TRUE(firing());
  EXPECT_EQ(told().reason, "no value has been received for 3s, and the rule says no_data: fire.");
  value(95, 7s);
  ASSERT_TRUE(firing());
  EXPECT_EQ(told().summary, "altitude of sim is 95 feet: was without data");
  EXPECT_EQ(repeated(), "a value is received again, but the alert is not over yet.");
  value(95, 8s);
  value(95, 9s);
  ASSERT_FALSE(firing());
  EXPECT_EQ(told().summary, "altitude of sim is 95 feet: no longer without data");
  EXPECT_EQ(told().reason, "a value is received again, and it is not above 1000 feet, for 2s.");
}

TEST_F(DescribeTest, WhatWasInBreachBeforeTheSilenceIsToldSo) {
  RuleConfig high = rule(Condition::greater_than, 1000);
  high.duration = 10s;
  high.no_data = NoData::fire;
  start(high);
  value(2000, 0s);
  for (auto when = 1s; when <= 10s; when += 1s) pass(when);
  ASSERT_TRUE(firing());
  EXPECT_EQ(told().summary, "altitude of sim is without data: was above 1000 feet");
  EXPECT_EQ(told().reason,
            "the value was above 1000 feet, then none was received, together for 10s; the rule says no_data: fire.");
  value(95, 11s);
  EXPECT_EQ(told().reason, "the value is no longer above 1000 feet.");
}

TEST_F(DescribeTest, TheEndOfAnAbsenceIsAValue) {
  RuleConfig gone = rule(Condition::absent, 0);
  gone.duration = 2s;
  gone.no_data = NoData::fire;
  gone.clear_duration = 1s;
  start(gone);
  for (auto when = 1s; when <= 5s; when += 1s) pass(when);
  value(95, 6s);
  ASSERT_TRUE(firing());
  EXPECT_EQ(told().summary, "altitude of sim was without data");
  EXPECT_EQ(repeated(), "a value is received again, but the alert is not over yet.");
  value(95, 7s);
  ASSERT_FALSE(firing());
  EXPECT_EQ(told().summary, "altitude of sim is no longer without data");
  EXPECT_EQ(told().reason, "a value is received again.");
}

TEST_F(DescribeTest, SilenceThatResolvesIsNotCalledAValue) {
  RuleConfig high = rule(Condition::greater_than, 90);
  high.no_data = NoData::resolve;
  start(high);
  value(95, 0s);
  ASSERT_TRUE(firing());
  for (auto when = 1s; when <= 6s; when += 1s) pass(when);
  ASSERT_FALSE(firing());
  EXPECT_EQ(told().summary, "altitude of sim is without data, which ends the alert");
}

TEST_F(DescribeTest, AValueWithinTheHysteresisIsNotCalledABreach) {
  RuleConfig low = rule(Condition::less_than, 300);
  low.clear_threshold = 3000;
  start(low);
  value(200, 0s);
  ASSERT_TRUE(firing());
  EXPECT_EQ(told().summary, "altitude of sim is 200 feet: below 300 feet");
  EXPECT_EQ(repeated(), "the value is still below 300 feet.");
  value(2500, 1s);
  ASSERT_TRUE(firing());
  EXPECT_EQ(told().summary, "altitude of sim is 2500 feet: was below 300 feet");
  EXPECT_EQ(repeated(), "the value is no longer below 300 feet, but the alert is not over yet.");
}

TEST_F(DescribeTest, AfterARestartNothingIsSaidOfAValueThatNobodyKnows) {
  start(rule(Condition::less_than, 300));
  value(200, 0s);
  const AlertMemory memory = engine_->remember(engine_->alerts()[0], at(1s));
  start(rule(Condition::less_than, 300));
  engine_->restore(memory, 1s, at(1s));
  ASSERT_TRUE(firing());
  EXPECT_EQ(repeated(), "the alert is not over yet.");
}

TEST_F(DescribeTest, BothBoundsAreNamed) {
  RuleConfig band = rule(Condition::between, 10);
  band.upper = 20;
  start(band);
  value(15, 0s);
  EXPECT_EQ(notify::breach_of(told()), "between 10 and 20 feet");
  EXPECT_EQ(repeated(), "the value is still between 10 and 20 feet.");
}

TEST_F(DescribeTest, AConditionOfTimeHasNoThreshold) {
  RuleConfig gone = rule(Condition::absent, 0);
  gone.duration = 2s;
  gone.no_data = NoData::fire;
  start(gone);
  for (auto when = 1s; when <= 5s; when += 1s) pass(when);
  ASSERT_TRUE(firing());
  EXPECT_EQ(notify::breach_of(told()), "without data");
  EXPECT_EQ(notify::value_of(told()), "");
  EXPECT_EQ(repeated(), "no value is received.");
}

TEST_F(DescribeTest, AFallIsToldWithoutASignAndWithFewDigits) {
  RuleConfig sinking = rule(Condition::rate_of_change, -5);
  sinking.window = 2s;
  start(sinking);
  for (int i = 0; i <= 4; ++i) value(1000 - i * 20.000200382007627, i * 1s);
  ASSERT_TRUE(firing());
  EXPECT_THAT(told().summary, HasSubstr("altitude of sim is -20.0002 feet/s: falling by more than 5 feet/s"));
}

TEST_F(DescribeTest, WhatWasObservedIsToldInMilliseconds) {
  RuleConfig low = rule(Condition::less_than, 300);
  low.duration = 5s;
  low.allowed_gap = 3s;
  start(low);
  value(200, 0s);
  value(200, 1'234'567'891ns);
  value(400, 1'334'567'891ns);
  value(200, 2s);
  for (auto when = 3s; when <= 5s; when += 1s) value(200, when);
  ASSERT_TRUE(firing());
  ASSERT_TRUE(told().observed);
  EXPECT_EQ(*told().observed % 1ms, 0ns);
  EXPECT_LT(*told().observed, 5s);
}

}  // namespace
}  // namespace checkride::runtime::alerts
