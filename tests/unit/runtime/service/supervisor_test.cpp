// Goal: start order, stop order, abort, time-out. Method: fake services on virtual time, exact durations.
#include "service/supervisor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/test/world_test.hpp"
#include "fake_service.hpp"
#include "log/sinks.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using support::FakeBehaviour;
using support::FakeService;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

// Everything a supervisor needs, and three services a, b, c.
struct Bench {
  explicit Bench(world::VirtualHost& on) : host(on) {}

  void add(const std::string& name, FakeBehaviour behaviour = {}) {
    services.push_back(std::make_unique<FakeService>(name, host.clock(), calls, std::move(behaviour)));
  }
  std::unique_ptr<Supervisor> make() { return std::make_unique<Supervisor>(context, std::move(services)); }
  bool logged(const std::string& event, const std::string& service) const {
    for (const std::string& line : host.printed()) {
      if (line.find(" " + event + " ") != std::string::npos && line.find("service=" + service) != std::string::npos) {
        return true;
      }
    }
    return false;
  }

  world::VirtualHost& host;
  Config config;
  EventLog log{host.clock(), Level::debug, append_text_line, make_standard_output_sink(host)};
  Registry metrics;
  Board board;
  SampleBus samples{host.executor()};
  http::Router api;
  Context context{host, config, log, metrics, board, samples, api, host.clock().now(), [](std::string_view) {}};
  std::vector<std::string> calls;
  std::vector<std::unique_ptr<Service>> services;
  bool stop_wanted = false;
};

WORLD_TEST(Supervisor, StartsInOrderAndStopsInReverse) {
  Bench bench(host);
  for (const char* name : {"a", "b", "c"}) bench.add(name);
  const auto supervisor = bench.make();
  CO_ASSERT_OK(co_await supervisor->start_all(bench.stop_wanted));
  const StopOutcome outcome = co_await supervisor->stop_all();
  EXPECT_THAT(bench.calls, ElementsAre("start a", "start b", "start c", "stop c", "stop b", "stop a"));
  EXPECT_THAT(outcome.failed, testing::IsEmpty());
  EXPECT_FALSE(outcome.timed_out);
  EXPECT_TRUE(bench.logged("service_started", "b"));
  EXPECT_TRUE(bench.logged("service_stopped", "b"));
  EXPECT_THAT(bench.metrics.text(), HasSubstr("checkride_service_starts_total{service=\"b\"} 1\n"));
  EXPECT_THAT(bench.metrics.text(), HasSubstr("checkride_service_stops_total{service=\"b\"} 1\n"));
}

WORLD_TEST(Supervisor, AServiceThatCannotStartIsNamedAndTheStartedOnesAreStopped) {
  Bench bench(host);
  bench.add("a");
  bench.add("b");
  FakeBehaviour refuses;
  refuses.start_error = "the port is in use";
  bench.add("c", refuses);
  bench.add("d");
  const auto supervisor = bench.make();
  const Result<> started = co_await supervisor->start_all(bench.stop_wanted);
  EXPECT_THAT(started, test::FailsWith(testing::AllOf(HasSubstr("c"), HasSubstr("the port is in use"))));
  EXPECT_THAT(bench.calls, ElementsAre("start a", "start b", "start c", "stop b", "stop a"));
  EXPECT_TRUE(bench.logged("service_start_failed", "c"));
  EXPECT_THAT(bench.metrics.text(), HasSubstr("checkride_service_starts_total{service=\"c\"} 0\n"));
}

WORLD_TEST(Supervisor, AStartThatHangsFailsAtItsLimit) {
  Bench bench(host);
  FakeBehaviour hangs;
  hangs.start_takes = 1h;
  bench.add("a", hangs);
  const auto supervisor = bench.make();
  const auto before = host.clock().now();
  EXPECT_THAT(co_await supervisor->start_all(bench.stop_wanted), test::FailsWith(HasSubstr("a")));
  EXPECT_EQ(host.clock().now() - before, Supervisor::kStartLimit);
}

WORLD_TEST(Supervisor, AStopThatFailsIsAWarningAndTheRestStopsToo) {
  Bench bench(host);
  bench.add("a");
  FakeBehaviour fails;
  fails.stop_error = "cannot flush";
  bench.add("b", fails);
  bench.add("c");
  const auto supervisor = bench.make();
  CO_ASSERT_OK(co_await supervisor->start_all(bench.stop_wanted));
  const StopOutcome outcome = co_await supervisor->stop_all();
  EXPECT_THAT(outcome.failed, ElementsAre("b"));
  EXPECT_FALSE(outcome.timed_out);
  EXPECT_THAT(bench.calls, Contains("stop a"));
  EXPECT_TRUE(bench.logged("service_stop_failed", "b"));
  EXPECT_THAT(bench.metrics.text(), HasSubstr("checkride_service_stops_total{service=\"b\"} 0\n"));
}

WORLD_TEST(Supervisor, AStuckServiceIsGivenUpAtTheShutdownTimeoutAndTheRestStopsThen) {
  Bench bench(host);
  bench.config.app.shutdown_timeout = 5s;
  bench.add("a");
  FakeBehaviour stuck;
  stuck.stop_takes = 1h;
  bench.add("b", stuck);
  const auto supervisor = bench.make();
  CO_ASSERT_OK(co_await supervisor->start_all(bench.stop_wanted));
  const auto before = host.clock().now();
  const StopOutcome outcome = co_await supervisor->stop_all();
  EXPECT_EQ(host.clock().now() - before, 5s);
  EXPECT_THAT(outcome.failed, ElementsAre("b"));
  EXPECT_TRUE(outcome.timed_out);
  EXPECT_THAT(bench.calls, Contains("stop a"));
  EXPECT_TRUE(bench.logged("service_stopped", "a"));
}

WORLD_TEST(Supervisor, AStopAskedForDuringTheStartEndsIt) {
  Bench bench(host);
  bench.add("a");
  bench.add("b");
  const auto supervisor = bench.make();
  bench.stop_wanted = true;
  CO_ASSERT_OK(co_await supervisor->start_all(bench.stop_wanted));
  EXPECT_THAT(bench.calls, testing::IsEmpty());
}

FakeBehaviour source() {
  FakeBehaviour behaviour;
  behaviour.part = SamplePart::source;
  return behaviour;
}

FakeBehaviour keeper() {
  FakeBehaviour behaviour;
  behaviour.part = SamplePart::keeper;
  return behaviour;
}

WORLD_TEST(Supervisor, ASourceFinishesBeforeItsKeeperStopsAndStopsBehindIt) {
  Bench bench(host);
  bench.add("first");
  bench.add("source", source());
  bench.add("keeper", keeper());
  bench.add("last");
  const auto supervisor = bench.make();
  CO_ASSERT_OK(co_await supervisor->start_all(bench.stop_wanted));
  bench.calls.clear();
  const StopOutcome outcome = co_await supervisor->stop_all();
  EXPECT_THAT(bench.calls, ElementsAre("stop last", "finish source", "stop keeper", "stop source", "stop first"));
  EXPECT_THAT(outcome.failed, testing::IsEmpty());
}

WORLD_TEST(Supervisor, WithoutAKeeperASourceOnlyStops) {
  Bench bench(host);
  bench.add("source", source());
  bench.add("last");
  const auto supervisor = bench.make();
  CO_ASSERT_OK(co_await supervisor->start_all(bench.stop_wanted));
  bench.calls.clear();
  (void)co_await supervisor->stop_all();
  EXPECT_THAT(bench.calls, ElementsAre("stop last", "stop source"));
}

WORLD_TEST(Supervisor, AStopDuringTheStartStillStartsTheKeeperOfWhatASourceHas) {
  Bench bench(host);
  FakeBehaviour interrupted = source();
  interrupted.on_start = [&bench] { bench.stop_wanted = true; };
  bench.add("source", interrupted);
  bench.add("between");
  bench.add("keeper", keeper());
  bench.add("last");
  const auto supervisor = bench.make();
  CO_ASSERT_OK(co_await supervisor->start_all(bench.stop_wanted));
  (void)co_await supervisor->stop_all();
  EXPECT_THAT(bench.calls, ElementsAre("start source", "start keeper", "finish source", "stop keeper", "stop source"));
}

WORLD_TEST(Supervisor, ASourceThatDoesNotFinishCostsHalfOfTheTimeAndTheKeeperHasTheRest) {
  Bench bench(host);
  bench.config.app.shutdown_timeout = 8s;
  FakeBehaviour stuck = source();
  stuck.finish_takes = 1h;
  bench.add("source", stuck);
  FakeBehaviour busy = keeper();
  busy.stop_takes = 3s;
  bench.add("keeper", busy);
  const auto supervisor = bench.make();
  CO_ASSERT_OK(co_await supervisor->start_all(bench.stop_wanted));
  const auto before = host.clock().now();
  const StopOutcome outcome = co_await supervisor->stop_all();
  EXPECT_EQ(host.clock().now() - before, 4s + 3s);
  EXPECT_THAT(outcome.failed, testing::IsEmpty()) << "its stop decides whether it ended";
  EXPECT_TRUE(bench.logged("service_finish_failed", "source"));
  EXPECT_TRUE(bench.logged("service_stopped", "keeper"));
}

WORLD_TEST(Supervisor, UptimeCountsFromTheStartOfTheService) {
  Bench bench(host);
  bench.add("a");
  const auto supervisor = bench.make();
  EXPECT_EQ(supervisor->uptime(0), std::nullopt);
  CO_ASSERT_OK(co_await supervisor->start_all(bench.stop_wanted));
  co_await host.clock().sleep_for(90s);
  EXPECT_EQ(supervisor->uptime(0), 90s);
  (void)co_await supervisor->stop_all();
  EXPECT_EQ(supervisor->uptime(0), std::nullopt);
}

}  // namespace
}  // namespace checkride::runtime
