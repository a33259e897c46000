// Goal: rules and tiers can name receivers, and a wrong one gets its stated error. Method: whole configurations.
#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"
#include "config_fixture.hpp"

namespace checkride::runtime {
namespace {

using support::ConfigHost;
using support::kMinimal;
using test::FailsWith;
using test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string with(const std::string& receivers, const std::string& actions = "[email]",
                 const std::string& tiers = "{}") {
  return kMinimal +
         "flight_monitor:\n  variables: [{id: 1, name: PLANE ALTITUDE, units: feet}]\n"
         "alert_manager:\n"
         "  smtp: {server: mail, from: m@example.com, to: [ops@example.com]}\n"
         "  slack: {webhook_url: \"https://hooks.example.com/x\", channel: \"#all\"}\n"
         "  webhook: {url: \"https://hooks.example.com/y\"}\n"
         "  receivers: " +
         receivers + "\n  rules: [{name: R, metric: altitude, condition: less_than, threshold: 1, actions: " + actions +
         "}]\n  escalation: {tiers: " + tiers + "}\n";
}

const std::string kTeams =
    "[{name: support, actions: [email], email_to: [support@example.com]}, "
    "{name: critical, actions: [email, slack, webhook], email_to: [critical@example.com, boss@example.com], "
    "slack_channel: \"#critical\"}, {name: everybody, actions: [slack, email]}]";

TEST(Receivers, AreNamedByRulesAndTiers) {
  ConfigHost host;
  const auto loaded = host.load_text(with(kTeams, "[support, slack]", "{2: [email], 3: [critical]}"));
  ASSERT_THAT(loaded, IsOk());
  const AlertManagerConfig& alerts = loaded->config.alert_manager;
  Recipient support(Action::email);
  support.receiver = "support";
  support.mail_to = {"support@example.com"};
  EXPECT_THAT(alerts.rules[0].actions, ElementsAre(support, Recipient(Action::slack)));
  const auto& tiers = alerts.policy.escalation.tiers;
  EXPECT_THAT(tiers[0], IsEmpty());
  EXPECT_THAT(tiers[1], ElementsAre(Recipient(Action::email)));
  ASSERT_EQ(tiers[2].size(), 3U);
  EXPECT_THAT(tiers[2][0].mail_to, ElementsAre("critical@example.com", "boss@example.com"));
  EXPECT_EQ(tiers[2][1].slack_channel, "#critical");
  EXPECT_EQ(tiers[2][2].receiver, "critical") << "the body of a webhook names it";
}

TEST(Receivers, WithoutRecipientsOfItsOwnOneIsItsChannels) {
  ConfigHost host;
  const auto loaded = host.load_text(with(kTeams, "[email, everybody]"));
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->config.alert_manager.rules[0].actions,
              ElementsAre(Recipient(Action::email), Recipient(Action::slack)))
      << "nobody is told twice";
}

TEST(TierResponses, AreTheGuidesUnlessGiven) {
  ConfigHost host;
  const auto guide = host.load_text(with("[]"));
  ASSERT_THAT(guide, IsOk());
  using namespace std::chrono_literals;
  EXPECT_EQ(guide->config.alert_manager.policy.escalation.responses[1], (TierPolicy{2h, 4h}));
  EXPECT_EQ(guide->config.alert_manager.policy.escalation.responses[2], (TierPolicy{30min, {}}));
  const auto own = host.load_text(with("[]", "[email]", "{}, responses: {2: {respond_within: 5m, outside_hours: 0s}}"));
  ASSERT_THAT(own, IsOk());
  EXPECT_EQ(own->config.alert_manager.policy.escalation.responses[1], (TierPolicy{5min, {}}));
}

TEST(Receivers, AWrongOneGetsItsError) {
  struct Row {
    std::string receivers;
    std::string actions;
    const char* expected;
  };
  const std::vector<Row> rows{
      {"[{name: email, actions: [slack]}]", "[email]", "\"email\" is the name of a channel"},
      {"[{name: a, actions: [slack]}, {name: a, actions: [email]}]", "[a]", "receiver \"a\" is listed twice"},
      {"[{name: a, actions: [pagerduty]}]", "[a]", "pagerduty needs alert_manager.pagerduty"},
      {"[{name: a, actions: [slack], email_to: [x@y.z]}]", "[a]", "email_to needs email among the actions"},
      {"[{name: a, actions: [email], slack_channel: x}]", "[a]", "slack_channel needs slack among the actions"},
      {"[{name: a, actions: [email], email_to: [\"x@y.z\\r\\nBcc: b@c.d\"]}]", "[a]", "is no mail address"},
      {"[{name: a, actions: [email, email]}]", "[a]", "the action stands twice"},
      {"[{actions: [email]}]", "[email]", "the key \"name\" is missing"},
      {"[{name: support, actions: [email]}]", "[suport]", "did you mean \"support\"?"},
      {"[{name: support, actions: [email]}]", "[support, support]", "the action stands twice"},
  };
  for (const Row& row : rows) {
    ConfigHost host;
    EXPECT_THAT(host.load_text(with(row.receivers, row.actions)), FailsWith(HasSubstr(row.expected))) << row.expected;
  }
}

}  // namespace
}  // namespace checkride::runtime
