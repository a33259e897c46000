// Goal: people are told of an alert as often as the configuration says, and never of what is silenced. Method: a real
// engine over one rule per case, exact times; every post is looked at.
#include "notifier_bench.hpp"

#include "alerts/labels.hpp"

namespace checkride::runtime::alerts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class NotifierTest : public NotifierBench {};

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

TEST_F(NotifierTest, ASilenceByRegularExpressionFitsTheWholeLabel) {
  start({rule("Low"), rule("Lower")});
  const Matcher low{"rule", "[kl]ow", true, *Regex::compile("(?i)[kl]ow")};
  ASSERT_TRUE(silences_.set({"s1", {low}, at(0s).utc, at(60s).utc, "me", ""}, kEpoch));
  const auto posts = value(50, 1s);
  ASSERT_THAT(posts, SizeIs(1));
  EXPECT_EQ(posts[0].group.alerts[0].rule, "Lower");
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

TEST_F(NotifierTest, ExpressionsMatchInMaintenanceAndInhibition) {
  AlertPolicyConfig policy;
  MaintenanceWindow& window = policy.maintenance.emplace_back();
  window.name = "bench";
  window.match = {{"simulator", "s.m", true, *Regex::compile("s.m")},
                  {"rule", "Lost|Top", false, *Regex::compile("Lost|Top")}};
  window.starts_at = at(0s).utc;
  window.ends_at = at(60s).utc;
  policy.inhibit_rules = {{{{"rule", "L.*", true, *Regex::compile("L.*")}}, {{"rule", "Top"}}, {"simulator"}}};
  start({rule("Lost"), rule("Low"), rule("Top")}, policy);
  auto posts = value(50, 1s);
  ASSERT_THAT(posts, SizeIs(1));
  EXPECT_EQ(posts[0].group.alerts[0].rule, "Lost");
  EXPECT_EQ(notifier_->episode_of(alert(1)).suppressed_by, "maintenance bench");
  EXPECT_EQ(notifier_->episode_of(alert(2)).suppressed_by, "inhibited by Lost");
  posts = value(50, 2s, "other");
  ASSERT_THAT(posts, SizeIs(2)) << "the window is another simulator's";
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

TEST_F(NotifierTest, AnOpenIncidentKeepsItsKeyWhenTheGroupsChange) {
  AlertPolicyConfig policy;
  policy.group_by = {"rule", "simulator"};
  start({rule("Low")}, policy);
  const auto fired = value(50, 1s);
  ASSERT_THAT(fired, SizeIs(1));
  policy.group_by = {"rule"};
  policy.repeat_interval = 10min;
  notifier_->set_policy(policy);
  const auto other = value(50, 2s, "other");
  ASSERT_THAT(other, SizeIs(1));
  EXPECT_NE(other[0].group.key, fired[0].group.key) << "what fires now is told in the new groups";
  EXPECT_EQ(other[0].group.firing_beside, 0U);
  const auto repeated = pass(10min + 1s);
  ASSERT_THAT(repeated, SizeIs(1));
  EXPECT_EQ(repeated[0].group.key, fired[0].group.key);
  EXPECT_EQ(repeated[0].group.labels, fired[0].group.labels);

  const AlertMemory condition = engine_->remember(alert(0), at(11min));
  const EpisodeMemory episode = notifier_->remember(alert(0), at(11min));
  start({rule("Low")}, policy);
  engine_->restore(condition, 0s, at(11min));
  notifier_->restore(episode, 0s, at(11min));
  const auto resolved = value(500, 12min);
  ASSERT_THAT(resolved, SizeIs(1));
  EXPECT_EQ(resolved[0].group.key, fired[0].group.key) << "nor does a restart lose it";
  EXPECT_EQ(resolved[0].group.labels, fired[0].group.labels);
  const auto again = value(50, 13min);
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].group.key, other[0].group.key);
}

TEST_F(NotifierTest, WhatWaitsWhenTheGroupsChangeIsTakenBackWhenItEnds) {
  AlertPolicyConfig policy;
  policy.group_wait = 10s;
  start({rule("Low")}, policy);
  EXPECT_THAT(value(50, 1s), IsEmpty());
  policy.group_by = {"rule"};
  notifier_->set_policy(policy);
  EXPECT_THAT(value(500, 2s), IsEmpty());
  EXPECT_THAT(pass(30s), IsEmpty());
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
