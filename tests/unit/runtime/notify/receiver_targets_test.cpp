// Goal: a receiver with an address or a key of its own is told there and nowhere else, whatever fails, stops or is
// changed meanwhile, and holds up nobody. Method: a web server that stands for all of them; a dispatcher that is given
// other configurations and dies.
#include <gmock/gmock.h>

#include "dispatcher_bench.hpp"

namespace checkride::runtime::notify {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::string kChannelsSlack = "/services/T0/B0/very-secret";
const std::string kOwnSlack = "/services/own-secret";

world::Task<int> drain(Dispatcher& dispatcher, world::Instant until) {
  co_await dispatcher.drain(until);
  co_return 0;
}

class ReceiverTargets : public DispatcherBench {
 protected:
  ReceiverTargets() {
    slack_.own_urls["critical"] = Secret("http://peer" + kOwnSlack);
    channels().slack = slack_;
    WebhookConfig& webhook = channels().webhook.emplace();
    webhook.url = Secret("http://peer/webhook");
    webhook.login.bearer_token = Secret("channel-secret");
    webhook.hmac_secret = Secret("hmac-secret");
    webhook.headers = {{"X-Api-Key", Secret("header-secret")}};
    webhook.own_targets["critical"].url = Secret("http://peer/own-secret");
    webhook.own_targets["critical"].bearer_token = Secret("token-secret");
    PagerDutyConfig& pagerduty = channels().pagerduty.emplace();
    pagerduty.routing_key = Secret(std::string(32, '0'));
    pagerduty.url = "http://peer/v2/enqueue";
    pagerduty.own_keys["critical"] = Secret(std::string(32, '1'));
  }
  static Group own(NotificationKind kind = NotificationKind::firing) {
    Group group = notify::group(kind);
    group.receiver = "critical";
    group.own_target = true;
    return group;
  }
  std::vector<std::string> targets() const {
    std::vector<std::string> out;
    for (const http::Request& request : hook_.requests) out.push_back(request.target);
    return out;
  }
};

TEST_F(ReceiverTargets, AMessageGoesToTheReceiversOwnAddress) {
  start();
  dispatcher_->post(Action::slack, own());
  dispatcher_->post(Action::slack, group());
  Group with_room = own();
  with_room.slack_channel = "#critical";
  dispatcher_->post(Action::slack, with_room);
  run(5s);
  EXPECT_THAT(targets(), testing::UnorderedElementsAre(kOwnSlack, kChannelsSlack, kOwnSlack));
  for (const http::Request& request : hook_.requests) {
    const bool has_room = request.body.find("#flight-alerts") != std::string::npos;
    EXPECT_EQ(has_room, request.target == kChannelsSlack) << "the channel's room is no room of the other address";
  }
  EXPECT_THAT(hook_.requests, Contains(testing::Field(&http::Request::body, HasSubstr("\"channel\":\"#critical\""))));
}

TEST_F(ReceiverTargets, AnotherServerIsToldNothingThatLetsUsIntoTheChannels) {
  start();
  dispatcher_->post(Action::webhook, own());
  run(5s);
  dispatcher_->post(Action::webhook, group());
  run(5s);
  ASSERT_THAT(targets(), ElementsAre("/own-secret", "/webhook"));
  const http::Headers& theirs = hook_.requests[0].headers;
  EXPECT_EQ(theirs.find("Authorization"), "Bearer token-secret");
  EXPECT_FALSE(theirs.find("X-Api-Key").has_value());
  EXPECT_TRUE(theirs.find("X-Checkride-Signature").has_value());
  EXPECT_THAT(hook_.requests[0].body, HasSubstr("\"receiver\":\"critical\""));
  EXPECT_EQ(hook_.requests[1].headers.find("Authorization"), "Bearer channel-secret");
  EXPECT_EQ(hook_.requests[1].headers.find("X-Api-Key"), "header-secret");
}

TEST_F(ReceiverTargets, AnIncidentIsOfTheServiceOfTheReceiversKey) {
  start();
  dispatcher_->post(Action::pagerduty, own());
  run(5s);
  dispatcher_->post(Action::pagerduty, group());
  run(5s);
  ASSERT_THAT(hook_.requests, SizeIs(2));
  const std::string first(32, '0');
  const std::string second(32, '1');
  EXPECT_THAT(hook_.requests[0].body, AllOf(HasSubstr(second), Not(HasSubstr(first))));
  EXPECT_THAT(hook_.requests[1].body, AllOf(HasSubstr(first), Not(HasSubstr(second))));
}

TEST_F(ReceiverTargets, IsKeptByARetryAndARestartAndIsNowhereOnTheDisk) {
  hook_.answers = {{.status = 503}, {.status = 503, .retry_after = "600"}};
  start();
  dispatcher_->post(Action::slack, own());
  run(10s);
  EXPECT_THAT(targets(), ElementsAre(kOwnSlack, kOwnSlack));
  EXPECT_THAT(document(), HasSubstr("\"receiver\":\"critical\""));
  EXPECT_THAT(monitor_.files().read("state/outbox/slack.journal").value(),
              AllOf(HasSubstr("\"own_target\":true"), Not(HasSubstr("secret"))));
  start_again();
  run(5s);
  EXPECT_THAT(targets(), ElementsAre(kOwnSlack, kOwnSlack, kOwnSlack));
  EXPECT_EQ(dispatcher_->queued(), 0U);
  EXPECT_THAT(bench_.log_text() + document(), Not(HasSubstr("secret")));
}

TEST_F(ReceiverTargets, IsKeptByADeadLetter) {
  hook_.answers = {{.status = 404}};
  start();
  dispatcher_->post(Action::slack, own());
  run(5s);
  ASSERT_THAT(outbox(Action::slack).dead_letters(), SizeIs(1));
  start_again();
  const std::string id = outbox(Action::slack).dead_letters().at(0).parcel.id;
  EXPECT_EQ(dispatcher_->retry_dead_letter(id), Outbox::Answer::done);
  run(5s);
  EXPECT_THAT(targets(), ElementsAre(kOwnSlack, kOwnSlack));
}

TEST_F(ReceiverTargets, ANewOneIsTakenOverByAReload) {
  hook_.answers = {{.status = 503, .retry_after = "600"}};
  start();
  dispatcher_->post(Action::slack, own());
  run(5s);
  ChannelsConfig next = channels();
  next.slack->own_urls["critical"] = Secret("http://peer/services/next");
  reload(next);
  run(1s);
  EXPECT_THAT(targets(), ElementsAre(kOwnSlack, "/services/next"));
}

// The channel's own address is read by others.
TEST_F(ReceiverTargets, WhatWaitsForOneThatIsGoneGoesNowhereElse) {
  hook_.answers = {{.status = 503, .retry_after = "600"}};
  start();
  dispatcher_->post(Action::slack, own());
  run(5s);
  const ChannelsConfig before = channels();
  ChannelsConfig next = before;
  next.slack->own_urls.clear();
  reload(next);
  run(1s);
  dispatcher_->post(Action::webhook, group());
  ASSERT_THAT(outbox(Action::slack).dead_letters(), SizeIs(1));
  const DeadLetter dead = outbox(Action::slack).dead_letters()[0];
  EXPECT_EQ(dead.type, "permanent");
  EXPECT_THAT(dead.reason, HasSubstr("the receiver \"critical\" has no slack_webhook_url any more"));
  EXPECT_THAT(targets(), ElementsAre(kOwnSlack));
  reload(before);
  EXPECT_EQ(dispatcher_->retry_dead_letter(dead.parcel.id), Outbox::Answer::done);
  run(5s);
  EXPECT_THAT(targets(), testing::UnorderedElementsAre(kOwnSlack, kOwnSlack, "/webhook"));
}

TEST_F(ReceiverTargets, OfEveryKindIsMissedLoudly) {
  channels().webhook->own_targets.clear();
  channels().pagerduty->own_keys.clear();
  start();
  dispatcher_->post(Action::webhook, own());
  dispatcher_->post(Action::pagerduty, own());
  run(5s);
  EXPECT_THAT(hook_.requests, IsEmpty());
  EXPECT_THAT(outbox(Action::webhook).dead_letters().at(0).reason, HasSubstr("has no webhook_url any more"));
  EXPECT_THAT(outbox(Action::pagerduty).dead_letters().at(0).reason, HasSubstr("no pagerduty_routing_key any more"));
}

// The end of an alert is told where its beginning was.
TEST_F(ReceiverTargets, WhatWasToldAtTheChannelsAddressGoesOnThere) {
  start();
  Group former = own(NotificationKind::resolved);
  former.own_target = false;
  dispatcher_->post(Action::slack, former);
  run(5s);
  EXPECT_THAT(targets(), ElementsAre(kChannelsSlack));
}

class DeadReceiver : public ReceiverTargets {
 protected:
  DeadReceiver() { channels().webhook->own_targets["critical"].url = Secret("http://nowhere/own-secret"); }
};

TEST_F(DeadReceiver, HoldsUpNobodyElse) {
  start();
  dispatcher_->post(Action::webhook, own());
  for (int i = 0; i < 3; ++i) dispatcher_->post(Action::webhook, group());
  dispatcher_->post(Action::webhook, own(NotificationKind::resolved));
  run(20s);
  EXPECT_THAT(targets(), ElementsAre("/webhook", "/webhook", "/webhook"));
  ASSERT_EQ(outbox(Action::webhook).queued(), 2U);
  EXPECT_EQ(outbox(Action::webhook).queue()[1]->parcel.failures, 0U) << "in order of its own";
  EXPECT_THAT(dispatcher_->failures(), ElementsAre(HasSubstr("webhook: receiver \"critical\": nowhere")));
  run(40min);
  EXPECT_THAT(outbox(Action::webhook).dead_letters(), SizeIs(2));
  EXPECT_EQ(failures("webhook", "expired"), 2);
}

TEST_F(DeadReceiver, ItsBreakerIsShownAndIsNobodyElses) {
  start();
  dispatcher_->post(Action::webhook, own());
  world_.run_until(world_.now() + 10min, [&] { return outbox(Action::webhook).breaker() == BreakerState::open; });
  ASSERT_EQ(outbox(Action::webhook).breaker(), BreakerState::open);
  EXPECT_EQ(bench_.metrics.gauge(metric::kNotificationBreakerOpen, {"webhook"}).value(), 1);
  dispatcher_->post(Action::webhook, group());
  run(1s);
  EXPECT_THAT(targets(), ElementsAre("/webhook"));
  EXPECT_EQ(outbox(Action::webhook).breaker(), BreakerState::open);
}

TEST_F(DeadReceiver, AStopWaitsForTheOthersOnly) {
  start();
  dispatcher_->post(Action::webhook, own());
  world_.run_until(world_.now() + 10min, [&] { return outbox(Action::webhook).breaker() == BreakerState::open; });
  dispatcher_->post(Action::webhook, group());
  const world::Instant before = world_.now();
  monitor_.start("drain", drain(*dispatcher_, before + 20s));
  world_.run_until(before + 1min, [&] { return monitor_.exit_code().has_value(); });
  EXPECT_LT(world_.now() - before, 5s);
  EXPECT_THAT(targets(), ElementsAre("/webhook"));
  EXPECT_EQ(dispatcher_->queued(), 1U);
}

TEST_F(ReceiverTargets, AWishIsOfTheAddressThatHasIt) {
  hook_.answers = {{.status = 429, .retry_after = "300"}};
  start();
  dispatcher_->post(Action::webhook, own());
  run(1s);
  dispatcher_->post(Action::webhook, group());
  dispatcher_->post(Action::webhook, own());
  run(10s);
  EXPECT_THAT(targets(), ElementsAre("/own-secret", "/webhook"));
  run(300s);
  EXPECT_THAT(targets(), ElementsAre("/own-secret", "/webhook", "/own-secret", "/own-secret"));
}

}  // namespace
}  // namespace checkride::runtime::notify
