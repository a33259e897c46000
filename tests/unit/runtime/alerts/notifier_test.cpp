// Goal: people are told of an alert as often as the configuration says, and never of what is silenced. Method: a real
// engine over one rule per case, exact times; every post is looked at.
#include "alerts/notifier.hpp"

#include <gmock/gmock.h>

#include "alerts/describe.hpp"
#include "alerts/labels.hpp"

namespace checkride::runtime::alerts {
namespace {

using namespace std::chrono_literals;
using notify::NotificationKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// A Monday, 08:00 UTC.
const world::UtcTime kEpoch = *world::parse_rfc3339("2026-01-05T08:00:00Z");

Now at(world::Duration since_start) {
  return {world::Instant(1s) + since_start, kEpoch + since_start};
}

RuleConfig rule(const std::string& name, Severity severity = Severity::critical) {
  RuleConfig rule;
  rule.name = name;
  rule.metric = "altitude";
  rule.variable = 0;
  rule.threshold = 100;
  rule.severity = severity;
  rule.level = level_of(severity);
  rule.actions = {Action::slack};
  return rule;
}

class NotifierTest : public testing::Test {
 protected:
  void start(std::vector<RuleConfig> rules, AlertPolicyConfig policy = {}) {
    config_.alert_manager.rules = rules;
    engine_ = std::make_unique<AlertEngine>(rules, std::vector<std::string>{"sim", "other"}, 1h, at(0s));
    notifier_ = std::make_unique<Notifier>(std::move(policy), engine_->alerts(), silences_,
                                           [this](const Alert& alert) { return describe(alert, config_); });
  }
  // A value of a simulator; then what is sent.
  std::vector<Post> value(double feet, world::Duration when, const std::string& simulator = "sim") {
    Sample sample;
    sample.simulator = simulator;
    sample.values = {feet};
    for (const StateChange& change : engine_->on_sample(sample, at(when))) notifier_->changed(change, at(when));
    return notifier_->due(at(when));
  }
  std::vector<Post> pass(world::Duration when) { return notifier_->due(at(when)); }
  // Every call of due() that the notifier asks for until `when`, and what came of them.
  std::vector<std::pair<world::Duration, NotificationKind>> occasions_until(world::Duration when) {
    std::vector<std::pair<world::Duration, NotificationKind>> out;
    for (auto next = notifier_->next(); next && *next <= at(when).instant; next = notifier_->next()) {
      const world::Duration then = *next - at(0s).instant;
      for (const Post& post : pass(then)) out.emplace_back(then, post.group.alerts.front().kind);
    }
    return out;
  }
  const Alert& alert(std::size_t index) const { return engine_->alerts()[index]; }
  void silence(const std::string& simulator, world::Duration from, world::Duration to) {
    ASSERT_TRUE(silences_.set({"s1", {{"simulator", simulator, true}}, at(from).utc, at(to).utc, "me", ""}, kEpoch));
  }

  Config config_;
  SilenceBook silences_;
  std::unique_ptr<AlertEngine> engine_;
  std::unique_ptr<Notifier> notifier_;
};

TEST_F(NotifierTest, OneAlertIsToldOnceAndOnceWhenItEnds) {
  start({rule("Low")});
  const auto fired = value(50, 1s);
  ASSERT_THAT(fired, SizeIs(1));
  EXPECT_EQ(fired[0].group.alerts[0].kind, NotificationKind::firing);
  EXPECT_THAT(value(40, 2s), IsEmpty());
  const auto resolved = value(200, 3s);
  ASSERT_THAT(resolved, SizeIs(1));
  EXPECT_EQ(resolved[0].group.alerts[0].kind, NotificationKind::resolved);
  EXPECT_EQ(resolved[0].group.key, fired[0].group.key);
  EXPECT_EQ(notifier_->next(), std::nullopt);
}

TEST_F(NotifierTest, AGroupWaitsAndComesTogether) {
  AlertPolicyConfig policy;
  policy.group_by = {"rule"};
  policy.group_wait = 10s;
  policy.group_interval = 5min;
  start({rule("Low")}, policy);
  EXPECT_THAT(value(50, 1s, "sim"), IsEmpty());
  EXPECT_THAT(value(50, 4s, "other"), IsEmpty());
  EXPECT_EQ(notifier_->next(), at(11s).instant);
  const auto both = pass(11s);
  ASSERT_THAT(both, SizeIs(1));
  EXPECT_THAT(both[0].group.alerts, SizeIs(2));
  EXPECT_THAT(both[0].group.labels, ElementsAre(std::pair<std::string, std::string>("rule", "Low")));
  // The end of one of them keeps to the interval.
  EXPECT_THAT(value(500, 20s, "sim"), IsEmpty());
  EXPECT_EQ(notifier_->next(), at(11s + 5min).instant);
  EXPECT_THAT(pass(11s + 5min), SizeIs(1));
}

TEST_F(NotifierTest, WhatEndsWhileItsGroupWaitsIsNeverTold) {
  AlertPolicyConfig policy;
  policy.group_wait = 10s;
  start({rule("Low")}, policy);
  EXPECT_THAT(value(50, 1s), IsEmpty());
  EXPECT_THAT(value(500, 2s), IsEmpty());
  EXPECT_THAT(pass(30s), IsEmpty());
}

TEST_F(NotifierTest, ASilenceHoldsTheTellingBackUntilItEnds) {
  start({rule("Low")});
  silence("si*", 0s, 60s);
  EXPECT_THAT(value(50, 1s), IsEmpty());
  EXPECT_EQ(notifier_->episode_of(alert(0)).suppressed_by, "silence s1");
  EXPECT_THAT(value(50, 1s, "other"), SizeIs(1)) << "the silence is about another simulator";
  EXPECT_THAT(pass(59s), IsEmpty());
  EXPECT_THAT(pass(60s), SizeIs(1));
}

TEST_F(NotifierTest, WhatWasToldIsAlsoClosedUnderASilence) {
  start({rule("Low")});
  EXPECT_THAT(value(50, 1s), SizeIs(1));
  silence("sim", 0s, 60s);
  EXPECT_THAT(value(500, 2s), SizeIs(1));
  EXPECT_THAT(value(50, 3s), IsEmpty());
  EXPECT_THAT(value(500, 4s), IsEmpty()) << "nobody heard that it began";
}

TEST_F(NotifierTest, AnInhibitingAlertMutesItsDependantsOnTheSameSimulator) {
  AlertPolicyConfig policy;
  policy.inhibit_rules = {{{{"rule", "Lost"}}, {{"severity", "warning"}}, {"simulator"}}};
  start({rule("Lost"), rule("Low", Severity::warning)}, policy);
  const auto posts = value(50, 1s);
  ASSERT_THAT(posts, SizeIs(1));
  EXPECT_EQ(posts[0].group.alerts[0].rule, "Lost");
  EXPECT_EQ(notifier_->episode_of(alert(1)).suppressed_by, "inhibited by Lost");
}

TEST_F(NotifierTest, AMaintenanceWindowOfACalendarMutes) {
  AlertPolicyConfig policy;
  MaintenanceWindow& nightly = policy.maintenance.emplace_back();
  nightly.name = "morning";
  nightly.calendar = Calendar{"morning", {}, {true, true, true, true, true, true, true}, 8h, 9h, {}};
  start({rule("Low")}, policy);
  EXPECT_THAT(value(50, 1s), IsEmpty());
  EXPECT_THAT(pass(1h), SizeIs(1));
}

TEST_F(NotifierTest, RepeatsUntilSomebodyAcknowledges) {
  AlertPolicyConfig policy;
  policy.repeat_interval = 10min;
  start({rule("Low")}, policy);
  EXPECT_THAT(value(50, 1s), SizeIs(1));
  EXPECT_THAT(occasions_until(21min), ElementsAre(std::pair(10min + 1s, NotificationKind::repeated),
                                                  std::pair(20min + 1s, NotificationKind::repeated)));
  EXPECT_TRUE(notifier_->acknowledge(alert(0), {"me", "", kEpoch}));
  const auto told = pass(22min);
  ASSERT_THAT(told, SizeIs(1)) << "who was told hears that somebody took it on";
  EXPECT_EQ(told[0].group.alerts[0].kind, NotificationKind::acknowledged);
  EXPECT_EQ(told[0].group.alerts[0].acknowledged_by, "me");
  EXPECT_THAT(occasions_until(5h), IsEmpty());
  EXPECT_FALSE(notifier_->acknowledge(alert(1), {"me", "", kEpoch})) << "it does not fire";
}

TEST_F(NotifierTest, TheSameAcknowledgementAgainIsNoNews) {
  start({rule("Low")});
  EXPECT_THAT(value(50, 1s), SizeIs(1));
  EXPECT_TRUE(notifier_->acknowledge(alert(0), {"me", "on it", kEpoch}));
  EXPECT_THAT(pass(2s), SizeIs(1));
  EXPECT_TRUE(notifier_->acknowledge(alert(0), {"me", "on it", kEpoch + 1s}));
  EXPECT_THAT(pass(3s), IsEmpty());
  EXPECT_TRUE(notifier_->acknowledge(alert(0), {"me", "need help", kEpoch + 2s}));
  EXPECT_THAT(pass(4s), SizeIs(1));
  EXPECT_TRUE(notifier_->acknowledge(alert(0), {"you", "need help", kEpoch + 3s}));
  EXPECT_THAT(pass(5s), SizeIs(1));
}

TEST_F(NotifierTest, AMessageCountsWhatItsReceiverKnowsToFireBesides) {
  AlertPolicyConfig policy;
  policy.group_by = {"simulator"};
  RuleConfig mailed = rule("Mailed");
  mailed.actions = {Action::email};
  RuleConfig lower = rule("Lower");
  lower.threshold = 60;
  start({rule("Low"), lower, mailed}, policy);
  EXPECT_THAT(value(50, 1s, "other"), SizeIs(2)) << "of another group";
  const auto fired = value(50, 2s);
  ASSERT_THAT(fired, SizeIs(2));
  EXPECT_THAT(fired[0].group.alerts, SizeIs(2));
  EXPECT_EQ(fired[0].group.firing_beside, 0U);
  const auto resolved = value(80, 3s);
  ASSERT_THAT(resolved, SizeIs(1));
  EXPECT_EQ(resolved[0].group.alerts[0].rule, "Lower");
  EXPECT_EQ(resolved[0].group.firing_beside, 1U) << "Low; of Mailed this receiver never heard";
  EXPECT_EQ(resolved[0].group.unattended_beside, 1U);
  EXPECT_TRUE(notifier_->acknowledge(alert(0), {"me", "", kEpoch}));
  const auto acknowledged = pass(4s);
  ASSERT_THAT(acknowledged, SizeIs(1));
  EXPECT_EQ(acknowledged[0].group.firing_beside, 0U);
  const auto again = value(50, 5s);
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].group.firing_beside, 1U);
  EXPECT_EQ(again[0].group.unattended_beside, 0U);
}

AlertPolicyConfig with_escalation() {
  AlertPolicyConfig policy;
  EscalationConfig& escalation = policy.escalation;
  escalation.enabled = true;
  escalation.business_hours = Calendar{"office", {}, {true, true, true, true, true, false, false}, 9h, 17h, {}};
  escalation.tiers[2] = {Action::email};
  escalation.management = {Action::email};
  escalation.levels[0] = {3, 30min, false, Hours::always, {}, 30min, true};
  escalation.levels[1] = {1, 2h, false, Hours::always, 1h, 2h, false};
  escalation.levels[2] = {1, 4h, false, Hours::business, {}, {}, false};
  escalation.levels[3] = {1, {}, true, Hours::business, {}, {}, false};
  return policy;
}

TEST_F(NotifierTest, SeverityOneGoesToTierThreeAtOnceAndIsUpdatedEveryHalfHour) {
  start({rule("Low")}, with_escalation());
  const auto posts = value(50, 0s);
  ASSERT_THAT(posts, SizeIs(2));
  EXPECT_EQ(posts[0].action, Action::slack);
  EXPECT_EQ(posts[1].action, Action::email);
  EXPECT_EQ(posts[1].group.alerts[0].tier, 3);
  EXPECT_EQ(posts[1].group.alerts[0].respond_by, kEpoch + 30min);
  EXPECT_TRUE(notifier_->acknowledge(alert(0), {"me", "", kEpoch}));
  EXPECT_THAT(pass(1s), SizeIs(2)) << "the acknowledgement";
  const auto seen = occasions_until(61min);
  EXPECT_THAT(seen, ElementsAre(std::pair(30min, NotificationKind::status_update),
                                std::pair(30min, NotificationKind::status_update),
                                std::pair(60min, NotificationKind::status_update),
                                std::pair(60min, NotificationKind::status_update)));
}

TEST_F(NotifierTest, SeverityTwoClimbsAfterAnHourAndWhenNobodyResponds) {
  RuleConfig high = rule("Low");
  high.level = 2;
  start({high}, with_escalation());
  EXPECT_THAT(value(50, 0s), SizeIs(1));
  const auto seen = occasions_until(119min);
  EXPECT_THAT(seen, ElementsAre(std::pair(60min, NotificationKind::escalated)));
  EXPECT_EQ(notifier_->episode_of(alert(0)).tier, 2);
  EXPECT_THAT(pass(2h), SizeIs(2)) << "tier 3 has the mail too";
  EXPECT_EQ(notifier_->episode_of(alert(0)).tier, 3);
}

TEST_F(NotifierTest, SeverityThreeAnswersInBusinessHoursAndFourOnTheNextDay) {
  RuleConfig low = rule("Minor");
  low.level = 4;
  start({rule("Low", Severity::warning), low}, with_escalation());
  EXPECT_THAT(value(50, 0s), SizeIs(2));
  // It is 08:00; the office opens at nine.
  EXPECT_EQ(notifier_->episode_of(alert(0)).respond_by, kEpoch + 5h);
  EXPECT_EQ(notifier_->episode_of(alert(1)).respond_by, kEpoch + 33h);
  EXPECT_THAT(occasions_until(24h), ElementsAre(std::pair(5h, NotificationKind::response_overdue)));
  EXPECT_THAT(pass(40h), IsEmpty()) << "severity four escalates to nobody";
  EXPECT_TRUE(notifier_->episode_of(alert(1)).overdue);
}

TEST_F(NotifierTest, ARestartTellsNothingTwiceAndGoesOnCounting) {
  AlertPolicyConfig policy;
  policy.repeat_interval = 10min;
  start({rule("Low")}, policy);
  EXPECT_THAT(value(50, 1s), SizeIs(1));
  EXPECT_TRUE(notifier_->take_dirty());
  const AlertMemory condition = engine_->remember(alert(0), at(1min));
  const EpisodeMemory episode = notifier_->remember(alert(0), at(1min));
  start({rule("Low")}, policy);
  engine_->restore(condition, 2min, at(3min));
  notifier_->restore(episode, 2min, at(3min));
  EXPECT_THAT(pass(3min), IsEmpty());
  EXPECT_EQ(notifier_->next(), at(10min + 1s).instant);
  EXPECT_THAT(value(500, 4min), SizeIs(1)) << "and it can end";
}

AlertPolicyConfig with_interval() {
  AlertPolicyConfig policy;
  policy.group_by = {"simulator"};
  policy.group_interval = 8s;
  return policy;
}

TEST_F(NotifierTest, AnEndThatWaitsIsToldAfterARestart) {
  start({rule("Low")}, with_interval());
  const auto fired = value(50, 1s);
  ASSERT_THAT(fired, SizeIs(1));
  EXPECT_THAT(value(500, 3s), IsEmpty());
  const std::vector<Ending> endings = notifier_->endings();
  ASSERT_THAT(endings, SizeIs(1));
  EXPECT_EQ(endings[0].labels, fired[0].group.labels);
  start({rule("Low")}, with_interval());
  notifier_->restore(endings[0], at(6s));
  EXPECT_TRUE(notifier_->take_dirty());
  EXPECT_EQ(notifier_->endings(), endings) << "nor does another kill lose it";
  const auto resolved = pass(6s);
  ASSERT_THAT(resolved, SizeIs(1));
  EXPECT_EQ(resolved[0].action, Action::slack);
  EXPECT_EQ(resolved[0].group.key, fired[0].group.key);
  ASSERT_THAT(resolved[0].group.alerts, SizeIs(1));
  EXPECT_EQ(resolved[0].group.alerts[0].kind, NotificationKind::resolved);
  EXPECT_EQ(resolved[0].group.alerts[0].at, at(3s).utc);
  EXPECT_EQ(notify::episode_of(resolved[0].group.alerts[0]), notify::episode_of(fired[0].group.alerts[0]));
  EXPECT_THAT(notifier_->endings(), IsEmpty());
}

TEST_F(NotifierTest, AnEndThatWaitsOutlastsAnEpisodeNobodyHeardOf) {
  start({rule("Low")}, with_interval());
  EXPECT_THAT(value(50, 1s), SizeIs(1));
  EXPECT_THAT(value(500, 3s), IsEmpty());
  EXPECT_THAT(value(50, 4s), IsEmpty());
  EXPECT_THAT(value(500, 5s), IsEmpty());
  const auto resolved = pass(9s);
  ASSERT_THAT(resolved, SizeIs(1));
  ASSERT_THAT(resolved[0].group.alerts, SizeIs(1));
  EXPECT_EQ(resolved[0].group.alerts[0].kind, NotificationKind::resolved);
}

TEST_F(NotifierTest, AnAlertWhoseRuleIsGoneIsToldToBeOver) {
  start({rule("Low"), rule("Other")}, with_interval());
  const auto fired = value(50, 1s);
  ASSERT_THAT(fired, SizeIs(1));
  std::vector<AlertMemory> conditions;
  std::vector<EpisodeMemory> episodes;
  for (std::size_t i = 0; i < 2; ++i) {
    conditions.push_back(engine_->remember(alert(i), at(2s)));
    episodes.push_back(notifier_->remember(alert(i), at(2s)));
  }
  start({rule("Renamed"), rule("Other")}, with_interval());
  for (const AlertMemory& condition : conditions) engine_->restore(condition, 0s, at(2s));
  for (const EpisodeMemory& episode : episodes) notifier_->restore(episode, 0s, at(2s));
  const auto over = pass(2s);
  ASSERT_THAT(over, SizeIs(1));
  EXPECT_EQ(over[0].group.key, fired[0].group.key);
  EXPECT_EQ(over[0].group.firing_beside, 1U) << "the other rule's";
  ASSERT_THAT(over[0].group.alerts, SizeIs(1));
  const notify::Notification& told = over[0].group.alerts[0];
  EXPECT_EQ(told.rule, "Low");
  EXPECT_EQ(told.kind, NotificationKind::resolved);
  EXPECT_EQ(told.at, at(2s).utc);
  EXPECT_EQ(told.reason, "the rule is no longer configured.");
  EXPECT_EQ(told.summary, "altitude of sim is no longer watched");
  EXPECT_THAT(pass(1h), IsEmpty());
}

TEST_F(NotifierTest, AnUntoldAlertWhoseRuleIsGoneIsToldToNobody) {
  start({rule("Low")});
  silence("sim", 0s, 60s);
  EXPECT_THAT(value(50, 1s), IsEmpty());
  const EpisodeMemory episode = notifier_->remember(alert(0), at(2s));
  start({rule("Renamed")});
  notifier_->restore(episode, 0s, at(2s));
  EXPECT_THAT(pass(2s), IsEmpty());
}

TEST(Labels, APatternIsTextWithStars) {
  EXPECT_TRUE(matches_pattern("", ""));
  EXPECT_TRUE(matches_pattern("*", ""));
  EXPECT_TRUE(matches_pattern("a*c*", "abcbcd"));
  EXPECT_TRUE(matches_pattern("*b", "aab"));
  EXPECT_FALSE(matches_pattern("a", "ab"));
  EXPECT_FALSE(matches_pattern("a*b", "abc"));
  EXPECT_TRUE(matches_pattern("[a-z]+", "[a-z]+")) << "nothing else is special";
}

}  // namespace
}  // namespace checkride::runtime::alerts
