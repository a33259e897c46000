// Goal: what Slack gets and how its answers are read. Method: the document parsed again, the answers as a table. What
// happens on the wire is in outbox_test.cpp.
#include "notify/slack_channel.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

namespace checkride::runtime::notify {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

Notification low_altitude() {
  Notification n;
  n.rule = "Low <Altitude> & Warning";
  n.simulator = "sim";
  n.severity = "critical";
  n.metric = "altitude";
  n.condition = "below";
  n.threshold = 100;
  n.value = 80;
  n.unit = "feet";
  n.duration = 10s;
  n.at = world::UtcTime(std::chrono::seconds(1767600070));
  return n;
}

TEST(SlackBody, CarriesChannelNameAndOneAttachment) {
  const auto body = boost::json::parse(slack_body(low_altitude(), "#flight-alerts", "SimConnect Bot"));
  EXPECT_EQ(body.at("channel").as_string(), "#flight-alerts");
  EXPECT_EQ(body.at("username").as_string(), "SimConnect Bot");
  EXPECT_EQ(body.at("text").as_string(), "[FIRING] critical: Low &lt;Altitude&gt; &amp; Warning on sim");
  ASSERT_EQ(body.at("attachments").as_array().size(), 1U);
  const auto& attachment = body.at("attachments").at(0);
  EXPECT_EQ(attachment.at("color").as_string(), "danger");
  EXPECT_EQ(attachment.at("text").as_string(), "altitude of sim is 80 feet: below 100 feet for 10s");
  EXPECT_EQ(attachment.at("ts").as_int64(), 1767600070);
}

TEST(SlackBody, ColourFollowsSeverityAndState) {
  Notification n = low_altitude();
  n.severity = "warning";
  EXPECT_THAT(slack_body(n, "", ""), HasSubstr("\"color\":\"warning\""));
  n.kind = NotificationKind::resolved;
  EXPECT_THAT(slack_body(n, "", ""), HasSubstr("\"color\":\"good\""));
}

TEST(SlackBody, AbsentSettingsAreLeftToTheWebhook) {
  const auto body = boost::json::parse(slack_body(low_altitude(), "", ""));
  EXPECT_FALSE(body.as_object().contains("channel"));
  EXPECT_FALSE(body.as_object().contains("username"));
}

TEST(SlackBody, LongTitlesAreCutBetweenCharacters) {
  Notification n = low_altitude();
  n.rule.clear();
  for (int i = 0; i < 1000; ++i) n.rule += "ö";
  const auto body = boost::json::parse(slack_body(n, "", ""));
  const auto& title = body.at("attachments").at(0).at("title").as_string();
  EXPECT_LE(title.size(), 1024U);
  EXPECT_GE(title.size(), 1023U);
}

TEST(SlackAnswer, DecidesWhetherToTryAgain) {
  for (const int status : {200, 204}) EXPECT_EQ(judge_answer(status, {}, "ok").verdict, Verdict::delivered) << status;
  for (const int status : {408, 425, 429, 500, 503}) {
    EXPECT_EQ(judge_answer(status, {}, "").verdict, Verdict::temporary) << status;
  }
  for (const int status : {301, 400, 403, 404, 410}) {
    EXPECT_EQ(judge_answer(status, {}, "").verdict, Verdict::permanent) << status;
  }
}

TEST(SlackAnswer, RetryAfterIsHeard) {
  EXPECT_EQ(judge_answer(429, "30", "").retry_after, std::optional<world::Duration>(30s));
  EXPECT_EQ(judge_answer(429, "Wed, 21 Oct 2026 07:28:00 GMT", "").retry_after, std::nullopt);
  EXPECT_EQ(judge_answer(429, "-1", "").retry_after, std::nullopt);
  EXPECT_EQ(judge_answer(404, "30", "").retry_after, std::nullopt);
}

TEST(SlackAnswer, OnlySlacksOwnWordsAreRepeated) {
  EXPECT_THAT(judge_answer(404, {}, "no_service").text, HasSubstr("no_service"));
  EXPECT_THAT(judge_answer(404, {}, "no route for /services/T0/B0/secret").text, Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace checkride::runtime::notify
