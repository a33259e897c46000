// Goal: a receiver may carry addresses and keys of its own, which are secrets as those of the channels are. Method:
// whole configurations, files of secrets; what was loaded, the prints and the notices are compared.
#include <gmock/gmock.h>

#include "checkride/test/result_matchers.hpp"
#include "config/print.hpp"
#include "config_fixture.hpp"

namespace checkride::runtime {
namespace {

using support::ConfigHost;
using support::kMinimal;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::string with(const std::string& receiver, const std::string& actions = "[slack, webhook, pagerduty]") {
  return kMinimal +
         "flight_monitor:\n  variables: [{name: PLANE ALTITUDE, units: feet}]\nalert_manager:\n"
         "  slack: {webhook_url: \"https://h/a\"}\n  webhook: {url: \"https://h/b\"}\n"
         "  pagerduty: {routing_key: 00000000000000000000000000000000}\n"
         "  receivers: [{name: critical, actions: " +
         actions + ", " + receiver +
         "}]\n  rules: [{name: R, metric: altitude, condition: less_than, threshold: 1, actions: [critical]}]\n";
}

constexpr const char* kAll =
    "slack_webhook_url: \"https://h/hunter2\", pagerduty_routing_key: hunter2hunter2hunter2hunter20000, "
    "webhook_url: \"https://own/hunter2\", webhook_bearer_token: hunter2";

std::vector<std::string> masked_keys(const LoadedConfig& loaded) {
  std::vector<std::string> keys;
  for (const Notice& notice : loaded.notices) {
    if (notice.event == "secret_is_masked") keys.push_back(notice.key);
  }
  return keys;
}

TEST(ReceiverSecrets, GoToTheirChannelsAndTheRecipientNamesTheReceiver) {
  ConfigHost host;
  const auto loaded = host.load_text(with(kAll));
  ASSERT_THAT(loaded, IsOk());
  const AlertManagerConfig& alerts = loaded->config.alert_manager;
  EXPECT_EQ(alerts.channels.slack->own_urls.at("critical").reveal(), "https://h/hunter2");
  EXPECT_EQ(alerts.channels.pagerduty->own_keys.at("critical").reveal(), "hunter2hunter2hunter2hunter20000");
  EXPECT_EQ(alerts.channels.webhook->own_targets.at("critical").url.reveal(), "https://own/hunter2");
  EXPECT_EQ(alerts.channels.webhook->own_targets.at("critical").bearer_token.reveal(), "hunter2");
  ASSERT_THAT(alerts.rules.at(0).actions, SizeIs(3));
  for (const Recipient& recipient : alerts.rules[0].actions) {
    EXPECT_TRUE(recipient.own_target) << to_string(recipient.action);
    EXPECT_EQ(recipient.receiver, "critical");
  }
}

TEST(ReceiverSecrets, OneThatIsNotGivenIsTheChannels) {
  ConfigHost host;
  const auto loaded = host.load_text(with("pagerduty_routing_key: 11111111111111111111111111111111"));
  ASSERT_THAT(loaded, IsOk());
  const AlertManagerConfig& alerts = loaded->config.alert_manager;
  EXPECT_THAT(alerts.channels.slack->own_urls, IsEmpty());
  EXPECT_EQ(alerts.rules.at(0).actions.at(0), Recipient(Action::slack));
  EXPECT_FALSE(alerts.rules[0].actions.at(1).own_target);
  EXPECT_TRUE(alerts.rules[0].actions.at(2).own_target);
}

TEST(ReceiverSecrets, AreMaskedInEveryPrintWhichLoadsAgain) {
  ConfigHost host;
  const auto loaded = host.load_text(with(kAll));
  ASSERT_THAT(loaded, IsOk());
  std::string json;
  values::json::Writer writer(json);
  writer.begin_object();
  add_config_members(writer, *loaded);
  writer.end_object();
  const std::string printed = printed_config(*loaded);
  EXPECT_THAT(printed + json, AllOf(Not(HasSubstr("hunter2")), HasSubstr("slack_webhook_url: \"https://<masked>")));
  EXPECT_THAT(masked_keys(*loaded), IsEmpty());
  const auto again = host.load_text(printed);
  ASSERT_THAT(again, IsOk()) << printed;
  EXPECT_THAT(masked_keys(*again), AllOf(Contains("alert_manager.receivers.0.slack_webhook_url"),
                                         Contains("alert_manager.receivers.0.pagerduty_routing_key"),
                                         Contains("alert_manager.receivers.0.webhook_url"),
                                         Contains("alert_manager.receivers.0.webhook_bearer_token")));
  EXPECT_EQ(loaded->config.alert_manager.rules, again->config.alert_manager.rules);
}

TEST(ReceiverSecrets, MayStandInFiles) {
  ConfigHost host;
  host.write("/etc/slack", "https://h/hunter2\n");
  host.write("/etc/key", "hunter2hunter2hunter2hunter20000\n");
  host.write("/etc/hook", "https://own/hunter2\n");
  host.write("/etc/token", "hunter2\n");
  const std::string files =
      "slack_webhook_url_file: /etc/slack, pagerduty_routing_key_file: /etc/key, webhook_url_file: /etc/hook, "
      "webhook_bearer_token_file: /etc/token";
  const auto written = host.load_text(with(kAll));
  const auto loaded = host.load_text(with(files));
  ASSERT_THAT(written, IsOk());
  ASSERT_THAT(loaded, IsOk());
  const ChannelsConfig& channels = loaded->config.alert_manager.channels;
  EXPECT_EQ(channels.slack, written->config.alert_manager.channels.slack);
  EXPECT_EQ(channels.pagerduty, written->config.alert_manager.channels.pagerduty);
  EXPECT_EQ(channels.webhook, written->config.alert_manager.channels.webhook);
  const std::string printed = printed_config(*loaded);
  EXPECT_THAT(printed, AllOf(HasSubstr("slack_webhook_url_file: \"/etc/slack\"  # holds the secret"),
                             HasSubstr("webhook_bearer_token_file: \"/etc/token\""), Not(HasSubstr("hunter2"))));
  const auto again = host.load_text(printed);
  ASSERT_THAT(again, IsOk()) << printed;
  EXPECT_EQ(again->config.alert_manager.channels.slack->own_urls, channels.slack->own_urls);
  // A machine without secrets checks for one that has them.
  host.write("/c.yaml", with("webhook_url_file: /nowhere, webhook_bearer_token: x, slack_webhook_url_file: /nowhere"));
  ConfigRequest request;
  request.files = {"/c.yaml"};
  request.environment = false;
  EXPECT_THAT(host.load(request), IsOk());
}

TEST(ReceiverSecrets, AWrongOneGetsItsErrorWithoutTheSecret) {
  const struct {
    const char* receiver;
    const char* actions;
    const char* expected;
  } rows[] = {
      {"slack_webhook_url: hunter2", "[slack]", "an address that begins with https:// or http://"},
      {"slack_webhook_url: \"https://h/hunter2\"", "[webhook]", "slack_webhook_url needs slack among the actions"},
      {"pagerduty_routing_key: hunter2", "[pagerduty]", "32 letters and digits"},
      {"pagerduty_routing_key: hunter2", "[slack]", "pagerduty_routing_key needs pagerduty among the actions"},
      {"webhook_url: \"https://u:hunter2@h/\"", "[webhook]", "expected an address such as https://host:port/path"},
      {"webhook_url: \"https://h/hunter2\"", "[slack]", "webhook_url needs webhook among the actions"},
      {"webhook_bearer_token: hunter2", "[webhook]", "webhook_bearer_token needs webhook_url"},
      {"webhook_url: \"https://h/\", webhook_bearer_token: \"hunter2\\r\\nX: y\"", "[webhook]", "without line breaks"},
      {"slack_webhook_url: [hunter2]", "[slack]", "expected text, not a list"},
      {"webhook_url: \"https://h/\", webhook_url_file: /hunter1", "[webhook]", "are the same secret"},
  };
  for (const auto& row : rows) {
    ConfigHost host;
    EXPECT_THAT(host.load_text(with(row.receiver, row.actions)),
                FailsWith(AllOf(HasSubstr("/c.yaml:9:"), HasSubstr(row.expected), Not(HasSubstr("hunter2")))))
        << row.receiver;
  }
}

TEST(ReceiverSecrets, AnAddressThatTravelsInClearIsToldWithItsReceiver) {
  const auto notices = [](const std::string& receiver) {
    ConfigHost host;
    const auto loaded = host.load_text(with(receiver));
    EXPECT_THAT(loaded, IsOk());
    std::vector<std::string> texts;
    if (!loaded) return texts;
    for (const Notice& notice : loaded->notices) {
      if (notice.event == "channel_unencrypted") texts.push_back(notice.key + " " + notice.text);
    }
    return texts;
  };
  EXPECT_THAT(notices("slack_webhook_url: \"http://hooks/hunter2\""),
              ElementsAre(AllOf(HasSubstr("alert_manager.receivers slack_webhook_url of \"critical\" is http://"),
                                Not(HasSubstr("hunter2")))));
  EXPECT_THAT(notices("webhook_url: \"http://hooks/hunter2\""), SizeIs(1));
  EXPECT_THAT(notices("webhook_url: \"http://127.0.0.1/hunter2\""), IsEmpty());
  EXPECT_THAT(notices(kAll), IsEmpty());
}

}  // namespace
}  // namespace checkride::runtime
