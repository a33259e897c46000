// Goal: an alert that nobody takes on is handed from tier to tier in the time that each has, and to the receivers that
// the tier names. Method: a real engine over one or two rules, exact times; every post is looked at.
#include "notifier_bench.hpp"

namespace checkride::runtime::alerts {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// Levels alone: no tier has a time of its own.
AlertPolicyConfig without_responses() {
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

// As the guide has it; without what would be told besides.
AlertPolicyConfig guide() {
  AlertPolicyConfig policy = without_responses();
  policy.escalation.responses = {TierPolicy{}, TierPolicy{2h, 4h}, TierPolicy{30min, {}}};
  policy.escalation.levels[1].status_update.reset();
  policy.escalation.management.clear();
  return policy;
}

class EscalationTest : public NotifierBench {
 protected:
  // What the notifier has to say by itself until `when`, to Slack, and at which times.
  std::vector<std::pair<world::Duration, NotificationKind>> slack_until(world::Duration when) {
    std::vector<std::pair<world::Duration, NotificationKind>> out;
    for (auto next = notifier_->next(); next && *next <= at(when).instant; next = notifier_->next()) {
      const world::Duration then = *next - at(0s).instant;
      for (const Post& post : pass(then)) {
        if (post.action == Action::slack) out.emplace_back(then, post.group.alerts.front().kind);
      }
    }
    return out;
  }
  const Episode& episode() const { return notifier_->episode_of(alert(0)); }
};

RuleConfig of_level(int level) {
  RuleConfig low = rule("Low");
  low.level = level;
  return low;
}

TEST_F(EscalationTest, SeverityOneGoesToTierThreeAtOnceAndIsUpdatedEveryHalfHour) {
  start({rule("Low")}, without_responses());
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

TEST_F(EscalationTest, SeverityTwoClimbsAfterAnHourAndWhenNobodyResponds) {
  RuleConfig high = rule("Low");
  high.level = 2;
  start({high}, without_responses());
  EXPECT_THAT(value(50, 0s), SizeIs(1));
  const auto seen = occasions_until(119min);
  EXPECT_THAT(seen, ElementsAre(std::pair(60min, NotificationKind::escalated)));
  EXPECT_EQ(notifier_->episode_of(alert(0)).tier, 2);
  EXPECT_THAT(pass(2h), SizeIs(2)) << "tier 3 has the mail too";
  EXPECT_EQ(notifier_->episode_of(alert(0)).tier, 3);
}

TEST_F(EscalationTest, SeverityThreeAnswersInBusinessHoursAndFourOnTheNextDay) {
  RuleConfig low = rule("Minor");
  low.level = 4;
  start({rule("Low", Severity::warning), low}, without_responses());
  EXPECT_THAT(value(50, 0s), SizeIs(2));
  // It is 08:00; the office opens at nine.
  EXPECT_EQ(notifier_->episode_of(alert(0)).respond_by, kEpoch + 5h);
  EXPECT_EQ(notifier_->episode_of(alert(1)).respond_by, kEpoch + 33h);
  EXPECT_THAT(occasions_until(24h), ElementsAre(std::pair(5h, NotificationKind::response_overdue)));
  EXPECT_THAT(pass(40h), IsEmpty()) << "severity four escalates to nobody";
  EXPECT_TRUE(notifier_->episode_of(alert(1)).overdue);
}

TEST_F(EscalationTest, SeverityTwoGoesThroughTheTiersInTheirTimes) {
  start({of_level(2)}, guide());
  EXPECT_THAT(value(50, 0s), SizeIs(1));
  EXPECT_THAT(slack_until(1h), ElementsAre(std::pair(1h, NotificationKind::escalated)));
  EXPECT_EQ(episode().tier, 2);
  EXPECT_EQ(episode().respond_by, kEpoch + 2h) << "the severity's promise ends sooner than the tier's";
  EXPECT_THAT(slack_until(24h), ElementsAre(std::pair(2h, NotificationKind::response_overdue),
                                            std::pair(2h + 30min, NotificationKind::response_overdue)));
  EXPECT_EQ(episode().tier, 3);
  EXPECT_TRUE(episode().overdue) << "there is nobody above";
}

TEST_F(EscalationTest, SeverityThreeIsHandedOnWithTheTimeOfTheTier) {
  start({of_level(3)}, guide());
  EXPECT_THAT(value(50, 0s), SizeIs(1));
  EXPECT_THAT(slack_until(24h), ElementsAre(std::pair(5h, NotificationKind::response_overdue),
                                            std::pair(7h, NotificationKind::response_overdue),
                                            std::pair(7h + 30min, NotificationKind::response_overdue)));
}

TEST_F(EscalationTest, OutsideOfBusinessHoursATierMayTakeLonger) {
  AlertPolicyConfig policy = guide();
  policy.escalation.levels[2].respond_within = 30min;
  policy.escalation.levels[2].hours = Hours::always;
  start({of_level(3)}, policy);
  EXPECT_THAT(value(50, 0s), SizeIs(1));
  EXPECT_THAT(slack_until(30min), SizeIs(1));
  EXPECT_EQ(episode().respond_by, kEpoch + 4h + 30min);
}

TEST_F(EscalationTest, WhoeverHasTakenItOnIsGivenNoOtherTime) {
  start({of_level(2)}, guide());
  EXPECT_THAT(value(50, 0s), SizeIs(1));
  EXPECT_TRUE(notifier_->acknowledge(alert(0), {"me", "", kEpoch}));
  EXPECT_THAT(slack_until(24h),
              ElementsAre(std::pair(0s, NotificationKind::acknowledged), std::pair(1h, NotificationKind::escalated)));
  EXPECT_EQ(episode().respond_by, kEpoch + 2h);
}

TEST_F(EscalationTest, ARestartKeepsTheTimeOfTheTier) {
  start({of_level(3)}, guide());
  EXPECT_THAT(value(50, 0s), SizeIs(1));
  EXPECT_THAT(slack_until(5h), SizeIs(1));
  const AlertMemory condition = engine_->remember(alert(0), at(6h));
  const EpisodeMemory memory = notifier_->remember(alert(0), at(6h));
  start({of_level(3)}, guide());
  engine_->restore(condition, 0s, at(6h));
  notifier_->restore(memory, 0s, at(6h));
  EXPECT_EQ(episode().respond_by, kEpoch + 7h);
  EXPECT_THAT(pass(6h), IsEmpty());
  EXPECT_THAT(slack_until(7h), ElementsAre(std::pair(7h, NotificationKind::response_overdue)));
}

// The severity has no time of its own, only the tier that it is handed to.
TEST_F(EscalationTest, ARestartKeepsTheTimeOfATierAlsoIfTheSeverityHasNone) {
  AlertPolicyConfig policy = guide();
  policy.escalation.levels[1].respond_within.reset();
  start({of_level(2)}, policy);
  EXPECT_THAT(value(50, 0s), SizeIs(1));
  EXPECT_THAT(slack_until(1h), ElementsAre(std::pair(1h, NotificationKind::escalated)));
  ASSERT_EQ(episode().respond_by, kEpoch + 3h);
  const AlertMemory condition = engine_->remember(alert(0), at(2h));
  const EpisodeMemory memory = notifier_->remember(alert(0), at(2h));
  start({of_level(2)}, policy);
  engine_->restore(condition, 0s, at(2h));
  notifier_->restore(memory, 0s, at(2h));
  EXPECT_EQ(episode().respond_by, kEpoch + 3h);
  EXPECT_THAT(pass(2h), IsEmpty());
  EXPECT_THAT(slack_until(3h), ElementsAre(std::pair(3h, NotificationKind::response_overdue)));
}

TEST_F(EscalationTest, WhoIsToldOfAFiringIsDecidedWhenItIsTold) {
  AlertPolicyConfig policy = guide();
  policy.group_wait = 30s;
  policy.escalation.tiers[2] = {Action::slack};
  RuleConfig low = of_level(1);
  low.actions = {Action::email};
  start({low}, policy);
  EXPECT_THAT(value(50, 0s), IsEmpty());
  policy.escalation.tiers[2] = {Action::webhook};
  notifier_->set_policy(policy);
  const auto posts = pass(30s);
  ASSERT_THAT(posts, SizeIs(2));
  EXPECT_EQ(posts[0].action, Action::email);
  EXPECT_EQ(posts[1].action, Action::webhook);
  EXPECT_THAT(episode().audience, ElementsAre(Recipient(Action::email), Recipient(Action::webhook)));
}

TEST_F(EscalationTest, AFiringForAChannelThatGoesIsLeftToTheNextNotifier) {
  AlertPolicyConfig policy;
  policy.group_wait = 30s;
  start({rule("Low")}, policy);
  EXPECT_THAT(value(50, 0s), IsEmpty());
  EXPECT_THAT(notifier_->flush_now(at(1s), [](Action action) { return action == Action::slack; }), IsEmpty());
  EXPECT_FALSE(notifier_->remember(alert(0), at(1s)).told);
  EXPECT_THAT(pass(1s), IsEmpty());
  EXPECT_THAT(pass(31s), SizeIs(1));
}

TEST_F(EscalationTest, ATierTellsItsReceiverUntilTheEnd) {
  AlertPolicyConfig policy = guide();
  Recipient critical(Action::email);
  critical.receiver = "critical";
  critical.mail_to = {"critical@example.com"};
  critical.own_target = true;
  policy.escalation.tiers[2] = {critical};
  policy.escalation.management = {Action::email};
  RuleConfig low = of_level(1);
  low.actions = {Action::email};
  start({low}, policy);
  const auto posts = value(50, 0s);
  ASSERT_THAT(posts, SizeIs(2)) << "the management has the same mail as the rule";
  EXPECT_THAT(posts[0].group.mail_to, IsEmpty());
  EXPECT_EQ(posts[1].action, Action::email);
  EXPECT_EQ(posts[1].group.receiver, "critical");
  EXPECT_THAT(posts[1].group.mail_to, ElementsAre("critical@example.com"));
  EXPECT_TRUE(posts[1].group.own_target);
  EXPECT_FALSE(posts[0].group.own_target);
  const EpisodeMemory memory = notifier_->remember(alert(0), at(1s));
  EXPECT_THAT(memory.audience, ElementsAre(Recipient(Action::email), critical));
  policy.escalation.tiers[2] = {};
  notifier_->set_policy(policy);
  const auto resolved = value(500, 2s);
  ASSERT_THAT(resolved, SizeIs(2)) << "who was told hears the end, also if nobody would be told now";
  EXPECT_THAT(resolved[1].group.mail_to, ElementsAre("critical@example.com"));
}

}  // namespace
}  // namespace checkride::runtime::alerts
