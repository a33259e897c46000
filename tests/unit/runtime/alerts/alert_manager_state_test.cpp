// Goal: the service remembers over restarts, judges our own metrics, takes new rules while it runs, and does what the
// API asks. Method: one virtual host; several managers one after the other on its disk; requests by the router.
#include <gmock/gmock.h>

#include "../link/service_bench.hpp"
#include "alerts/alert_manager.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime::alerts {
namespace {

using namespace std::chrono_literals;
using runtime::test::guide_like_config;
using runtime::test::ServiceBench;
using testing::HasSubstr;

Config config_with_rules() {
  Config config = guide_like_config();
  RuleConfig low;
  low.name = "Low";
  low.metric = "altitude";
  low.variable = 0;
  low.threshold = 100;
  low.duration = 10s;
  low.allowed_gap = 5s;
  low.severity = Severity::critical;
  low.level = 1;
  RuleConfig dropped;
  dropped.name = "Dropped";
  dropped.metric = "checkride_collector_records_dropped_total";
  dropped.series = *parse_metric_selector(dropped.metric);
  dropped.condition = Condition::greater_than;
  dropped.threshold = 5;
  config.alert_manager.rules = {low, dropped};
  return config;
}

world::Task<int> start_service(Service& service) {
  auto started = co_await service.start();
  co_return started ? 0 : 1;
}

world::Task<int> stop_service(Service& service, world::Instant deadline) {
  auto stopped = co_await service.stop(deadline);
  co_return stopped ? 0 : 1;
}

// A world in which nothing is left to happen stands still.
world::Task<int> sleep_on(world::World& world, world::Duration duration) {
  co_await world.clock().sleep_for(duration);
  co_return 0;
}

class AlertManagerStateTest : public testing::Test {
 protected:
  AlertManagerStateTest() : host_(world_.add_host("monitor")) { begin(); }
  void begin() {
    bench_ = std::make_unique<ServiceBench>(host_, config_);
    manager_ = std::make_unique<AlertManager>(bench_->context);
    host_.start("manager", start_service(*manager_));
    run(1ms);
    ASSERT_EQ(host_.exit_code(), 0);
  }
  void end() {
    host_.start("stop", stop_service(*manager_, world_.now() + 30s));
    run(1s);
    ASSERT_EQ(host_.exit_code(), 0);
  }
  // As by kill -9: nothing is said good-bye to.
  void kill() {
    host_.crash();
    manager_.reset();  // while nothing can run any more
    host_.restart();
  }
  void run(world::Duration duration) {
    world_.run_until(world_.now() + duration);
    EXPECT_EQ(host_.failure(), "");
  }
  // Nothing runs meanwhile.
  void be_away(world::Duration duration) {
    host_.start("away", sleep_on(host_, duration));
    run(duration);
  }
  void second_at(double feet) {
    Sample sample;
    sample.simulator = "sim";
    sample.values = {feet, 110, 40};
    bench_->samples.publish(std::move(sample));
    run(1s);
  }
  SavedState saved() { return *decode_state(*host_.files().read("state/alerts/state")); }
  const AlertStatus& status(const std::string& rule, const std::string& simulator = "sim") {
    return bench_->board.alerts.at(AlertKey{rule, simulator});
  }
  http::Response request(const std::string& method, const std::string& target, const std::string& body = {}) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    if (!body.empty()) request.headers.set("Content-Type", "application/json");
    request.remote.host = "127.0.0.1";
    return bench_->api.route(request);
  }

  world::VirtualWorld world_;
  world::VirtualHost& host_;
  Config config_ = config_with_rules();  // of the next begin()
  std::unique_ptr<ServiceBench> bench_;
  std::unique_ptr<AlertManager> manager_;
};

TEST_F(AlertManagerStateTest, AFiringAlertFiresOnAfterARestart) {
  for (int i = 0; i < 12; ++i) second_at(80);
  ASSERT_EQ(status("Low").state, AlertState::firing);
  const world::UtcTime since = status("Low").since;
  end();
  be_away(1h);
  begin();
  EXPECT_EQ(status("Low").state, AlertState::firing);
  EXPECT_EQ(status("Low").since, since);
  EXPECT_EQ(status("Low").fired_count, 1U);
  second_at(500);
  EXPECT_EQ(status("Low").state, AlertState::resolved);
}

TEST_F(AlertManagerStateTest, APendingAlertCountsOnOverARestartWithinItsAllowedGap) {
  for (int i = 0; i < 8; ++i) second_at(80);
  end();
  begin();
  second_at(80);
  second_at(80);
  EXPECT_EQ(status("Low").state, AlertState::firing);
}

TEST_F(AlertManagerStateTest, AfterAKillTheAbsenceIsMeasuredFromTheLastSignOfLife) {
  for (int i = 0; i < 8; ++i) second_at(80);
  ASSERT_EQ(status("Low").state, AlertState::pending);
  kill();
  begin();
  for (int i = 0; i < 4; ++i) second_at(80);
  EXPECT_EQ(status("Low").state, AlertState::firing);
}

TEST_F(AlertManagerStateTest, AfterAKillNoSilenceIsCountedThatNobodyListenedTo) {
  end();
  RuleConfig& gone = config_.alert_manager.rules[0];
  gone.condition = Condition::stale;
  gone.no_data = NoData::fire;
  gone.allowed_gap = 0s;
  begin();
  second_at(500);
  end();  // saved: there was a value
  begin();
  for (int i = 0; i < 30; ++i) second_at(500);
  kill();
  be_away(1h);
  begin();
  run(8s);
  EXPECT_EQ(status("Low").state, AlertState::pending);
  second_at(500);
  EXPECT_EQ(status("Low").state, AlertState::inactive);
  run(12s);
  EXPECT_EQ(status("Low").state, AlertState::firing);
  ASSERT_EQ(bench_->logged("alert_firing"), 1U);
  for (const std::string& line : bench_->lines) {
    if (line.find("msg=alert_firing ") == std::string::npos) continue;
    EXPECT_THAT(line, testing::AllOf(testing::Not(HasSubstr("value=")), testing::Not(HasSubstr("threshold="))))
        << "there was none";
  }
}

TEST_F(AlertManagerStateTest, AnEndThatWaitsForItsGroupOutlastsAKill) {
  end();
  config_.alert_manager.rules[0].duration = 0s;
  config_.alert_manager.policy.group_interval = 8s;
  begin();
  second_at(80);
  for (int i = 0; i < 3; ++i) second_at(500);
  ASSERT_EQ(status("Low").state, AlertState::resolved);
  EXPECT_EQ(saved().endings.size(), 1U);
  kill();
  begin();
  run(2s);
  EXPECT_EQ(saved().endings.size(), 0U) << "it was told";
}

TEST_F(AlertManagerStateTest, APendingAlertBeginsAnewAfterALongRestart) {
  for (int i = 0; i < 8; ++i) second_at(80);
  end();
  be_away(10s);
  begin();
  for (int i = 0; i < 9; ++i) second_at(80);
  EXPECT_EQ(status("Low").state, AlertState::pending);
  second_at(80);
  second_at(80);
  EXPECT_EQ(status("Low").state, AlertState::firing);
}

TEST_F(AlertManagerStateTest, ADamagedStateIsKeptAsideAndTold) {
  for (int i = 0; i < 12; ++i) second_at(80);
  end();
  const std::string path = "state/alerts/state";
  std::string text = *host_.files().read(path);
  text[text.size() / 2] ^= 1;
  ASSERT_TRUE(host_.files().write(path, text));
  begin();
  EXPECT_EQ(status("Low").state, AlertState::inactive);
  EXPECT_EQ(bench_->logged("alert_state_unreadable"), 1U);
  EXPECT_TRUE(host_.files().exists(path + ".damaged"));
}

TEST_F(AlertManagerStateTest, OneOfOurOwnMetricsIsJudgedOverAllItsSeries) {
  bench_->metrics.counter(metric::kCollectorDropped, {"full"}).add(3);
  run(2s);
  EXPECT_EQ(status("Dropped", "").state, AlertState::inactive);
  EXPECT_EQ(status("Dropped", "").value, 3);
  bench_->metrics.counter(metric::kCollectorDropped, {"disk"}).add(3);
  run(2s);
  EXPECT_EQ(status("Dropped", "").state, AlertState::firing);
  EXPECT_EQ(status("Dropped", "").value, 6);
}

TEST_F(AlertManagerStateTest, NewRulesAreTakenOverAndOldOnesGoOn) {
  for (int i = 0; i < 8; ++i) second_at(80);
  Config next = bench_->config;
  RuleConfig fast = next.alert_manager.rules[0];
  fast.name = "Slow";
  fast.variable = 1;
  fast.threshold = 200;
  fast.duration = 0s;
  next.alert_manager.rules[1] = fast;
  manager_->apply(next);
  EXPECT_FALSE(bench_->board.alerts.contains(AlertKey{"Dropped", ""}));
  second_at(80);
  EXPECT_EQ(status("Slow").state, AlertState::firing);
  second_at(80);
  second_at(80);
  EXPECT_EQ(status("Low").state, AlertState::firing) << "eleven seconds, with a reload between them";
}

TEST_F(AlertManagerStateTest, ASilenceIsSetListedKeptOverARestartAndExpired) {
  const std::string body = R"({"matchers": [{"name": "alertname", "value": "Low"}], "endsAt": "2100-01-01T00:00:00Z",
                               "createdBy": "me", "comment": "known"})";
  const http::Response set = request("POST", "/api/v1/silences", body);
  ASSERT_EQ(set.status, 200) << set.body;
  ASSERT_THAT(set.body, HasSubstr("silenceID"));
  const std::string id = set.body.substr(14, 32);
  for (int i = 0; i < 12; ++i) second_at(80);
  EXPECT_EQ(status("Low").suppressed_by, "silence " + id);
  end();
  begin();
  EXPECT_THAT(request("GET", "/api/v1/silences").body, HasSubstr("\"state\":\"active\""));
  EXPECT_EQ(request("GET", "/api/v1/silences/" + id).status, 200);
  EXPECT_EQ(request("DELETE", "/api/v1/silences/" + id).status, 200);
  EXPECT_EQ(request("DELETE", "/api/v1/silences/" + id).status, 404);
  run(1s);
  EXPECT_EQ(status("Low").suppressed_by, "");
}

TEST_F(AlertManagerStateTest, OnlyAFiringAlertIsAcknowledged) {
  const std::string path = "/api/v1/alerts/" + status("Low").id + "/ack";
  EXPECT_EQ(request("POST", path, R"({"by": "me"})").status, 409);
  for (int i = 0; i < 12; ++i) second_at(80);
  EXPECT_EQ(request("POST", path, R"({"by": ""})").status, 400);
  EXPECT_EQ(request("POST", path, R"({"by": "me", "comment": "on it"})").status, 200);
  EXPECT_EQ(status("Low").acknowledged_by, "me");
  EXPECT_THAT(bench_->log_text(), HasSubstr("by=me"));
  end();
  begin();
  EXPECT_EQ(status("Low").acknowledged_by, "me");
  EXPECT_EQ(request("DELETE", path).status, 200);
  EXPECT_EQ(request("DELETE", path).status, 409);
  EXPECT_EQ(request("POST", "/api/v1/alerts/0/ack", R"({"by": "me"})").status, 404);
}

// It is on the disk when it is answered; those who were told of the alert hear of it a moment later.
TEST_F(AlertManagerStateTest, AnAcknowledgementIsAnnouncedOnceThoughTheMonitorIsKilledRightBehindIt) {
  end();
  RuleConfig& low = config_.alert_manager.rules[0];
  low.duration = 0s;
  low.actions = {Action::slack};  // which is not configured: what would be sent is logged
  config_.alert_manager.policy.group_wait = 0s;
  begin();
  for (int i = 0; i < 3; ++i) second_at(80);
  ASSERT_EQ(bench_->logged("notification_without_channel"), 1U);
  ASSERT_EQ(request("POST", "/api/v1/alerts/" + status("Low").id + "/ack", R"({"by": "me"})").status, 200);
  kill();
  begin();
  run(2s);
  EXPECT_EQ(bench_->logged("notification_without_channel"), 1U);
  EXPECT_THAT(bench_->log_text(), HasSubstr("state=acknowledged"));
  kill();
  begin();
  run(2s);
  EXPECT_EQ(bench_->logged("notification_without_channel"), 0U);
}

TEST_F(AlertManagerStateTest, WhatIsPendingStaysSoWhenAnotherRuleChanges) {
  Config next = bench_->config;
  next.alert_manager.rules[0].allowed_gap = 0s;
  manager_->apply(next);
  bench_->config = next;
  for (int i = 0; i < 8; ++i) second_at(80);
  ASSERT_EQ(status("Low").state, AlertState::pending);
  next.alert_manager.rules[1].threshold += 7;
  run(300ms);
  manager_->apply(next);
  bench_->config = next;
  run(701ms);
  EXPECT_EQ(status("Low").state, AlertState::pending) << "a look without a sample is no good value";
}

TEST_F(AlertManagerStateTest, OtherGroupsLoseNobodyWhoWaits) {
  Config next = bench_->config;
  next.alert_manager.rules[0].duration = 0s;
  next.alert_manager.rules[0].allowed_gap = 0s;
  next.alert_manager.policy.group_wait = 60s;
  manager_->apply(next);
  bench_->config = next;
  second_at(80);
  second_at(80);
  ASSERT_EQ(status("Low").state, AlertState::firing);
  next.alert_manager.policy.group_by = {"rule"};
  manager_->apply(next);
  bench_->config = next;
  second_at(200);
  second_at(200);
  EXPECT_EQ(status("Low").state, AlertState::resolved);
}

TEST_F(AlertManagerStateTest, ThreeOfFiveAreCountedOverAChangeOfAnotherRule) {
  Config next = bench_->config;
  RuleConfig& low = next.alert_manager.rules[0];
  low.duration = 0s;
  low.allowed_gap = 0s;
  low.breaches = 3;
  low.out_of = 5;
  manager_->apply(next);
  bench_->config = next;
  second_at(80);
  second_at(80);
  ASSERT_EQ(status("Low").state, AlertState::inactive);
  next.alert_manager.rules[1].threshold += 7;
  manager_->apply(next);
  bench_->config = next;
  second_at(80);
  EXPECT_EQ(status("Low").state, AlertState::firing);
}

TEST_F(AlertManagerStateTest, WithoutARunningServiceTheApiSaysSo) {
  end();
  EXPECT_EQ(request("GET", "/api/v1/silences").status, 503);
}

}  // namespace
}  // namespace checkride::runtime::alerts
