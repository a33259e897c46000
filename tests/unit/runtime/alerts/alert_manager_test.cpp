// Goal: one notification per change of state and action, at the right moment. Method: samples on the bus, a mail and a
// chat server on a second virtual host, exact virtual times.
#include "alerts/alert_manager.hpp"

#include "../link/service_bench.hpp"
#include "checkride/http/http.hpp"
#include "checkride/test/smtp_sink.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime::alerts {
namespace {

using namespace std::chrono_literals;
using checkride::test::SmtpSink;
using checkride::test::SmtpSinkOptions;
using runtime::test::guide_like_config;
using runtime::test::ServiceBench;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Config guide_alerts() {
  Config config = guide_like_config();
  SmtpConfig smtp;
  smtp.server = "peer";
  smtp.from = "simconnect@company.com";
  smtp.to = {"ops-team@company.com", "flight-ops@company.com"};
  smtp.starttls = StartTls::never;
  config.alert_manager.channels.smtp = smtp;
  SlackConfig slack;
  slack.webhook_url = Secret("http://peer/services/hook");
  slack.channel = "#flight-alerts";
  config.alert_manager.channels.slack = slack;
  RuleConfig low;
  low.name = "Low Altitude Warning";
  low.metric = "altitude";
  low.variable = 0;
  low.threshold = 100;
  low.duration = 10s;
  low.severity = Severity::critical;
  low.actions = {Action::email, Action::slack};
  RuleConfig errors;
  errors.name = "High Error Rate";
  errors.metric = "error_rate";
  errors.condition = Condition::greater_than;
  errors.threshold = 0.1;
  errors.duration = 60s;
  errors.actions = {Action::slack};
  config.alert_manager.rules = {low, errors};
  return config;
}

world::Task<int> serve_peer(world::VirtualHost& host, SmtpSink& sink, std::vector<std::string>& posts) {
  world::TaskGroup group(host.executor());
  group.spawn("smtp", sink.serve());
  world::Endpoint where;
  where.host = "0.0.0.0";
  where.port = 80;
  auto listener = host.network().listen(where);
  if (!listener) co_return 1;
  std::function<http::Response(const http::Request&)> handler = [&posts](const http::Request& request) {
    posts.push_back(request.body);
    return http::text_response(200, "ok");
  };
  co_await http::serve(host, std::move(*listener), std::move(handler));
  co_return 0;
}

world::Task<int> start_service(Service& service) {
  auto started = co_await service.start();
  co_return started ? 0 : 1;
}

world::Task<int> stop_service(Service& service, world::Instant deadline) {
  auto stopped = co_await service.stop(deadline);
  co_return stopped ? 0 : 1;
}

class AlertManagerTest : public testing::Test {
 protected:
  AlertManagerTest()
      : peer_(world_.add_host("peer")),
        monitor_(world_.add_host("monitor")),
        sink_(peer_, SmtpSinkOptions{}),
        bench_(monitor_, guide_alerts()),
        manager_(bench_.context) {
    peer_.start("peer", serve_peer(peer_, sink_, posts_));
    monitor_.start("manager", start_service(manager_));
    run(1ms);
    EXPECT_EQ(monitor_.exit_code(), 0);
  }
  void run(world::Duration duration) {
    world_.run_until(world_.now() + duration);
    EXPECT_EQ(monitor_.failure(), "");
    EXPECT_EQ(peer_.failure(), "");
  }
  // One sample now, then a second passes.
  void second_at(double feet) {
    Sample sample;
    sample.simulator = "sim";
    sample.session = 1;
    sample.sequence = ++sequence_;
    sample.values = {feet, 110, 40};
    bench_.samples.publish(std::move(sample));
    run(1s);
  }
  const AlertStatus& status(const std::string& rule) { return bench_.board.alerts.at(AlertKey{rule, "sim"}); }

  world::VirtualWorld world_;
  world::VirtualHost& peer_;
  world::VirtualHost& monitor_;
  SmtpSink sink_;
  std::vector<std::string> posts_;
  ServiceBench bench_;
  AlertManager manager_;
  std::uint64_t sequence_ = 0;
};

TEST_F(AlertManagerTest, EveryRuleStandsOnTheBoardFromTheStart) {
  EXPECT_THAT(bench_.board.alerts, SizeIs(2));
  EXPECT_EQ(status("Low Altitude Warning").state, AlertState::inactive);
  EXPECT_EQ(status("Low Altitude Warning").severity, Severity::critical);
  EXPECT_EQ(status("High Error Rate").threshold, 0.1);
}

TEST_F(AlertManagerTest, LowAltitudeSendsOneMailAndOnePostAndAgainWhenItResolves) {
  for (int i = 0; i < 15; ++i) second_at(80);
  EXPECT_EQ(status("Low Altitude Warning").state, AlertState::firing);
  ASSERT_THAT(sink_.mails(), SizeIs(1));
  EXPECT_EQ(sink_.mails()[0].recipients, (std::vector<std::string>{"ops-team@company.com", "flight-ops@company.com"}));
  EXPECT_THAT(sink_.mails()[0].data, HasSubstr("[FIRING] critical: Low Altitude Warning on sim"));
  ASSERT_THAT(posts_, SizeIs(1));
  for (int i = 0; i < 15; ++i) second_at(500);
  EXPECT_EQ(status("Low Altitude Warning").state, AlertState::resolved);
  ASSERT_THAT(sink_.mails(), SizeIs(2));
  EXPECT_THAT(sink_.mails()[1].data, HasSubstr("[RESOLVED]"));
  EXPECT_THAT(posts_, SizeIs(2));
  EXPECT_EQ(status("Low Altitude Warning").fired_count, 1U);
  EXPECT_EQ(status("Low Altitude Warning").resolved_count, 1U);
}

TEST_F(AlertManagerTest, AnAlertWhoseRuleIsTakenAwayIsToldToBeOver) {
  for (int i = 0; i < 12; ++i) second_at(80);
  ASSERT_THAT(posts_, SizeIs(1));
  Config next = bench_.config;
  next.alert_manager.rules.erase(next.alert_manager.rules.begin());
  manager_.apply(next);
  run(5s);
  ASSERT_THAT(posts_, SizeIs(2));
  EXPECT_THAT(posts_[1], HasSubstr("[RESOLVED]"));
  EXPECT_THAT(posts_[1], HasSubstr("the rule is no longer configured."));
  EXPECT_THAT(sink_.mails(), SizeIs(2));
}

// It waits for its group when its rule and the channels change in one: by the new channel it is told.
TEST_F(AlertManagerTest, AFiringThatWaitsIsToldByTheChannelThatReplacesItsOwn) {
  Config next = bench_.config;
  next.alert_manager.policy.group_wait = 30s;
  next.alert_manager.rules[0].actions = {Action::slack};
  manager_.apply(next);
  bench_.config = next;
  for (int i = 0; i < 12; ++i) second_at(80);
  ASSERT_EQ(status("Low Altitude Warning").state, AlertState::firing);
  for (RuleConfig& rule : next.alert_manager.rules) rule.actions = {Action::email};
  next.alert_manager.channels.slack.reset();
  manager_.apply(next);
  bench_.config = next;
  run(40s);
  EXPECT_THAT(posts_, IsEmpty());
  EXPECT_EQ(bench_.logged("notification_failed"), 0U);
  ASSERT_THAT(sink_.mails(), SizeIs(1));
  EXPECT_THAT(sink_.mails()[0].data, HasSubstr("[FIRING]"));
}

TEST_F(AlertManagerTest, FiresAtTenSecondsBetweenTwoSamples) {
  // Samples at 0, 3, 6 and 9 s: none at ten.
  const world::UtcTime begun = monitor_.clock().utc_now();
  for (int i = 0; i < 4; ++i) {
    second_at(80);
    if (i < 3) run(2s);
  }
  EXPECT_EQ(status("Low Altitude Warning").state, AlertState::firing);
  EXPECT_EQ(status("Low Altitude Warning").since, begun + 10s);
}

TEST_F(AlertManagerTest, EveryChangeIsInTheLogHoweverOftenItComes) {
  bench_.log.suppress_repeats(1h);
  constexpr int kTimes = 20;
  for (int i = 0; i < kTimes; ++i) {
    for (int second = 0; second < 11; ++second) second_at(80);
    second_at(5000);
  }
  const auto lines = [&](std::string_view event) {
    return std::count_if(bench_.lines.begin(), bench_.lines.end(),
                         [&](const std::string& line) { return line.find(event) != std::string::npos; });
  };
  EXPECT_EQ(lines("alert_firing"), kTimes);
  EXPECT_EQ(lines("alert_resolved"), kTimes);
}

TEST_F(AlertManagerTest, NineSecondsBelowSendNothing) {
  for (int i = 0; i < 9; ++i) second_at(80);
  second_at(120);
  run(60s);
  EXPECT_THAT(sink_.mails(), IsEmpty());
  EXPECT_THAT(posts_, IsEmpty());
}

TEST_F(AlertManagerTest, ASimulatorThatVanishesResolvesNothing) {
  for (int i = 0; i < 12; ++i) second_at(80);
  run(1h);
  EXPECT_EQ(status("Low Altitude Warning").state, AlertState::firing);
  EXPECT_THAT(sink_.mails(), SizeIs(1));
}

TEST_F(AlertManagerTest, AnErrorRateAboveTenPercentForAMinuteGoesToSlackOnly) {
  LinkStatus& link = bench_.board.links["sim"];
  for (int second = 0; second < 75; ++second) {
    for (int i = 0; i < 22; ++i) link.errors.add_sample(monitor_.clock().now());
    for (int i = 0; i < 3; ++i) link.errors.add_error(monitor_.clock().now());
    run(1s);
  }
  EXPECT_EQ(status("High Error Rate").state, AlertState::firing);
  EXPECT_DOUBLE_EQ(*status("High Error Rate").value, 0.12);
  EXPECT_THAT(posts_, SizeIs(1));
  EXPECT_THAT(sink_.mails(), IsEmpty());
  // Good traffic thins the errors out of the window.
  for (int second = 0; second < 75; ++second) {
    for (int i = 0; i < 25; ++i) link.errors.add_sample(monitor_.clock().now());
    run(1s);
  }
  EXPECT_EQ(status("High Error Rate").state, AlertState::resolved);
  EXPECT_THAT(posts_, SizeIs(2));
}

TEST_F(AlertManagerTest, StopDeliversWhatWasDecided) {
  for (int i = 0; i < 10; ++i) second_at(80);
  const world::Instant deadline = world_.now() + 30s;
  // The alert fires in this very instant; the mail needs round trips.
  monitor_.start("stop", stop_service(manager_, deadline));
  run(10s);
  EXPECT_EQ(monitor_.exit_code(), 0);
  EXPECT_THAT(sink_.mails(), SizeIs(1));
  EXPECT_EQ(manager_.health().errors.at(0), "service not running");
}

// That one is told again and again: a task that waits for two things, and a stop ends both.
TEST_F(AlertManagerTest, AStopWithAnAlertmanagerIsNoFailure) {
  Config next = bench_.config;
  next.alert_manager.channels.alertmanager.emplace().urls = {"http://peer"};
  manager_.apply(next);
  bench_.config = next;
  run(5s);
  monitor_.start("stop", stop_service(manager_, world_.now() + 30s));
  run(31s);
  EXPECT_EQ(monitor_.exit_code(), 0);
  EXPECT_EQ(bench_.logged("task_failed"), 0U);
  EXPECT_THAT(bench_.stop_reasons, IsEmpty());
}

TEST_F(AlertManagerTest, StopWithoutAMailServerSaysWhatIsLeft) {
  peer_.crash();
  for (int i = 0; i < 11; ++i) second_at(80);
  EXPECT_EQ(manager_.health().status, Status::degraded);
  monitor_.start("stop", stop_service(manager_, world_.now() + 30s));
  run(31s);
  EXPECT_EQ(monitor_.exit_code(), 1);
}

TEST_F(AlertManagerTest, ASecondStartIsRefusedAndASecondStopIsNot) {
  monitor_.start("again", start_service(manager_));
  run(1s);
  EXPECT_EQ(monitor_.exit_code(), 1);
  for (int i = 0; i < 2; ++i) {
    monitor_.start("stop", stop_service(manager_, world_.now() + 30s));
    run(1s);
    EXPECT_EQ(monitor_.exit_code(), 0);
  }
}

}  // namespace
}  // namespace checkride::runtime::alerts
