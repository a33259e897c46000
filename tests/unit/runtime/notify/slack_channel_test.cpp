// Goal: what Slack gets from which alerts. Method: the document parsed again. What happens on the wire is in
// outbox_test.cpp.
#include "notify/slack_channel.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

namespace checkride::runtime::notify {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

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

std::string body_of_slack(const Notification& n, const char* channel, const char* username) {
  return slack_body(Group{"group", {}, {n}}, channel, username, "");
}

TEST(SlackBody, CarriesChannelNameAndOneAttachment) {
  const auto body = boost::json::parse(body_of_slack(low_altitude(), "#flight-alerts", "SimConnect Bot"));
  EXPECT_EQ(body.at("channel").as_string(), "#flight-alerts");
  EXPECT_EQ(body.at("username").as_string(), "SimConnect Bot");
  EXPECT_EQ(body.at("text").as_string(), "[FIRING] critical: Low &lt;Altitude&gt; &amp; Warning on sim");
  ASSERT_EQ(body.at("attachments").as_array().size(), 1U);
  const auto& attachment = body.at("attachments").at(0);
  EXPECT_EQ(attachment.at("color").as_string(), "danger");
  EXPECT_EQ(attachment.at("text").as_string(),
            "altitude of sim is 80 feet: below 100 feet for 10s\n"
            "Why now: the value stayed below 100 feet for 10s without a break.");
  EXPECT_EQ(attachment.at("ts").as_int64(), 1767600070);
}

TEST(SlackBody, NamesBothBounds) {
  Notification n = low_altitude();
  n.breach = "outside of 10 and 20 feet";
  EXPECT_THAT(body_of_slack(n, "", ""), HasSubstr(R"({"title":"Threshold","value":"outside of 10 and 20 feet")"));
}

TEST(SlackBody, ColourFollowsSeverityAndState) {
  Notification n = low_altitude();
  n.severity = "warning";
  EXPECT_THAT(body_of_slack(n, "", ""), HasSubstr("\"color\":\"warning\""));
  n.kind = NotificationKind::resolved;
  EXPECT_THAT(body_of_slack(n, "", ""), HasSubstr("\"color\":\"good\""));
}

TEST(SlackBody, AbsentSettingsAreLeftToTheWebhook) {
  const auto body = boost::json::parse(body_of_slack(low_altitude(), "", ""));
  EXPECT_FALSE(body.as_object().contains("channel"));
  EXPECT_FALSE(body.as_object().contains("username"));
}

TEST(SlackBody, LongTitlesAreCutBetweenCharacters) {
  Notification n = low_altitude();
  n.rule.clear();
  for (int i = 0; i < 1000; ++i) n.rule += "ö";
  const auto body = boost::json::parse(body_of_slack(n, "", ""));
  const auto& title = body.at("attachments").at(0).at("title").as_string();
  EXPECT_LE(title.size(), 1024U);
  EXPECT_GE(title.size(), 1023U);
  EXPECT_TRUE(std::string_view(title).ends_with("…"));
}

// Cut after escaping, an escape could end in the middle: "&am".
TEST(SlackBody, NoEscapeIsCutInTwo) {
  for (int spaces = 0; spaces < 6; ++spaces) {
    Notification n = low_altitude();
    n.rule = std::string(static_cast<std::size_t>(spaces), 'x') + std::string(1000, '&');
    const auto body = boost::json::parse(body_of_slack(n, "", ""));
    std::string title(body.at("text").as_string());
    for (std::size_t at = 0; (at = title.find("&amp;", at)) != std::string::npos;) title.erase(at, 5);
    EXPECT_EQ(title.find('&'), std::string::npos) << title;
  }
}

TEST(SlackBody, EachAlertOfAGroupIsAnAttachment) {
  Notification other = low_altitude();
  other.simulator = "sim2";
  const Group group{"group", {}, {low_altitude(), other}};
  const auto body = boost::json::parse(slack_body(group, "", "", "https://monitor"));
  EXPECT_EQ(body.at("text").as_string(), "[FIRING 2] critical: Low &lt;Altitude&gt; &amp; Warning on sim, sim2");
  ASSERT_EQ(body.at("attachments").as_array().size(), 2U);
  EXPECT_EQ(body.at("attachments").at(1).at("title_link").as_string(), "https://monitor");
}

TEST(SlackParts, AreBoundedAndSayWhatIsLeftOut) {
  const Group many{"group", {}, std::vector<Notification>(107, low_altitude())};
  const auto parts = split_group(many, 20, 5);
  ASSERT_EQ(parts.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(parts[i].omitted, i == 4 ? 7U : 0U);
  EXPECT_THAT(slack_body(parts[4], "", "", ""), HasSubstr("(7 more alerts)"));
}

}  // namespace
}  // namespace checkride::runtime::notify
