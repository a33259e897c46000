// Goal: every notification is delivered once and in order, or given up loudly; no secret shows. Method: mail and chat
// servers on a virtual host that fail for a while.
#include "notify/outbox.hpp"

#include "../link/service_bench.hpp"
#include "checkride/http/http.hpp"
#include "checkride/test/smtp_sink.hpp"
#include "metrics/table.hpp"
#include "notify/email_channel.hpp"
#include "notify/slack_channel.hpp"

namespace checkride::runtime::notify {
namespace {

using namespace std::chrono_literals;
using checkride::test::SmtpMisbehaviour;
using checkride::test::SmtpSink;
using checkride::test::SmtpSinkOptions;
using runtime::test::ServiceBench;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

Notification notification(NotificationKind kind = NotificationKind::firing) {
  Notification n;
  n.kind = kind;
  n.rule = "Low Altitude Warning";
  n.simulator = "sim";
  n.severity = "critical";
  n.metric = "altitude";
  n.condition = "below";
  n.threshold = 100;
  n.value = 80;
  n.unit = "feet";
  n.duration = 10s;
  return n;
}

// A web server that answers with the listed statuses in turn, then with 200.
struct Hook {
  struct Answer {
    int status = 200;
    std::string retry_after{};
  };
  std::vector<Answer> answers;
  std::vector<http::Request> requests;
  std::vector<world::Instant> at;
  world::World* host = nullptr;

  http::Response handle(const http::Request& request) {
    requests.push_back(request);
    at.push_back(host->clock().now());
    const std::size_t n = requests.size() - 1;
    if (n >= answers.size()) return http::text_response(200, "ok");
    http::Response response = http::text_response(answers[n].status, "no_service");
    if (!answers[n].retry_after.empty()) response.headers.set("Retry-After", answers[n].retry_after);
    return response;
  }
};

world::Task<int> serve_hook(world::VirtualHost& host, Hook& hook) {
  hook.host = &host;
  world::Endpoint where;
  where.host = "0.0.0.0";
  where.port = 80;
  auto listener = host.network().listen(where);
  if (!listener) co_return 1;
  std::function<http::Response(const http::Request&)> handler = [&hook](const http::Request& request) {
    return hook.handle(request);
  };
  co_await http::serve(host, std::move(*listener), std::move(handler));
  co_return 0;
}

world::Task<int> serve_mail(SmtpSink& sink) {
  co_await sink.serve();
  co_return 0;
}

world::Task<int> run_outbox(Outbox& outbox) {
  co_await outbox.run();
  co_return 0;
}

class OutboxTest : public testing::Test {
 protected:
  OutboxTest() : peer_(world_.add_host("peer")), monitor_(world_.add_host("monitor")), bench_(monitor_) {
    slack_.webhook_url = Secret("http://peer/services/T0/B0/very-secret");
    slack_.channel = "#flight-alerts";
    slack_.username = "SimConnect Bot";
    smtp_.server = "peer";
    smtp_.from = "simconnect@company.com";
    smtp_.to = {"ops-team@company.com", "flight-ops@company.com"};
    smtp_.starttls = StartTls::never;
  }
  Outbox& slack(RetryPolicy policy = {}) {
    outbox_ = std::make_unique<Outbox>(bench_.context, std::make_unique<SlackChannel>(monitor_, slack_), policy);
    return started();
  }
  Outbox& email() {
    outbox_ = std::make_unique<Outbox>(bench_.context, std::make_unique<EmailChannel>(monitor_, smtp_));
    return started();
  }
  Outbox& started() {
    monitor_.start("outbox", run_outbox(*outbox_));
    return *outbox_;
  }
  void run(world::Duration duration) {
    world_.run_until(world_.now() + duration);
    EXPECT_EQ(monitor_.failure(), "");
    EXPECT_EQ(peer_.failure(), "");
  }
  double failures(std::string_view integration, std::string_view reason) {
    return bench_.metrics.counter(metric::kNotificationFailures, {integration, reason}).value();
  }

  world::VirtualWorld world_;
  world::VirtualHost& peer_;
  world::VirtualHost& monitor_;
  ServiceBench bench_;
  SlackConfig slack_;
  SmtpConfig smtp_;
  std::unique_ptr<Outbox> outbox_;
};

TEST_F(OutboxTest, SlackGetsOnePostAsConfigured) {
  Hook hook;
  peer_.start("hook", serve_hook(peer_, hook));
  slack().post(notification());
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
  outbox.post(notification(NotificationKind::firing));
  outbox.post(notification(NotificationKind::resolved));
  run(60s);
  ASSERT_THAT(hook.requests, SizeIs(4));
  for (const int i : {0, 1, 2}) EXPECT_THAT(hook.requests[static_cast<std::size_t>(i)].body, HasSubstr("[FIRING]"));
  EXPECT_THAT(hook.requests[3].body, HasSubstr("[RESOLVED]"));
  EXPECT_EQ(failures("slack", "temporary"), 2);
  EXPECT_EQ(bench_.metrics.counter(metric::kNotificationRetries, {"slack"}).value(), 2);
  EXPECT_EQ(bench_.logged("notification_delivered"), 2U);
}

TEST_F(OutboxTest, RetryAfterIsHonoured) {
  Hook hook;
  hook.answers = {{.status = 429, .retry_after = "77"}};
  peer_.start("hook", serve_hook(peer_, hook));
  slack().post(notification());
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
  outbox.post(notification(NotificationKind::firing));
  outbox.post(notification(NotificationKind::resolved));
  run(10s);
  EXPECT_THAT(hook.requests, SizeIs(2));
  EXPECT_EQ(failures("slack", "permanent"), 1);
  EXPECT_EQ(bench_.logged("notification_failed"), 1U);
}

TEST_F(OutboxTest, AnUnreachableHookIsTriedUntilTheNewsIsOld) {
  slack().post(notification());
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
  slack().post(notification());
  run(1s);
  EXPECT_EQ(failures("slack", "permanent"), 0);
  EXPECT_THAT(bench_.log_text(), HasSubstr("install ca-certificates"));
}

TEST_F(OutboxTest, TheSecretOfTheWebhookIsNeverLogged) {
  Hook hook;
  hook.answers = {{.status = 500}, {.status = 429}, {.status = 404}};
  peer_.start("hook", serve_hook(peer_, hook));
  slack().post(notification());
  run(30s);
  slack_.webhook_url = Secret("ftp://peer/services/T0/B0/very-secret");
  outbox_->post(notification());
  run(30s);
  slack_.webhook_url = Secret("http://nowhere/services/T0/B0/very-secret");
  outbox_->post(notification());
  run(30s);
  EXPECT_GE(bench_.lines.size(), 5U);
  EXPECT_THAT(bench_.log_text(), Not(HasSubstr("very-secret")));
  EXPECT_THAT(outbox_->last_failure(), Not(HasSubstr("very-secret")));
}

TEST_F(OutboxTest, AFullOutboxGivesUpTheOldest) {
  Outbox& outbox = slack();
  for (std::size_t i = 0; i < Outbox::kQueuedMax + 2; ++i) outbox.post(notification());
  EXPECT_EQ(outbox.queued(), Outbox::kQueuedMax);
  EXPECT_EQ(failures("slack", "outbox_full"), 2);
}

TEST_F(OutboxTest, MailIsRetriedForWhomItDidNotReachOnly) {
  SmtpSinkOptions options;
  options.recipient_replies["ops-team@company.com"] = "451 later";
  SmtpSink sink(peer_, options);
  peer_.start("smtp", serve_mail(sink));
  email().post(notification());
  run(60s);
  ASSERT_THAT(sink.mails(), SizeIs(2));
  EXPECT_THAT(sink.mails()[0].recipients, ElementsAre("flight-ops@company.com"));
  EXPECT_THAT(sink.mails()[1].recipients, ElementsAre("ops-team@company.com"));
  EXPECT_EQ(bench_.metrics.counter(metric::kNotifications, {"email"}).value(), 1);
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
    email().post(notification());
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
    monitor_.crash();
    monitor_.restart();
  }
}

INSTANTIATE_TEST_SUITE_P(EveryWay, MailFailures,
                         testing::Values(SmtpMisbehaviour::stall, SmtpMisbehaviour::close, SmtpMisbehaviour::reset,
                                         SmtpMisbehaviour::garbage, SmtpMisbehaviour::temporary));

}  // namespace
}  // namespace checkride::runtime::notify
