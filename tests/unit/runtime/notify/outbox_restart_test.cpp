// Goal: a notification that was posted arrives, whatever becomes of the monitor and its disk, and twice under one id at
// most. Method: the monitor is killed at every moment of a delivery; its journal is damaged, or cannot be written.
#include "notify/dispatcher.hpp"
#include "notify/webhook_channel.hpp"
#include "notify_bench.hpp"

namespace checkride::runtime::notify {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

world::Task<int> sleep_on(world::World& world, world::Duration duration) {
  co_await world.clock().sleep_for(duration);
  co_return 0;
}

class OutboxRestart : public NotifyBench {
 protected:
  Outbox& webhook() {
    WebhookConfig config;
    config.url = Secret("http://peer/very-secret");
    config.hmac_secret = Secret("hmac-secret");
    return with(std::make_unique<WebhookChannel>(monitor_, trust_, config, ""));
  }
  std::string journal(const std::string& name = "webhook") {
    return monitor_.files().read("state/outbox/" + name + ".journal").value();
  }
};

TEST_F(OutboxRestart, WhatWaitsSurvivesAndKeepsItsId) {
  webhook().post(group());
  outbox_->post(group(NotificationKind::resolved));
  const std::string id = outbox_->queue()[0]->parcel.id;
  run(20s);
  restart();
  Hook hook;
  peer_.start("hook", serve_hook(peer_, hook));
  Outbox& again = webhook();
  EXPECT_EQ(again.queued(), 2U);
  EXPECT_GE(again.queue()[0]->parcel.failures, 1U);
  run(60s);
  ASSERT_THAT(hook.requests, SizeIs(2));
  EXPECT_EQ(hook.requests[0].headers.find("Idempotency-Key"), id);
  EXPECT_THAT(hook.requests[1].body, HasSubstr("\"status\":\"resolved\""));
  EXPECT_EQ(bench_.logged("outbox_recovered"), 1U);
  restart();
  EXPECT_EQ(webhook().queued(), 0U);
}

TEST_F(OutboxRestart, NoSecretIsOnTheDisk) {
  webhook().post(group());
  run(1s);
  EXPECT_THAT(journal(), Not(HasSubstr("secret")));
  restart();
  smtp_.username = "monitor";
  smtp_.password = Secret("mail-secret");
  email().post(group());
  run(1s);
  EXPECT_THAT(journal("email"), HasSubstr("ops-team@company.com"));
  EXPECT_THAT(journal("email"), Not(HasSubstr("secret")));
}

// Killed after n steps of the world, for every n until a run passes untouched.
TEST_F(OutboxRestart, KilledAtAnyMomentItStillArrives) {
  Hook hook;
  peer_.start("hook", serve_hook(peer_, hook));
  std::map<std::string, int> copies;
  bool untouched = false;
  for (int n = 0; !untouched; ++n) {
    ASSERT_LT(n, 400);
    hook.requests.clear();
    webhook().post(group());
    const std::string id = outbox_->queue()[0]->parcel.id;
    int instants = 0;
    world_.run_until(world_.now() + 10s, [&] { return ++instants > n; });
    untouched = outbox_->queued() == 0;
    restart();
    webhook();
    run(10s);
    EXPECT_EQ(outbox_->queued(), 0U) << n;
    ASSERT_GE(hook.requests.size(), 1U) << n;
    EXPECT_LE(hook.requests.size(), 2U) << n;
    for (const http::Request& request : hook.requests) EXPECT_EQ(request.headers.find("Idempotency-Key"), id) << n;
    restart();
  }
}

// A mail server that takes the mail and then says nothing any more: its goodbye is waited for, but nothing depends on
// it.
TEST_F(OutboxRestart, AMailThatWasTakenIsNotSentAgainByWhoWasCutOffInTheGoodbye) {
  SmtpSinkOptions options;
  options.reply_at = 7;  // to QUIT
  options.misbehaviour = SmtpMisbehaviour::stall;
  SmtpSink sink(peer_, options);
  peer_.start("smtp", serve_mail(sink));
  email().post(group());
  run(1s);
  ASSERT_TRUE(sink.misbehaved());
  EXPECT_EQ(outbox_->queued(), 0U);
  EXPECT_EQ(outbox_->totals().delivered, 1U);
  restart();
  email();
  run(60s);
  EXPECT_THAT(sink.mails(), SizeIs(1));
}

// Nobody was there to hear of the change.
TEST_F(OutboxRestart, WhoeverWasTakenOutMeanwhileGetsNoMailAnyMore) {
  email().post(group());
  run(1s);
  restart();
  smtp_.to = {"flight-ops@company.com", "new@company.com"};
  EXPECT_THAT(email().queue().at(0)->parcel.targets, testing::ElementsAre("flight-ops@company.com"));
  restart();
  EXPECT_THAT(email().queue().at(0)->parcel.targets, testing::ElementsAre("flight-ops@company.com"));
  restart();
  smtp_.to = {"new@company.com"};
  SmtpSink sink(peer_, {});
  peer_.start("mail", serve_mail(sink));
  email();
  run(60s);
  ASSERT_THAT(sink.mails(), SizeIs(1));
  EXPECT_THAT(sink.mails()[0].recipients, testing::ElementsAre("new@company.com")) << "somebody has to be told";
}

TEST_F(OutboxRestart, AMailToAReceiverKeepsItsAddresses) {
  Group team = group();
  team.mail_to = {"team@company.com"};
  email().post(team);
  run(1s);
  restart();
  smtp_.to = {"new@company.com"};
  EXPECT_THAT(email().queue().at(0)->parcel.targets, testing::ElementsAre("team@company.com"));
}

TEST_F(OutboxRestart, ADamagedJournalGivesWhatIsWhole) {
  webhook().post(group());
  outbox_->post(group(NotificationKind::resolved));
  std::string bytes = journal();
  bytes[100] = static_cast<char>(bytes[100] ^ 1);
  bytes += "5d1f0e2ab8c3d417 {\"op\":\"po";
  restart();
  ASSERT_TRUE(monitor_.files().write("state/outbox/webhook.journal", bytes).has_value());
  Outbox& again = webhook();
  ASSERT_EQ(again.queued(), 1U);
  EXPECT_EQ(again.queue()[0]->parcel.group.alerts[0].kind, NotificationKind::resolved);
  EXPECT_EQ(bench_.logged("outbox_damaged"), 1U);
  EXPECT_THAT(journal(), Not(HasSubstr("5d1f0e2ab8c3d417")));
}

TEST_F(OutboxRestart, NewsThatBecameOldMeanwhileIsADeadLetter) {
  webhook().post(group());
  restart();
  peer_.start("time passes", sleep_on(peer_, 31min));
  run(31min);
  Outbox& again = webhook();
  EXPECT_EQ(again.queued(), 0U);
  ASSERT_THAT(again.dead_letters(), SizeIs(1));
  EXPECT_EQ(again.dead_letters()[0].type, "expired");
  restart();
  EXPECT_THAT(webhook().dead_letters(), SizeIs(1));
}

// More of it than the journal holds without a rewriting; the power goes while all that is taken up.
TEST_F(OutboxRestart, MuchNewsThatBecameOldSurvivesALossOfPowerDuringTheStart) {
  constexpr std::size_t kMany = 90;
  Group large = group();
  large.alerts[0].summary = std::string(4000, 'x');
  webhook();
  for (std::size_t i = 0; i < kMany; ++i) outbox_->post(large);
  restart();
  peer_.start("time passes", sleep_on(peer_, 31min));
  run(31min);
  monitor_.cut_power_after(80);
  EXPECT_THAT(webhook().dead_letters(), SizeIs(kMany));
  monitor_.lose_power();
  monitor_.restart();
  outbox_.reset();
  EXPECT_THAT(webhook().dead_letters(), SizeIs(kMany));
}

// Where the folder should be there is a file.
TEST_F(OutboxRestart, WithoutADiskItDeliversFromMemoryAndSaysSo) {
  ASSERT_TRUE(monitor_.files().write("state", "a file").has_value());
  Hook hook;
  peer_.start("hook", serve_hook(peer_, hook));
  Outbox& outbox = webhook();
  outbox.post(group());
  EXPECT_THAT(outbox.not_durable(), HasSubstr("state"));
  EXPECT_EQ(bench_.logged("outbox_not_durable"), 1U);
  run(5s);
  EXPECT_THAT(hook.requests, SizeIs(1));
  ASSERT_TRUE(monitor_.files().remove("state").has_value());
  outbox.post(group());
  EXPECT_THAT(outbox.not_durable(), IsEmpty());
  EXPECT_EQ(bench_.logged("outbox_durable_again"), 1U);
}

TEST_F(OutboxRestart, TheJournalDoesNotGrowForEver) {
  Hook hook;
  peer_.start("hook", serve_hook(peer_, hook));
  Outbox& outbox = webhook();
  std::size_t largest = 0;
  for (int i = 0; i < 1000; ++i) {
    outbox.post(group());
    run(1s);
    if (i % 100 == 0) largest = std::max(largest, journal().size());
  }
  EXPECT_EQ(hook.requests.size(), 1000U);
  EXPECT_LT(largest, 2 * OutboxJournal::kAppendedBytesMax);
}

world::Task<int> run_dispatcher(Dispatcher& dispatcher, world::VirtualHost& host) {
  world::TaskGroup tasks(host.executor());
  dispatcher.run_in(tasks);
  co_await tasks.join();
  co_return 0;
}

world::Task<int> drain(Dispatcher& dispatcher, world::Instant until) {
  co_await dispatcher.drain(until);
  co_return 0;
}

// Mail is dead from the beginning; Slack works.
class DispatcherTest : public NotifyBench {
 protected:
  DispatcherTest() {
    bench_.config.alert_manager.channels.smtp = smtp_;
    bench_.config.alert_manager.channels.slack = slack_;
    dispatcher_ = std::make_unique<Dispatcher>(bench_.context);
    peer_.start("hook", serve_hook(peer_, hook_));
    monitor_.start("dispatcher", run_dispatcher(*dispatcher_, monitor_));
  }

  Hook hook_;
  std::unique_ptr<Dispatcher> dispatcher_;
};

TEST_F(DispatcherTest, ADeadChannelDoesNotHoldOthers) {
  for (int i = 0; i < 3; ++i) {
    dispatcher_->post(Action::email, group());
    dispatcher_->post(Action::slack, group());
  }
  run(10s);
  EXPECT_THAT(hook_.requests, SizeIs(3));
  EXPECT_EQ(dispatcher_->queued(), 3U);
}

TEST_F(DispatcherTest, AStopDoesNotWaitForAChannelThatIsKnownToBeDead) {
  dispatcher_->post(Action::email, group());
  const Outbox& mail = *dispatcher_->outboxes().at(Action::email);
  world_.run_until(world_.now() + 10min, [&] { return mail.breaker() == BreakerState::open; });
  const world::Instant before = world_.now();
  monitor_.start("drain", drain(*dispatcher_, before + 10s));
  world_.run_until(before + 1min, [&] { return monitor_.exit_code().has_value(); });
  EXPECT_LT(world_.now() - before, 1s);
}

TEST_F(DispatcherTest, TheDocumentShowsWhatWaitsAndWhatWasGivenUp) {
  hook_.answers = {{.status = 404}};
  dispatcher_->post(Action::email, group());
  dispatcher_->post(Action::slack, group());
  run(10s);
  const std::string document = notifications_document(dispatcher_.get());
  EXPECT_THAT(document, HasSubstr("\"integration\":\"email\",\"breaker\":"));
  EXPECT_THAT(document, HasSubstr("\"subject\":\"[FIRING] critical: Low Altitude Warning on sim\""));
  EXPECT_THAT(document, HasSubstr("\"type\":\"permanent\",\"reason\":\"peer:80 answered HTTP 404 (no_service)\""));
  EXPECT_THAT(document, Not(HasSubstr("very-secret")));
  EXPECT_EQ(notifications_document(nullptr), "{\"channels\":[]}");
  bool told = false;
  for (const Detail& detail : dispatcher_->details()) {
    told = told || (detail.name == "notifications_dead" && std::get<std::int64_t>(detail.value) == 1);
  }
  EXPECT_TRUE(told);
}

}  // namespace
}  // namespace checkride::runtime::notify
