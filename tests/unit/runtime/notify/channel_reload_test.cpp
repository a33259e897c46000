// Goal: channels come, change and go while the monitor runs, and no notification is lost or held up by that. Method: a
// dispatcher that is given other configurations, also in the middle of an attempt; web and mail servers beside it.
#include <gmock/gmock.h>

#include "dispatcher_bench.hpp"

namespace checkride::runtime::notify {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ChannelReload : public DispatcherBench {
 protected:
  ChannelReload() { channels().slack = slack_; }
  ChannelsConfig with_webhook() {
    ChannelsConfig next = channels();
    next.webhook.emplace().url = Secret("http://peer/webhook");
    return next;
  }
  std::vector<std::string> targets() const {
    std::vector<std::string> out;
    for (const http::Request& request : hook_.requests) out.push_back(request.target);
    return out;
  }
};

TEST_F(ChannelReload, ANewChannelTellsAtOnce) {
  start();
  reload(with_webhook());
  dispatcher_->post(Action::webhook, group());
  run(5s);
  EXPECT_THAT(targets(), ElementsAre("/webhook"));
  EXPECT_EQ(bench_.logged("channel_added"), 1U);
}

TEST_F(ChannelReload, AChannelThatStaysKeepsItsQueueBreakerAndPace) {
  hook_.answers = {{.status = 429, .retry_after = "90"}};
  start();
  dispatcher_->post(Action::slack, group());
  run(5s);
  reload(with_webhook());
  run(60s);
  EXPECT_THAT(hook_.requests, SizeIs(1));  // the receiver's wish is still heeded
  EXPECT_EQ(outbox(Action::slack).queued(), 1U);
  EXPECT_EQ(outbox(Action::slack).queue()[0]->parcel.failures, 1U);
  run(60s);
  EXPECT_THAT(hook_.requests, SizeIs(2));
}

TEST_F(ChannelReload, AnOpenBreakerStaysOpenForAChannelThatStays) {
  peer_.crash();
  start();
  dispatcher_->post(Action::slack, group());
  world_.run_until(world_.now() + 10min, [&] { return outbox(Action::slack).breaker() == BreakerState::open; });
  reload(with_webhook());
  EXPECT_EQ(outbox(Action::slack).breaker(), BreakerState::open);
}

TEST_F(ChannelReload, WhatWaitsForAChannelThatChangesGoesThereAtOnceUnderItsId) {
  hook_.answers = {{.status = 503, .retry_after = "600"}};
  start();
  dispatcher_->post(Action::slack, group());
  run(5s);
  const std::string id = outbox(Action::slack).queue()[0]->parcel.id;
  ChannelsConfig next = channels();
  next.slack->webhook_url = Secret("http://peer/services/other");
  next.slack->channel = "#other";
  reload(next);
  run(1s);
  EXPECT_THAT(targets(), ElementsAre("/services/T0/B0/very-secret", "/services/other"));
  EXPECT_THAT(hook_.requests[1].body, HasSubstr("#other"));
  EXPECT_THAT(bench_.log_text(), HasSubstr("msg=notification_delivered logger=notify integration=slack id=" + id));
  EXPECT_EQ(bench_.logged("channel_changed"), 1U);
}

// The former address does not exist any more: that is no reason to give up what the new one takes.
TEST_F(ChannelReload, AnAttemptUnderWayThatFailsIsMadeAgainByTheNewChannel) {
  hook_.answers = {{.status = 404}};
  start();
  dispatcher_->post(Action::slack, group());
  world_.run_until(world_.now() + 5s, [&] { return hook_.requests.size() == 1; });
  ASSERT_EQ(outbox(Action::slack).queued(), 1U);
  ChannelsConfig next = channels();
  next.slack->webhook_url = Secret("http://peer/services/other");
  reload(next);
  run(5s);
  EXPECT_THAT(targets(), ElementsAre("/services/T0/B0/very-secret", "/services/other"));
  EXPECT_THAT(outbox(Action::slack).dead_letters(), IsEmpty());
}

TEST_F(ChannelReload, AnAttemptUnderWayThatSucceedsIsNotMadeAgain) {
  start();
  dispatcher_->post(Action::slack, group());
  world_.run_until(world_.now() + 5s, [&] { return hook_.requests.size() == 1; });
  ASSERT_EQ(outbox(Action::slack).queued(), 1U);
  ChannelsConfig next = channels();
  next.slack->username = "other";
  reload(next);
  run(60s);
  EXPECT_THAT(hook_.requests, SizeIs(1));
  EXPECT_EQ(outbox(Action::slack).queued(), 0U);
}

TEST_F(ChannelReload, WhatWaitsForAChannelThatIsGoneIsADeadLetterAlsoAfterARestart) {
  hook_.answers = {{.status = 503, .retry_after = "600"}};
  start();
  dispatcher_->post(Action::slack, group());
  dispatcher_->post(Action::slack, group(NotificationKind::resolved));
  run(5s);
  ChannelsConfig next = with_webhook();
  next.slack.reset();
  reload(next);
  run(1s);
  for (int i = 0; i < 2; ++i) {
    ASSERT_THAT(outbox(Action::slack).dead_letters(), SizeIs(2)) << i;
    EXPECT_EQ(outbox(Action::slack).dead_letters()[0].type, "channel_removed");
    EXPECT_EQ(outbox(Action::slack).queued(), 0U);
    EXPECT_THAT(document(), HasSubstr("\"integration\":\"slack\",\"breaker\":\"closed\",\"configured\":false"));
    start_again();
  }
  dispatcher_->post(Action::slack, group());  // the end of what was told by it: nobody to tell
  EXPECT_EQ(bench_.logged("notification_without_channel"), 1U);
}

TEST_F(ChannelReload, AnAttemptUnderWayOfAChannelThatGoesCountsIfItSucceeds) {
  start();
  dispatcher_->post(Action::slack, group());
  dispatcher_->post(Action::slack, group(NotificationKind::resolved));
  world_.run_until(world_.now() + 5s, [&] { return hook_.requests.size() == 1; });
  ChannelsConfig next = channels();
  next.slack.reset();
  reload(next);
  EXPECT_THAT(outbox(Action::slack).dead_letters(), SizeIs(1));
  run(5s);
  EXPECT_THAT(outbox(Action::slack).dead_letters(), SizeIs(1));
  EXPECT_EQ(outbox(Action::slack).totals().delivered, 1U);
  EXPECT_EQ(outbox(Action::slack).queued(), 0U);
}

TEST_F(ChannelReload, AnAttemptUnderWayOfAChannelThatGoesIsADeadLetterIfItFails) {
  hook_.answers = {{.status = 503}};
  start();
  dispatcher_->post(Action::slack, group());
  world_.run_until(world_.now() + 5s, [&] { return hook_.requests.size() == 1; });
  ChannelsConfig next = channels();
  next.slack.reset();
  reload(next);
  EXPECT_EQ(outbox(Action::slack).queued(), 1U);
  run(60s);
  EXPECT_EQ(outbox(Action::slack).queued(), 0U);
  ASSERT_THAT(outbox(Action::slack).dead_letters(), SizeIs(1));
  EXPECT_EQ(outbox(Action::slack).dead_letters()[0].type, "channel_removed");
  EXPECT_THAT(outbox(Action::slack).dead_letters()[0].reason, HasSubstr("503"));
  EXPECT_THAT(hook_.requests, SizeIs(1));
}

// Taken out of the file while the monitor was down.
TEST_F(ChannelReload, WhatAChannelLeftBehindIsShownAfterAStartWithoutIt) {
  hook_.answers = {{.status = 503, .retry_after = "600"}};
  start();
  dispatcher_->post(Action::slack, group());
  run(5s);
  channels().slack.reset();
  start_again();
  ASSERT_THAT(outbox(Action::slack).dead_letters(), SizeIs(1));
  EXPECT_EQ(outbox(Action::slack).dead_letters()[0].type, "channel_removed");
}

TEST_F(ChannelReload, AChannelThatComesBackWorks) {
  start();
  const ChannelsConfig both = channels();
  ChannelsConfig none = both;
  none.slack.reset();
  reload(none);
  reload(both);
  dispatcher_->post(Action::slack, group());
  run(5s);
  EXPECT_THAT(hook_.requests, SizeIs(1));
}

TEST_F(ChannelReload, AMailGoesToThoseWhoAreNewAndNotTwiceToThoseWhoHaveIt) {
  SmtpSinkOptions options;
  options.recipient_replies = {{"flight-ops@company.com", "450 later"}};
  SmtpSink sink(peer_, options);
  peer_.start("mail", serve_mail(sink));
  channels().smtp = smtp_;
  start();
  dispatcher_->post(Action::email, group());
  run(1ms);
  world_.run_until(world_.now() + 30s, [&] { return outbox(Action::email).queue()[0]->parcel.failures == 1; });
  ChannelsConfig next = channels();
  next.smtp->to = {"ops-team@company.com", "new@company.com"};
  reload(next);
  EXPECT_THAT(outbox(Action::email).queue()[0]->parcel.targets, ElementsAre("new@company.com"));
  next.smtp->to = {"ops-team@company.com"};
  reload(next);
  EXPECT_EQ(outbox(Action::email).queued(), 0U);  // everybody who is left has it
}

TEST_F(ChannelReload, TheLimitsOfTheOutboxesChange) {
  peer_.crash();
  start();
  for (int i = 0; i < 5; ++i) dispatcher_->post(Action::slack, group());
  ChannelsConfig next = channels();
  next.outbox.queue_max = 3;
  next.outbox.dead_letters_max = 1;
  reload(next);
  EXPECT_EQ(outbox(Action::slack).queued(), 3U);
  EXPECT_THAT(outbox(Action::slack).dead_letters(), SizeIs(1));
}

// What a channel does between deliveries ends with it, and begins with the new one.
TEST_F(ChannelReload, AnAlertmanagerIsToldAtItsNewAddressAgainAndAgain) {
  AlertmanagerConfig alertmanager;
  alertmanager.urls = {"http://peer/former"};
  alertmanager.resend_interval = 10s;
  channels().alertmanager = alertmanager;
  bench_.board.alerts[{"Low Altitude Warning", "sim"}].state = alerts::AlertState::firing;
  start();
  dispatcher_->post(Action::alertmanager, group());
  run(25s);
  EXPECT_THAT(targets(), SizeIs(3));
  ChannelsConfig next = channels();
  next.alertmanager->urls = {"http://peer/next"};
  reload(next);
  run(25s);
  ASSERT_THAT(targets(), SizeIs(5));
  EXPECT_EQ(targets()[3], "/next/api/v2/alerts");
  EXPECT_EQ(targets()[4], "/next/api/v2/alerts");
  next.alertmanager.reset();
  reload(next);
  run(60s);
  EXPECT_THAT(targets(), SizeIs(5));
}

}  // namespace
}  // namespace checkride::runtime::notify
