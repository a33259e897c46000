// Goal: every notification is delivered once and in order, or given up loudly; no secret shows. Method: mail and chat
// servers on a virtual host that fail for a while. What a restart does is in outbox_restart_test.cpp.
#include "notify/outbox.hpp"

#include "notify_bench.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime::notify {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class OutboxTest : public NotifyBench {};

TEST_F(OutboxTest, SlackGetsOnePostAsConfigured) {
  Hook hook;
  peer_.start("hook", serve_hook(peer_, hook));
  slack().post(group());
  run(5s);
  ASSERT_THAT(hook.requests, SizeIs(1));
  EXPECT_EQ(hook.requests[0].method, "POST");
  EXPECT_EQ(hook.requests[0].target, "/services/T0/B0/very-secret");
  EXPECT_EQ(hook.requests[0].headers.find("Content-Type"), "application/json");
  EXPECT_THAT(hook.requests[0].body, HasSubstr("\"channel\":\"#flight-alerts\""));
  EXPECT_EQ(outbox_->queued(), 0U);
  EXPECT_EQ(bench_.metrics.counter(metric::kNotifications, {"slack"}).value(), 1);
}

TEST_F(OutboxTest, TemporaryFailuresAreRetriedInOrder) {
  Hook hook;
  hook.answers = {{.status = 500}, {.status = 503}};
  peer_.start("hook", serve_hook(peer_, hook));
  Outbox& outbox = slack();
  outbox.post(group(NotificationKind::firing));
  outbox.post(group(NotificationKind::resolved));
  run(60s);
  ASSERT_THAT(hook.requests, SizeIs(4));
  for (const int i : {0, 1, 2}) EXPECT_THAT(hook.requests[static_cast<std::size_t>(i)].body, HasSubstr("[FIRING]"));
  EXPECT_THAT(hook.requests[3].body, HasSubstr("[RESOLVED]"));
  EXPECT_EQ(failures("slack", "temporary"), 2);
  EXPECT_EQ(bench_.metrics.counter(metric::kNotificationRetries, {"slack"}).value(), 2);
  EXPECT_EQ(bench_.logged("notification_delivered"), 2U);
}

// All attempts of one notification are one trace, which the log names; another notification is another.
TEST_F(OutboxTest, EveryAttemptCarriesTheTraceOfItsNotification) {
  Hook hook;
  hook.answers = {{.status = 500}};
  peer_.start("hook", serve_hook(peer_, hook));
  slack().post(group());
  outbox_->post(group(NotificationKind::resolved));
  run(60s);
  ASSERT_THAT(hook.requests, SizeIs(3));
  std::vector<std::string> traces;
  std::vector<std::string> steps;
  for (const http::Request& request : hook.requests) {
    const auto parent = parse_traceparent(request.headers.find("traceparent").value_or(""));
    ASSERT_TRUE(parent);
    traces.emplace_back(parent->trace_id);
    steps.emplace_back(parent->parent_id);
    EXPECT_THAT(bench_.log_text(), HasSubstr("trace_id=" + traces.back()));
  }
  EXPECT_EQ(traces[0], traces[1]);
  EXPECT_NE(traces[0], traces[2]);
  EXPECT_NE(steps[0], steps[1]);
}

TEST_F(OutboxTest, RetryAfterIsHonoured) {
  Hook hook;
  hook.answers = {{.status = 429, .retry_after = "77"}};
  peer_.start("hook", serve_hook(peer_, hook));
  slack().post(group());
  run(90s);
  ASSERT_THAT(hook.requests, SizeIs(2));
  EXPECT_GE(hook.at[1] - hook.at[0], 77s);
  EXPECT_LT(hook.at[1] - hook.at[0], 78s);
}

TEST_F(OutboxTest, PermanentFailuresAreGivenUpAndTheNextGoesOut) {
  Hook hook;
  hook.answers = {{.status = 404}};
  peer_.start("hook", serve_hook(peer_, hook));
  Outbox& outbox = slack();
  outbox.post(group(NotificationKind::firing));
  outbox.post(group(NotificationKind::resolved));
  run(10s);
  EXPECT_THAT(hook.requests, SizeIs(2));
  EXPECT_EQ(failures("slack", "permanent"), 1);
  EXPECT_EQ(bench_.logged("notification_failed"), 1U);
}

TEST_F(OutboxTest, AnUnreachableHookIsTriedUntilTheNewsIsOld) {
  slack().post(group());
  run(29min);
  EXPECT_EQ(outbox_->queued(), 1U);
  run(3min);
  EXPECT_EQ(outbox_->queued(), 0U);
  EXPECT_EQ(failures("slack", "expired"), 1);
  EXPECT_EQ(bench_.logged("notification_failed"), 1U);
}

// Who is to be believed may be installed later: the notification waits.
TEST_F(OutboxTest, HttpsWithoutAnyAuthoritySaysWhereItLooked) {
  slack_.webhook_url = Secret("https://peer/services/T0/B0/very-secret");
  slack().post(group());
  run(1s);
  EXPECT_EQ(failures("slack", "permanent"), 0);
  EXPECT_THAT(bench_.log_text(), HasSubstr("install ca-certificates"));
}

TEST_F(OutboxTest, TheSecretOfTheWebhookIsNeverLogged) {
  Hook hook;
  hook.answers = {{.status = 500}, {.status = 429}, {.status = 404}};
  peer_.start("hook", serve_hook(peer_, hook));
  slack().post(group());
  run(30s);
  for (const char* url : {"ftp://peer/services/T0/B0/very-secret", "http://nowhere/services/T0/B0/very-secret"}) {
    slack_.webhook_url = Secret(url);
    restart();
    slack().post(group());
    run(30s);
  }
  EXPECT_GE(bench_.lines.size(), 5U);
  EXPECT_THAT(bench_.log_text(), Not(HasSubstr("very-secret")));
  EXPECT_THAT(outbox_->last_failure(), Not(HasSubstr("very-secret")));
}

TEST_F(OutboxTest, AFullOutboxGivesUpTheOldest) {
  Outbox& outbox = slack();
  for (std::uint32_t i = 0; i < config_.queue_max + 2; ++i) outbox.post(group());
  EXPECT_EQ(outbox.queued(), config_.queue_max);
  EXPECT_EQ(failures("slack", "outbox_full"), 2);
}

TEST_F(OutboxTest, AFullOutboxKeepsWhatIsUnderWay) {
  Hook hook;
  peer_.start("hook", serve_hook(peer_, hook));
  config_.queue_max = 2;
  Outbox& outbox = slack();
  outbox.post(group());
  const std::string first = outbox.queue()[0]->parcel.id;
  world_.run_until(world_.now() + 5s, [&] { return hook.requests.size() == 1; });
  for (int i = 0; i < 2; ++i) outbox.post(group());
  EXPECT_EQ(outbox.queue()[0]->parcel.id, first);
  ASSERT_THAT(outbox.dead_letters(), SizeIs(1));
  EXPECT_NE(outbox.dead_letters()[0].parcel.id, first);
  run(5s);
  EXPECT_EQ(outbox.totals().delivered, 2U);
  EXPECT_THAT(outbox.dead_letters(), SizeIs(1));
}

TEST_F(OutboxTest, WhatArrivesAfterItWasGivenUpIsNoDeadLetter) {
  Hook hook;
  peer_.start("hook", serve_hook(peer_, hook));
  config_.queue_max = 1;
  Outbox& outbox = slack();
  outbox.post(group());
  world_.run_until(world_.now() + 5s, [&] { return hook.requests.size() == 1; });
  outbox.post(group());
  EXPECT_THAT(outbox.dead_letters(), SizeIs(1));
  run(5s);
  EXPECT_EQ(outbox.totals().delivered, 2U);
  EXPECT_THAT(outbox.dead_letters(), SizeIs(0));
  restart();
  EXPECT_THAT(slack().dead_letters(), SizeIs(0));
}

TEST_F(OutboxTest, MailIsRetriedForWhomItDidNotReachOnly) {
  SmtpSinkOptions options;
  options.recipient_replies["ops-team@company.com"] = "451 later";
  SmtpSink sink(peer_, options);
  peer_.start("smtp", serve_mail(sink));
  email().post(group());
  run(60s);
  ASSERT_THAT(sink.mails(), SizeIs(2));
  EXPECT_THAT(sink.mails()[0].recipients, ElementsAre("flight-ops@company.com"));
  EXPECT_THAT(sink.mails()[1].recipients, ElementsAre("ops-team@company.com"));
  EXPECT_EQ(bench_.metrics.counter(metric::kNotifications, {"email"}).value(), 1);
}

// The first attempt reaches one of them and the second one nobody any more: who has the mail does not get it again.
TEST_F(OutboxTest, MailThatIsGivenUpIsSentOnceMoreToWhomItDidNotReachOnly) {
  SmtpSinkOptions options;
  options.recipient_replies["ops-team@company.com"] = "451 later";
  options.reply_at = 11;  // to RCPT of the second attempt
  options.misbehaviour = SmtpMisbehaviour::permanent;
  SmtpSink sink(peer_, options);
  peer_.start("smtp", serve_mail(sink));
  Outbox& outbox = email();
  outbox.post(group());
  run(60s);
  ASSERT_THAT(outbox.dead_letters(), SizeIs(1));
  const std::string id = outbox.dead_letters()[0].parcel.id;
  EXPECT_THAT(outbox.dead_letters()[0].parcel.targets, ElementsAre("ops-team@company.com"));
  EXPECT_EQ(outbox.retry_dead_letter(id), Outbox::Answer::done);
  run(60s);
  ASSERT_THAT(sink.mails(), SizeIs(2));
  EXPECT_THAT(sink.mails()[0].recipients, ElementsAre("flight-ops@company.com"));
  EXPECT_THAT(sink.mails()[1].recipients, ElementsAre("ops-team@company.com"));
}

class MailFailures : public OutboxTest, public testing::WithParamInterface<SmtpMisbehaviour> {};

TEST_P(MailFailures, AtAnyReplyStillGiveEverybodyTheMail) {
  for (int n = 0; n <= 8; ++n) {
    SCOPED_TRACE(n);
    SmtpSinkOptions options;
    options.port = static_cast<std::uint16_t>(1000 + n);
    options.reply_at = n;
    options.misbehaviour = GetParam();
    SmtpSink sink(peer_, options);
    peer_.start("smtp", serve_mail(sink));
    smtp_.port = options.port;
    email().post(group());
    run(120s);
    EXPECT_EQ(outbox_->queued(), 0U);
    std::map<std::string, int> copies;
    for (const auto& mail : sink.mails()) {
      for (const std::string& recipient : mail.recipients) copies[recipient]++;
    }
    // Only where the server has the message and its answer is lost can a copy be doubled (same Message-ID).
    const int most = n == 6 ? 2 : 1;
    for (const std::string& recipient : smtp_.to) {
      EXPECT_GE(copies[recipient], 1) << recipient;
      EXPECT_LE(copies[recipient], most) << recipient;
    }
    peer_.crash();
    peer_.restart();
    restart();
  }
}

INSTANTIATE_TEST_SUITE_P(EveryWay, MailFailures,
                         testing::Values(SmtpMisbehaviour::stall, SmtpMisbehaviour::close, SmtpMisbehaviour::reset,
                                         SmtpMisbehaviour::garbage, SmtpMisbehaviour::temporary));

// The receiver is asked for no more than one post a second, whatever waits.
TEST_F(OutboxTest, ThePaceOfTheReceiverIsKept) {
  Hook hook;
  peer_.start("hook", serve_hook(peer_, hook));
  slack_.http.pace = 1s;
  Outbox& outbox = slack();
  for (int i = 0; i < 5; ++i) outbox.post(group());
  run(10s);
  ASSERT_THAT(hook.at, SizeIs(5));
  for (std::size_t i = 1; i < 5; ++i) EXPECT_GE(hook.at[i] - hook.at[i - 1], 900ms) << i;
}

// Whoever is given up leaves the receiver's wish behind for the next one.
TEST_F(OutboxTest, AWishOutlivesTheParcelThatHeardIt) {
  Hook hook;
  hook.answers = {{.status = 429, .retry_after = "300"}};
  peer_.start("hook", serve_hook(peer_, hook));
  config_.give_up_after = 1min;
  Outbox& outbox = slack();
  outbox.post(group());
  outbox.post(group(NotificationKind::resolved));
  run(299s);
  EXPECT_THAT(hook.requests, SizeIs(1));
  run(10s);
  EXPECT_THAT(hook.requests, SizeIs(2));
  EXPECT_EQ(failures("slack", "expired"), 1);
}

TEST_F(OutboxTest, TheBreakerOpensAndOneGoodAttemptClosesIt) {
  Hook hook;
  hook.answers.assign(6, {.status = 500});
  peer_.start("hook", serve_hook(peer_, hook));
  Outbox& outbox = slack();
  outbox.post(group());
  world_.run_until(world_.now() + 5min, [&] { return hook.requests.size() == 5; });
  run(100ms);
  EXPECT_EQ(outbox.breaker(), BreakerState::open);
  EXPECT_EQ(bench_.metrics.gauge(metric::kNotificationBreakerOpen, {"slack"}).value(), 1);
  ASSERT_TRUE(bench_.board.breakers.at("slack").open_until);
  EXPECT_GT(*bench_.board.breakers.at("slack").open_until, world_.now());
  EXPECT_EQ(bench_.board.breakers.at("slack").failures, 5U);
  run(14s);
  EXPECT_THAT(hook.requests, SizeIs(5));
  run(10min);
  EXPECT_EQ(outbox.queued(), 0U);
  EXPECT_EQ(outbox.breaker(), BreakerState::closed);
  EXPECT_EQ(bench_.metrics.gauge(metric::kNotificationBreakerOpen, {"slack"}).value(), 0);
  EXPECT_EQ(bench_.board.breakers.at("slack").open_until, std::nullopt);
  EXPECT_EQ(bench_.board.breakers.at("slack").failures, 0U);
}

// However long it was gone, and whatever the draws; refused at once, or silent until the attempt's time-out.
TEST_F(OutboxTest, AReceiverThatIsBackIsToldWithinThirtySeconds) {
  for (const bool silent : {false, true}) {
    for (int seconds = 20; seconds <= 1600; seconds += 79) {
      SCOPED_TRACE(seconds);
      if (silent) world_.partition(peer_, monitor_);
      Outbox& outbox = slack();
      outbox.post(group());
      run(seconds * 1s);
      ASSERT_EQ(outbox.queued(), 1U);
      Hook hook;
      world_.heal(peer_, monitor_);
      peer_.start("hook", serve_hook(peer_, hook));
      const world::Instant back = world_.now();
      world_.run_until(back + 5min, [&] { return outbox.queued() == 0; });
      EXPECT_LT(world_.now() - back, kRecoveryLimit);
      EXPECT_THAT(hook.requests, SizeIs(1));
      peer_.crash();
      peer_.restart();
      restart();
    }
  }
}

TEST_F(OutboxTest, ALargeGroupGoesOutInParts) {
  Hook hook;
  peer_.start("hook", serve_hook(peer_, hook));
  const Group many{"group", {}, std::vector<Notification>(45, notification())};
  slack().post(many);
  run(10s);
  ASSERT_THAT(hook.requests, SizeIs(3));
  EXPECT_THAT(hook.requests[2].body, HasSubstr("[FIRING 5]"));
}

}  // namespace
}  // namespace checkride::runtime::notify
