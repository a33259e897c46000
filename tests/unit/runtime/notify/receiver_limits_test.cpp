// Goal: no message is larger than its receiver takes, whatever rules and simulators are called, and receivers that ask
// for patience get it. Method: texts at, below and beyond each limit; a web server that answers 429.
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "notify/alertmanager_channel.hpp"
#include "notify/mail_message.hpp"
#include "notify/mail_text.hpp"
#include "notify/pagerduty_channel.hpp"
#include "notify/webhook_channel.hpp"
#include "notify_bench.hpp"

namespace checkride::runtime::notify {
namespace {

using testing::SizeIs;

// Everything that a person or a simulator may have named, that long.
Notification wordy(std::size_t size, const std::string& word = "&") {
  Notification n = notification();
  std::string text;
  while (text.size() < size) text += word;
  n.rule = n.simulator = n.metric = n.unit = n.summary = n.standing = n.application = n.environment = text;
  n.breach = n.reason = n.severity = text;
  n.kind = NotificationKind::repeated;
  return n;
}

TEST(SlackLimits, TitlesTextsAndFieldsStayBelowThem) {
  for (const std::size_t size : {1490U, 1499U, 1500U, 3001U, 6000U}) {
    for (const char* word : {"x", "&", "\xC3\xB6"}) {
      const auto body = boost::json::parse(slack_body(Group{"g", {}, {wordy(size, word)}}, "#c", "u", ""));
      EXPECT_LE(body.at("text").as_string().size(), 1024U);
      const auto& one = body.at("attachments").at(0);
      EXPECT_LE(one.at("title").as_string().size(), 1024U) << size;
      EXPECT_LE(one.at("text").as_string().size(), 3000U) << size;
      EXPECT_LE(one.at("fallback").as_string().size(), 3000U) << size;
      for (const auto& field : one.at("fields").as_array()) EXPECT_LE(field.at("value").as_string().size(), 2000U);
    }
  }
}

TEST(SlackLimits, WhyNowIsSaidHoweverLongTheSummaryIs) {
  const auto body = boost::json::parse(slack_body(Group{"g", {}, {wordy(20'000, "x")}}, "", "", ""));
  EXPECT_THAT(std::string(body.at("attachments").at(0).at("text").as_string()), testing::HasSubstr("\nWhy now: "));
}

// RFC 5322 2.1.1, RFC 5321 4.5.3.1.6: 998 bytes without the line break, whatever is in it.
TEST(MailLimits, NoLineIsLongerThanAServerTakes) {
  Parcel parcel;
  parcel.id = "0123456789abcdef";
  MailAddresses addresses;
  addresses.from = std::string(60, 'f') + "@" + std::string(180, 'd') + ".com";
  for (int i = 0; i < 100; ++i) addresses.to.push_back(std::to_string(i) + std::string(240, 't') + "@example.com");
  for (const std::size_t size : {75U, 76U, 998U, 999U, 4000U}) {
    parcel.group = Group{"g", {}, {wordy(size, "x"), wordy(size, "\xF0\x9F\x9A\xA8"), wordy(size, "a b ")}};
    const std::string mail = make_mail(parcel, addresses, "https://" + std::string(2000, 'h') + ".example");
    std::size_t begin = 0;
    while (begin < mail.size()) {
      const std::size_t end = mail.find("\r\n", begin);
      ASSERT_NE(end, std::string::npos) << size;
      ASSERT_LE(end - begin, 998U) << mail.substr(begin, 60);
      begin = end + 2;
    }
    EXPECT_EQ(std::count(mail.begin(), mail.end(), '\n'), std::count(mail.begin(), mail.end(), '\r'));
  }
}

// At 512,000 bytes the details are there, at one more they are not.
TEST(PagerDutyLimits, AnEventIsAsLargeAsItMayBeAndNoLarger) {
  const Secret key("0123456789abcdef0123456789abcdef");
  const auto body_with = [&](std::size_t extra) {
    Group all = group();
    all.alerts.assign(2, notification(NotificationKind::repeated));
    all.alerts[0].standing = std::string(505'000 + extra, 's');
    return pagerduty_body(all, key, "");
  };
  const std::size_t room = 512'000 - body_with(0).size();
  ASSERT_LT(room, 7'000U);
  EXPECT_EQ(body_with(room).size(), 512'000U);
  const std::string beyond = body_with(room + 1);
  EXPECT_LT(beyond.size(), 10'000U);
  EXPECT_THAT(beyond, testing::HasSubstr("larger than PagerDuty takes"));
}

TEST(PagerDutyLimits, SummariesAndNamesAreCutAtTheirLimits) {
  for (const std::size_t size : {1000U, 1023U, 1024U, 1025U, 9000U}) {
    const auto event = boost::json::parse(pagerduty_body(Group{"g", {}, {wordy(size, "\xC3\xB6")}}, Secret("k"), ""));
    EXPECT_LE(event.at("dedup_key").as_string().size(), 255U);
    for (const char* name : {"summary", "source", "component", "class"}) {
      EXPECT_LE(event.at("payload").at(name).as_string().size(), 1024U) << name << size;
    }
  }
}

TEST(WebhookLimits, OneAlertBeyondTheLimitIsCounted) {
  WebhookConfig config;
  config.url = Secret("http://peer/");
  config.max_alerts = 3;
  world::VirtualWorld world;
  TrustStore trust;
  const WebhookChannel channel(world.add_host("monitor"), trust, config, "");
  Group all = group();
  all.alerts.assign(3, notification());
  ASSERT_THAT(channel.parts(all), SizeIs(1));
  EXPECT_EQ(channel.parts(all)[0].omitted, 0U);
  all.alerts.assign(4, notification());
  ASSERT_THAT(channel.parts(all), SizeIs(1));
  EXPECT_THAT(channel.parts(all)[0].alerts, SizeIs(3));
  EXPECT_EQ(channel.parts(all)[0].omitted, 1U);
}

class TooMany : public NotifyBench {
 protected:
  // How long after its 429 a receiver hears of us again.
  world::Duration pause_after(const std::string& retry_after, std::unique_ptr<Channel> channel) {
    hook_.answers = {{.status = 429, .retry_after = retry_after}};
    peer_.start("hook", serve_hook(peer_, hook_));
    with(std::move(channel)).post(group());
    run(5min);
    EXPECT_THAT(hook_.requests, SizeIs(2));
    EXPECT_EQ(outbox_->queued(), 0U);
    return hook_.requests.size() == 2 ? hook_.at[1] - hook_.at[0] : 0s;
  }
  std::string date_in(world::Duration time) {
    std::string date = format_mail_date(monitor_.clock().utc_now() + time);
    return date.replace(date.find("+0000"), 5, "GMT");
  }

  Hook hook_;
};

TEST_F(TooMany, SlackIsHeardInSeconds) {
  const auto pause = pause_after("120", std::make_unique<SlackChannel>(monitor_, trust_, slack_));
  EXPECT_GE(pause, 120s);
  EXPECT_LT(pause, 121s);
}

TEST_F(TooMany, AWebhookIsHeardByTheDate) {
  WebhookConfig config;
  config.url = Secret("http://peer/");
  const auto pause = pause_after(date_in(100s), std::make_unique<WebhookChannel>(monitor_, trust_, config, ""));
  EXPECT_GE(pause, 98s);
  EXPECT_LT(pause, 101s);
}

TEST_F(TooMany, PagerDutyIsHeard) {
  PagerDutyConfig config;
  config.routing_key = Secret("0123456789abcdef0123456789abcdef");
  config.url = "http://peer/v2/enqueue";
  const auto pause = pause_after("60", std::make_unique<PagerDutyChannel>(monitor_, trust_, config, ""));
  EXPECT_GE(pause, 60s);
  EXPECT_LT(pause, 61s);
}

TEST_F(TooMany, AnAlertmanagerIsHeard) {
  AlertmanagerConfig config;
  config.urls = {"http://peer"};
  config.resend_interval = 1h;
  const auto pause = pause_after("60", std::make_unique<AlertmanagerChannel>(bench_.context, trust_, config, ""));
  EXPECT_GE(pause, 60s);
  EXPECT_LT(pause, 61s);
}

}  // namespace
}  // namespace checkride::runtime::notify
