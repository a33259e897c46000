// Goal: what receives Alertmanager's webhooks receives ours, and can tell that it is ours. Method: the document parsed
// again; the posts that a web server got.
#include "notify/webhook_channel.hpp"

#include <boost/json.hpp>

#include "checkride/tls/digest.hpp"
#include "notify/labels.hpp"
#include "notify_bench.hpp"

namespace checkride::runtime::notify {
namespace {

using testing::SizeIs;

Group two() {
  Notification over = notification(NotificationKind::resolved);
  over.simulator = "sim2";
  over.at = world::UtcTime(1767600090s);
  Group group{
      "{}:{alertname=\"Low Altitude Warning\"}", {{"alertname", "Low Altitude Warning"}}, {notification(), over}};
  group.omitted = 3;
  return group;
}

TEST(WebhookBody, IsAlertmanagersDocument) {
  const auto body = boost::json::parse(webhook_body(two(), "https://monitor"));
  EXPECT_EQ(body.at("version").as_string(), "4");
  EXPECT_EQ(body.at("groupKey").as_string(), "{}:{alertname=\"Low Altitude Warning\"}");
  EXPECT_EQ(body.at("truncatedAlerts").as_int64(), 3);
  EXPECT_EQ(body.at("status").as_string(), "firing");
  EXPECT_EQ(body.at("receiver").as_string(), "webhook");
  EXPECT_EQ(body.at("groupLabels").at("alertname").as_string(), "Low Altitude Warning");
  EXPECT_EQ(body.at("commonLabels").at("severity").as_string(), "critical");
  EXPECT_FALSE(body.at("commonLabels").as_object().contains("simulator"));
  EXPECT_EQ(body.at("commonAnnotations").at("value").as_string(), "80 feet");
  EXPECT_FALSE(body.at("commonAnnotations").as_object().contains("summary"));
  EXPECT_EQ(body.at("externalURL").as_string(), "https://monitor");
  const auto& alerts = body.at("alerts").as_array();
  ASSERT_THAT(alerts, SizeIs(2));
  EXPECT_EQ(alerts[0].at("status").as_string(), "firing");
  EXPECT_EQ(alerts[0].at("endsAt").as_string(), "0001-01-01T00:00:00Z");
  EXPECT_EQ(alerts[0].at("labels").at("simulator").as_string(), "sim");
  EXPECT_EQ(alerts[1].at("endsAt").as_string(), "2026-01-05T08:01:30.000000Z");
  EXPECT_EQ(alerts[1].at("generatorURL").as_string(), "https://monitor/api/v1/alerts");
  EXPECT_NE(alerts[0].at("fingerprint"), alerts[1].at("fingerprint"));
}

TEST(WebhookBody, AnnotationsSayWhatPeopleAreTold) {
  Notification taken = notification(NotificationKind::acknowledged);
  taken.acknowledged_by = "me";
  taken.breached_at = world::UtcTime(1767600000s);
  taken.observed = 9s;
  taken.duration = 10s;
  taken.tier = 2;
  taken.respond_by = world::UtcTime(1767603600s);
  const auto body = boost::json::parse(webhook_body({"key", {}, {taken}}, ""));
  const auto& annotations = body.at("alerts").at(0).at("annotations");
  EXPECT_EQ(annotations.at("kind").as_string(), "acknowledged");
  EXPECT_EQ(annotations.at("acknowledged_by").as_string(), "me");
  EXPECT_EQ(annotations.at("since").as_string(), "2026-01-05T08:00:00.000000Z");
  EXPECT_EQ(annotations.at("observed").as_string(), "9s of 10s");
  EXPECT_EQ(annotations.at("tier").as_string(), "2");
  EXPECT_EQ(annotations.at("respond_by").as_string(), "2026-01-05T09:00:00.000000Z");
  EXPECT_FALSE(annotations.as_object().contains("next_update_by"));
}

// Computed apart from this program; tests/services/alertmanager compares with what the real one says.
TEST(Fingerprint, IsFnvOverNamesAndValues) {
  EXPECT_EQ(fingerprint_of({}), "cbf29ce484222325");
  EXPECT_EQ(fingerprint_of({{"alertname", "x"}}), "d240efc3896bf266");
}

class WebhookTest : public NotifyBench {
 protected:
  http::Request posted(WebhookConfig config, const Group& what) {
    config.url = Secret("http://peer/hook");
    Hook hook;
    peer_.start("hook", serve_hook(peer_, hook));
    with(std::make_unique<WebhookChannel>(monitor_, trust_, config, "")).post(what);
    run(5s);
    EXPECT_THAT(hook.requests, SizeIs(1));
    peer_.crash();
    peer_.restart();
    return hook.requests.empty() ? http::Request() : hook.requests[0];
  }
};

TEST_F(WebhookTest, SignsTimeAndBody) {
  WebhookConfig config;
  config.hmac_secret = Secret("hmac-secret");
  const http::Request request = posted(config, two());
  const auto timestamp = request.headers.find("X-Checkride-Timestamp");
  ASSERT_TRUE(timestamp);
  EXPECT_EQ(request.headers.find("X-Checkride-Signature"),
            tls::hmac_sha256("hmac-secret", std::string(*timestamp) + ":" + request.body));
  EXPECT_EQ(std::stoll(std::string(*timestamp)), world_.utc_now().time_since_epoch() / 1s);
}

TEST_F(WebhookTest, SendsHeadersOfTheOperatorAndTheLogin) {
  WebhookConfig config;
  config.headers = {{"X-Team", Secret("flight-ops")}};
  config.login.bearer_token = Secret("token");
  const http::Request request = posted(config, two());
  EXPECT_EQ(request.headers.find("X-Team"), "flight-ops");
  EXPECT_EQ(request.headers.find("Authorization"), "Bearer token");
  EXPECT_EQ(request.headers.find("Content-Type"), "application/json");
  EXPECT_FALSE(request.headers.find("X-Checkride-Signature"));
}

TEST_F(WebhookTest, ALongAnswerCountsAsDelivered) {
  WebhookConfig config;
  config.url = Secret("http://peer/hook");
  Hook hook;
  hook.answers = {{200, "", std::string(900 * 1024, 'x')}};
  peer_.start("hook", serve_hook(peer_, hook));
  with(std::make_unique<WebhookChannel>(monitor_, trust_, config, "")).post(two());
  run(10min);
  EXPECT_THAT(hook.requests, SizeIs(1));
  peer_.crash();
}

TEST_F(WebhookTest, TruncatesAGroupAndSaysSo) {
  WebhookConfig config;
  config.max_alerts = 2;
  const http::Request request = posted(config, Group{"g", {}, std::vector<Notification>(5, notification())});
  const auto body = boost::json::parse(request.body);
  EXPECT_THAT(body.at("alerts").as_array(), SizeIs(2));
  EXPECT_EQ(body.at("truncatedAlerts").as_int64(), 3);
}

}  // namespace
}  // namespace checkride::runtime::notify
