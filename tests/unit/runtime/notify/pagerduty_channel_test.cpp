// Goal: PagerDuty gets one incident for a group, within its limits. Method: the events parsed again; a web server that
// answers as PagerDuty does.
#include "notify/pagerduty_channel.hpp"

#include <boost/json.hpp>

#include "notify/labels.hpp"
#include "notify_bench.hpp"

namespace checkride::runtime::notify {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const Secret kKey("0123456789abcdef0123456789abcdef");

boost::json::value event_of(const Group& group, std::string_view link = "") {
  return boost::json::parse(pagerduty_body(group, kKey, link));
}

TEST(PagerDuty, TriggersWithWhatIsKnown) {
  const auto event = event_of(group(), "https://monitor");
  EXPECT_EQ(event.at("routing_key").as_string(), kKey.reveal());
  EXPECT_EQ(event.at("event_action").as_string(), "trigger");
  EXPECT_EQ(event.at("client_url").as_string(), "https://monitor");
  EXPECT_EQ(event.at("links").at(0).at("href").as_string(), "https://monitor/api/v1/alerts");
  const auto& payload = event.at("payload");
  EXPECT_EQ(payload.at("summary").as_string(), "[FIRING] critical: Low Altitude Warning on sim");
  EXPECT_EQ(payload.at("source").as_string(), "simconnect-production/sim");
  EXPECT_EQ(payload.at("severity").as_string(), "critical");
  EXPECT_EQ(payload.at("custom_details").at("alerts").at(0).at("Value").as_string(), "80 feet");
}

TEST(PagerDuty, OneIncidentFromTriggerToResolve) {
  const auto trigger = event_of(group());
  const auto acknowledge = event_of(group(NotificationKind::acknowledged));
  const auto resolve = event_of(group(NotificationKind::resolved));
  EXPECT_EQ(acknowledge.at("event_action").as_string(), "acknowledge");
  EXPECT_EQ(resolve.at("event_action").as_string(), "resolve");
  EXPECT_FALSE(resolve.as_object().contains("payload"));
  EXPECT_EQ(acknowledge.at("dedup_key"), trigger.at("dedup_key"));
  EXPECT_EQ(resolve.at("dedup_key"), trigger.at("dedup_key"));
  Group other = group();
  other.key = "other";
  EXPECT_NE(event_of(other).at("dedup_key"), trigger.at("dedup_key"));
  EXPECT_LE(trigger.at("dedup_key").as_string().size(), 255U);
}

TEST(PagerDuty, ResolvesOnlyWhenEverythingIsOver) {
  const auto action = [](NotificationKind a, NotificationKind b) {
    return pagerduty_action(Group{"g", {}, {notification(a), notification(b)}});
  };
  using enum NotificationKind;
  EXPECT_EQ(action(resolved, resolved), "resolve");
  EXPECT_EQ(action(resolved, firing), "trigger");
  EXPECT_EQ(action(resolved, acknowledged), "acknowledge");
  EXPECT_EQ(action(repeated, acknowledged), "trigger");
  EXPECT_EQ(action(escalated, escalated), "trigger");
}

TEST(PagerDuty, AnIncidentStaysWhileAnAlertOfItFiresOn) {
  Group told = group(NotificationKind::resolved);
  told.firing_beside = 2;
  told.unattended_beside = 1;
  EXPECT_EQ(status_of(told), "firing");
  EXPECT_EQ(pagerduty_action(told), "trigger");
  told.unattended_beside = 0;
  EXPECT_EQ(pagerduty_action(told), "acknowledge");
  told = group(NotificationKind::acknowledged);
  EXPECT_EQ(pagerduty_action(told), "acknowledge");
  told.firing_beside = told.unattended_beside = 1;
  EXPECT_EQ(pagerduty_action(told), "trigger");
}

TEST(PagerDuty, WhatIsLeftOutOfAMessageKeepsItsIncident) {
  Group large = group();
  large.alerts.assign(101, notification(NotificationKind::resolved));
  large.alerts.back() = notification();
  EXPECT_EQ(pagerduty_action(split_group(large, 100, 1)[0]), "trigger");
  large.alerts.back() = notification(NotificationKind::acknowledged);
  EXPECT_EQ(pagerduty_action(split_group(large, 100, 1)[0]), "acknowledge");
  large.alerts.back() = notification(NotificationKind::resolved);
  EXPECT_EQ(pagerduty_action(split_group(large, 100, 1)[0]), "resolve");
}

TEST(PagerDuty, KeepsItsLimits) {
  Group large = group();
  large.alerts.assign(100, notification());
  for (Notification& alert : large.alerts) alert.rule = std::string(6000, 'r');
  const std::string body = pagerduty_body(large, kKey, "");
  EXPECT_LE(body.size(), 512'000U);
  const auto event = boost::json::parse(body);
  EXPECT_LE(event.at("payload").at("summary").as_string().size(), 1024U);
  EXPECT_THAT(std::string(event.at("payload").at("custom_details").at("left_out").as_string()), HasSubstr("larger"));
}

class PagerDutyTest : public NotifyBench {};

TEST_F(PagerDutyTest, IsToldAndItsKeyIsNeverLogged) {
  PagerDutyConfig config;
  config.routing_key = kKey;
  config.url = "http://peer/v2/enqueue";
  Hook hook;
  hook.answers = {{.status = 429}, {.status = 202}, {.status = 400}};
  peer_.start("hook", serve_hook(peer_, hook));
  Outbox& outbox = with(std::make_unique<PagerDutyChannel>(monitor_, trust_, config, ""));
  outbox.post(group());
  outbox.post(group(NotificationKind::resolved));
  run(60s);
  ASSERT_THAT(hook.requests, SizeIs(3));
  EXPECT_EQ(hook.requests[0].target, "/v2/enqueue");
  EXPECT_EQ(failures("pagerduty", "permanent"), 1);
  EXPECT_THAT(bench_.log_text(), Not(HasSubstr(kKey.reveal())));
}

}  // namespace
}  // namespace checkride::runtime::notify
