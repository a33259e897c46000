// Goal: a wrong or hostile setting of a channel gets its stated error, without the secret it is about. Method: a table
// of configurations. What hostile mail and web servers say is in sink_replies_test.cpp.
#include "../config/config_fixture.hpp"
#include "checkride/test/result_matchers.hpp"
#include "gmock/gmock.h"

namespace checkride::runtime {
namespace {

using support::ConfigHost;
using support::kMinimal;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Row {
  const char* channel;   // the YAML of one channel
  const char* expected;  // part of the message
};

// Everything a message must not repeat is called hunter2.
constexpr Row kRows[] = {
    {"webhook: {}", "the key \"url\" is missing"},
    {"webhook: {url: hunter2}", "expected an address such as https://host:port/path"},
    {"webhook: {url: \"https://u:hunter2@h/\"}", "expected an address such as https://host:port/path"},
    {"webhook: {url: \"https://h/ hunter2\"}", "expected an address such as https://host:port/path"},
    {"webhook: {url: \"http://h\", max_alerts: 0}", "out of range, expected 1 to 500"},
    {"webhook: {url: \"http://h\", bearer_token: \"hunter2\\r\\nX: y\"}", "without line breaks"},
    {"webhook: {url: \"http://h\", bearer_token: hunter2, basic_auth: {username: u}}", "exclude each other"},
    {"webhook: {url: \"http://h\", basic_auth: {username: \"a:b\"}}", "no colon"},
    {"webhook: {url: \"http://h\", basic_auth: {password: hunter2}}", "the key \"username\" is missing"},
    {"webhook: {url: \"http://h\", headers: {\"X Y\": a}}", "cannot be the name of a header"},
    {"webhook: {url: \"http://h\", headers: {\"X\\r\\nY\": a}}", "cannot be the name of a header"},
    {"webhook: {url: \"http://h\", headers: {X-Y: \"hunter2\\nEvil: 1\"}}", "printable text in one line"},
    {"webhook: {url: \"http://h\", headers: {content-length: \"5\"}}", "is set by the monitor"},
    {"webhook: {url: \"http://h\", headers: {Authorization: hunter2}}", "is set by the monitor"},
    {"webhook: {url: \"http://h\", timeout: 0s}", "out of range, expected 100ms to 10m"},
    {"webhook: {url: \"http://h\", hmac: hunter2}", "unknown key \"hmac\""},
    {"webhook: {url: \"http://h\", headers: \"Authorization=hunter2\"}", "expected a map (name: value), not a single"},
    {"webhook: {url: \"http://h\", basic_auth: \"user:hunter2\"}", "expected a map (key: value), not a single"},
    {"webhook: \"https://h/hunter2\"", "expected a map (key: value), not a single value"},
    {"slack: \"https://h/hunter2\"", "expected a map (key: value), not a single value"},
    {"pagerduty: hunter2", "expected a map (key: value), not a single value"},
    {"receivers: hunter2", "expected a list, not a single value"},
    {"alertmanager: {urls: \"http://u:hunter2@h\"}", "expected a list of texts, not a single value"},
    {"pagerduty: {}", "the key \"routing_key\" is missing"},
    {"pagerduty: {routing_key: hunter2}", "32 letters and digits"},
    {"pagerduty: {routing_key: \"0123456789abcdef0123456789abcde!\"}", "32 letters and digits"},
    {"pagerduty: {routing_key: 0123456789abcdef0123456789abcdef, url: \"ftp://x\"}", "expected an address"},
    {"alertmanager: {}", "the key \"urls\" is missing"},
    {"alertmanager: {urls: []}", "at least one address"},
    {"alertmanager: {urls: [\"127.0.0.1:9093\"]}", "expected addresses such as http://127.0.0.1:9093"},
    {"alertmanager: {urls: [\"http://h:9093\"], resend_interval: 10ms}", "out of range, expected 1s to 1h"},
    {"outbox: {queue_max: 0}", "out of range, expected 1 to 10000"},
    {"outbox: {give_up_after: 1s}", "out of range, expected 1m to 168h"},
    {"outbox: {dead_letters_max: 1000000}", "out of range, expected 1 to 10000"},
    {"external_url: not-a-url", "expected an address such as https://monitor"},
    {"slack: {webhook_url: \"https://h/hunter2\", pace: 2h}", "out of range, expected 0s to 1h"},
    {"smtp: {server: h, from: a@b.c, to: [\"a@b.c\\r\\nBCC: x\"]}", "no mail address"},
};

TEST(BadChannel, GetsItsErrorWithoutItsSecret) {
  for (const Row& row : kRows) {
    ConfigHost host;
    const auto loaded = host.load_text(kMinimal + "alert_manager:\n  enabled: false\n  " + row.channel + "\n");
    EXPECT_THAT(loaded, FailsWith(AllOf(HasSubstr("/c.yaml:5:"), HasSubstr(row.expected), Not(HasSubstr("hunter2")))))
        << row.channel;
  }
}

TEST(BadChannel, AnActionWithoutItsChannelIsToldWithTheKeyItNeeds) {
  const struct {
    const char* action;
    const char* key;
  } rows[] = {{"email", "smtp"},
              {"slack", "slack"},
              {"webhook", "webhook"},
              {"pagerduty", "pagerduty"},
              {"alertmanager", "alertmanager"}};
  for (const auto& row : rows) {
    ConfigHost host;
    const auto loaded = host.load_text(kMinimal +
                                       "flight_monitor:\n  variables: [{name: PLANE ALTITUDE, units: "
                                       "feet}]\nalert_manager:\n  rules:\n    - {name: a, "
                                       "metric: altitude, condition: less_than, threshold: 1, actions: [" +
                                       row.action + "]}\n");
    EXPECT_THAT(loaded, FailsWith(HasSubstr(std::string(row.action) + " needs alert_manager." + row.key)));
  }
}

TEST(Channels, AllTogetherAreReadWithTheirDefaults) {
  ConfigHost host;
  const auto loaded = host.load_text(kMinimal +
                                     "alert_manager:\n  enabled: false\n  external_url: https://monitor\n"
                                     "  webhook: {url: \"https://h/x\", hmac_secret: s, headers: {X-Team: ops}, "
                                     "basic_auth: {username: u, password: p}}\n"
                                     "  pagerduty: {routing_key: 0123456789abcdef0123456789abcdef}\n"
                                     "  alertmanager: {urls: [\"http://a:9093/\", \"http://b:9093/prefix\"]}\n");
  ASSERT_THAT(loaded, IsOk());
  const ChannelsConfig& channels = loaded->config.alert_manager.channels;
  EXPECT_EQ(channels.webhook->headers[0].second.reveal(), "ops");
  EXPECT_EQ(channels.webhook->login.password.reveal(), "p");
  EXPECT_EQ(channels.webhook->max_alerts, 100U);
  EXPECT_EQ(channels.pagerduty->url, "https://events.pagerduty.com/v2/enqueue");
  EXPECT_EQ(channels.alertmanager->urls, (std::vector<std::string>{"http://a:9093", "http://b:9093/prefix"}));
  EXPECT_EQ(channels.external_url, "https://monitor");
}

TEST(Channels, PlainHttpToAnotherMachineIsANotice) {
  const auto told = [](const std::string& url) {
    ConfigHost host;
    const auto loaded =
        host.load_text(kMinimal + "alert_manager:\n  enabled: false\n  webhook: {url: \"" + url + "\"}\n");
    EXPECT_THAT(loaded, IsOk()) << url;
    for (const Notice& notice : loaded->notices) {
      if (notice.event != "channel_unencrypted") continue;
      EXPECT_EQ(notice.key, "alert_manager.webhook.url");
      EXPECT_THAT(notice.text, Not(HasSubstr("hunter2")));
      return true;
    }
    return false;
  };
  EXPECT_TRUE(told("http://hooks.company.com/hunter2"));
  EXPECT_TRUE(told("http://10.0.0.1/hunter2"));
  EXPECT_FALSE(told("https://hooks.company.com/hunter2"));
  EXPECT_FALSE(told("http://127.0.0.1:8080/hunter2"));
  EXPECT_FALSE(told("http://localhost/hunter2"));
  EXPECT_TRUE(told("http://127.example.com/hunter2")) << "a name of another machine";
  EXPECT_FALSE(told("http://[::1]:8080/hunter2"));
}

}  // namespace
}  // namespace checkride::runtime
