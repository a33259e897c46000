// Goal: a flight with standbys keeps its data through the loss of simulators, and what goes wrong with a simulator is
// told, kept and no more than flagged. Method: steady simulators on virtual hosts; exact virtual times.
#include <gmock/gmock.h>

#include <map>

#include "checkride/capture/capture.hpp"
#include "checkride/test/property.hpp"
#include "link/flight_monitor.hpp"
#include "metrics/table.hpp"
#include "service_bench.hpp"
#include "steady_simulator.hpp"

namespace checkride::runtime::link {
namespace {

using namespace std::chrono_literals;
using runtime::test::ServiceBench;
using test::SteadySimulator;
using testing::HasSubstr;

SimulatorConfig simulator_at(const std::string& host) {
  SimulatorConfig simulator;
  simulator.name = host;
  simulator.address.host = host;
  simulator.address.port = 5111;
  return simulator;
}

// Flight "flight" of simulator "one", with "two" and "three" standing by.
Config failover_config() {
  Config config = runtime::test::guide_like_config();
  config.simulators = {simulator_at("one"), simulator_at("two"), simulator_at("three")};
  FailoverFlight flight;
  flight.name = "flight";
  flight.primary = "one";
  flight.standbys = {"two", "three"};
  config.failover.flights = {flight};
  return config;
}

// "one" alone.
Config single_config() {
  Config config = runtime::test::guide_like_config();
  config.simulators = {simulator_at("one")};
  return config;
}

class Rig {
 public:
  explicit Rig(Config config = failover_config())
      : bench(monitor_host, std::move(config)),
        monitor(bench.context),
        subscription(bench.samples.subscribe("test", 100'000)) {}

  void run(world::Duration duration) {
    if (!started_) {
      started_ = true;
      for (std::size_t i = 0; i < 3; ++i) hosts[i]->start("simulator", simulators[i].run());
      monitor_host.start("monitor", start(monitor));
    }
    world_.run_until(world_.now() + duration);
    EXPECT_EQ(monitor_host.failure(), "");
    while (const SamplePtr sample = subscription->pop()) received.push_back(sample);
  }
  void stop() {
    monitor_host.start("stop", stop_monitor(monitor, world_.now() + 30s));
    run(2s);
  }
  world::Instant now() const { return world_.now(); }
  const LinkStatus& link(const std::string& name = "flight") const { return bench.board.links.at(name); }
  const FailoverStatus& failover() const { return bench.board.failovers.at("flight"); }
  void crash(std::size_t index) { hosts[index]->crash(); }
  void restart(std::size_t index) {
    hosts[index]->restart();
    hosts[index]->start("simulator", simulators[index].run());
  }
  // Every (session, sequence) once, without gap; and every sample in the order of its arrival.
  void expect_nothing_lost_or_doubled() const {
    std::map<std::uint64_t, std::uint64_t> last;
    world::Instant before{};
    std::map<std::uint64_t, std::string> sources;
    for (const SamplePtr& sample : received) {
      EXPECT_EQ(sample->sequence, ++last[sample->session]);
      EXPECT_GT(sample->received, before) << "two at one moment would be two simulators at once";
      before = sample->received;
      const auto [source, first] = sources.try_emplace(sample->session, sample->source);
      EXPECT_EQ(source->second, sample->source) << "a session is of one simulator";
    }
  }

  static world::Task<int> start(FlightMonitor& monitor) {
    auto started = co_await monitor.start();
    co_return started ? 0 : 1;
  }
  static world::Task<int> stop_monitor(FlightMonitor& monitor, world::Instant deadline) {
    auto stopped = co_await monitor.stop(deadline);
    co_return stopped ? 0 : 1;
  }

 private:
  world::VirtualWorld world_;
  bool started_ = false;

 public:
  std::array<world::VirtualHost*, 3> hosts{&world_.add_host("one"), &world_.add_host("two"), &world_.add_host("three")};
  world::VirtualHost& monitor_host = world_.add_host("monitor");
  std::array<SteadySimulator, 3> simulators{SteadySimulator(*hosts[0]), SteadySimulator(*hosts[1]),
                                            SteadySimulator(*hosts[2])};
  ServiceBench bench;
  FlightMonitor monitor;
  std::shared_ptr<SampleSubscription> subscription;
  std::vector<SamplePtr> received;
};

TEST(FlightFailover, SamplesComeUnderTheNameOfTheFlightAndSayTheirSource) {
  Rig rig;
  rig.run(12s);
  ASSERT_GE(rig.received.size(), 10U);
  EXPECT_EQ(rig.received.back()->simulator, "flight");
  EXPECT_EQ(rig.received.back()->source, "one");
  EXPECT_TRUE(rig.failover().instances.at(0).active);
  EXPECT_TRUE(rig.failover().instances.at(1).healthy);
  EXPECT_EQ(rig.simulators[1].data_sent, 0) << "a standby is asked whether it lives, not for data";
  EXPECT_EQ(rig.bench.board.links.size(), 1U);
}

TEST(FlightFailover, ALostPrimaryIsReplacedWithinItsTimeWithNothingLostOrDoubled) {
  Rig rig;
  rig.run(30s);
  const world::Instant lost = rig.now();
  const std::size_t before = rig.received.size();
  rig.crash(0);
  rig.run(60s);
  rig.expect_nothing_lost_or_doubled();
  ASSERT_GT(rig.received.size(), before);
  EXPECT_EQ(rig.received[before]->source, "two");
  // Three checks five seconds apart, and the first second of data.
  EXPECT_LE(rig.received[before]->received - lost, 22s);
  EXPECT_EQ(rig.failover().failovers, 1U);
  EXPECT_EQ(rig.failover().last_reason, "failure_threshold");
  EXPECT_FALSE(rig.failover().switching);
  ASSERT_TRUE(rig.link().last_gap.has_value());
  const DataGap& gap = *rig.link().last_gap;
  EXPECT_EQ(gap.source, "two");
  EXPECT_EQ(gap.duration, rig.received[before]->received - rig.received[before - 1]->received);
  EXPECT_EQ(gap.missed, static_cast<std::uint64_t>(gap.duration / 1s) - 1);
  EXPECT_EQ(rig.received[before]->gap, gap.duration - 1s);
  EXPECT_EQ(rig.bench.logged("failover_done"), 1U);
  EXPECT_EQ(rig.bench.metrics.counter(metric::kFailovers, {"flight", "done"}).value(), 1);
  EXPECT_EQ(rig.bench.metrics.gauge(metric::kInstanceActive, {"flight", "two"}).value(), 1);
  EXPECT_EQ(rig.bench.metrics.counter(metric::kDataGaps, {"flight"}).value(), 1);
}

TEST(FlightFailover, ASimulatorThatIsConnectedButGivesNothingIsLost) {
  Rig rig;
  rig.run(20s);
  rig.simulators[0].gives_data = false;
  rig.run(40s);
  EXPECT_EQ(rig.received.back()->source, "two");
  EXPECT_EQ(rig.link().state, LinkState::streaming);
  rig.expect_nothing_lost_or_doubled();
}

TEST(FlightFailover, TheSecondStandbyFollowsTheFirst) {
  Rig rig;
  rig.run(20s);
  rig.crash(0);
  rig.run(40s);
  rig.crash(1);
  rig.run(40s);
  EXPECT_EQ(rig.received.back()->source, "three");
  EXPECT_EQ(rig.failover().failovers, 2U);
  rig.expect_nothing_lost_or_doubled();
}

TEST(FlightFailover, AStandbyWithoutDataIsLeftAfterTheTimeout) {
  Rig rig;
  rig.simulators[1].gives_data = false;
  rig.run(20s);
  rig.crash(0);
  rig.run(80s);
  EXPECT_EQ(rig.received.back()->source, "three");
  EXPECT_EQ(rig.failover().failed, 1U);
  EXPECT_EQ(rig.bench.logged("failover_failed"), 1U);
  rig.expect_nothing_lost_or_doubled();
}

TEST(FlightFailover, ThePrimaryTakesTheFlightBackByPolicy) {
  Config config = failover_config();
  config.failover.fail_back = FailBack::automatic;
  Rig rig(config);
  rig.run(20s);
  rig.simulators[0].gives_data = false;
  rig.run(30s);
  ASSERT_EQ(rig.received.back()->source, "two");
  rig.simulators[0].gives_data = true;
  rig.run(90s);
  EXPECT_EQ(rig.received.back()->source, "one");
  EXPECT_EQ(rig.failover().last_reason, "fail_back");
  rig.expect_nothing_lost_or_doubled();
}

TEST(FlightFailover, WithoutAStandbyThatLivesTheFlightWaitsForItsOwn) {
  Rig rig;
  rig.run(20s);
  for (std::size_t i = 0; i < 3; ++i) rig.crash(i);
  rig.run(120s);
  EXPECT_EQ(rig.bench.logged("failover_impossible"), 1U) << "told once";
  rig.restart(2);
  rig.run(30s);
  EXPECT_EQ(rig.received.back()->source, "three");
  rig.expect_nothing_lost_or_doubled();
}

http::Response post(const ServiceBench& bench, const std::string& target, std::string from = "127.0.0.1") {
  http::Request request;
  request.method = "POST";
  request.target = target;
  request.remote.host = std::move(from);
  return bench.api.route(request);
}

TEST(FlightFailover, APersonMovesTheFlight) {
  Rig rig;
  rig.run(20s);
  EXPECT_EQ(post(rig.bench, "/api/v1/simulators/flight/switch?to=three", "10.0.0.7").status, 403);
  EXPECT_EQ(post(rig.bench, "/api/v1/simulators/flight/switch?to=three").status, 202);
  rig.run(5s);
  EXPECT_EQ(rig.received.back()->source, "three");
  EXPECT_EQ(rig.link().last_gap, std::nullopt) << "done within two intervals";
  EXPECT_EQ(post(rig.bench, "/api/v1/simulators/flight/switch?to=three").status, 409);
  EXPECT_EQ(post(rig.bench, "/api/v1/simulators/flight/switch?to=nobody").status, 409);
  EXPECT_EQ(post(rig.bench, "/api/v1/simulators/flight/switch").status, 409);
  EXPECT_EQ(post(rig.bench, "/api/v1/simulators/other/switch?to=one").status, 404);
  rig.expect_nothing_lost_or_doubled();
}

TEST(FlightFailover, AWantedSwitchIsNoLossAndLeavesNoCapture) {
  Rig rig;
  rig.run(20s);
  EXPECT_EQ(post(rig.bench, "/api/v1/simulators/flight/switch?to=three").status, 202);
  rig.run(5s);
  EXPECT_EQ(rig.link().last_loss, "switched");
  EXPECT_EQ(rig.link().last_capture, "");
  EXPECT_EQ(rig.link().link_losses, 0U);
}

TEST(FlightFailover, AFailedSimulatorIsLostByItsTrueCause) {
  for (const bool beats : {false, true}) {
    Rig rig;
    rig.simulators[0].beats = beats;
    rig.run(20s);
    rig.simulators[0].gives_data = false;
    rig.run(25s);
    const std::string cause = beats ? "no_data" : "silent";
    EXPECT_EQ(rig.received.back()->source, "two");
    EXPECT_EQ(rig.link().last_loss, cause);
    EXPECT_THAT(rig.link().last_capture, HasSubstr(cause));
    EXPECT_EQ(rig.link().link_losses, 1U);
    EXPECT_EQ(rig.bench.metrics.counter(metric::kErrors, {cause, "error", "flight"}).value(), 1);
  }
}

TEST(FlightLink, HeartbeatsWithoutDataAreNoLife) {
  Rig rig(single_config());
  rig.simulators[0].beats = true;
  rig.run(30s);
  rig.simulators[0].gives_data = false;
  rig.run(25s);
  EXPECT_EQ(rig.link("one").link_losses, 0U);
  EXPECT_LT(*rig.link("one").rate_ratio, 0.6) << "measured though nothing comes";
  rig.run(10s);
  EXPECT_EQ(rig.link("one").last_loss, "no_data");
  EXPECT_EQ(rig.bench.metrics.counter(metric::kErrors, {"no_data", "error", "one"}).value(), 1);
  EXPECT_EQ(rig.simulators[0].connections, 2);
  rig.simulators[0].gives_data = true;
  rig.run(10s);
  EXPECT_EQ(rig.link("one").state, LinkState::streaming);
}

TEST(FlightLink, APauseNeedsNoData) {
  Rig rig(single_config());
  rig.simulators[0].beats = true;
  rig.run(10s);
  rig.simulators[0].events = {test::event_frame(3, 1)};
  rig.simulators[0].gives_data = false;
  rig.run(100s);
  EXPECT_EQ(rig.link("one").link_losses, 0U);
  rig.simulators[0].events = {test::event_frame(3, 0)};
  rig.run(25s);
  EXPECT_EQ(rig.link("one").link_losses, 0U) << "counted from the end of the pause";
  rig.run(10s);
  EXPECT_EQ(rig.link("one").last_loss, "no_data");
}

TEST(FlightFailover, StopEndsTheWatchToo) {
  Rig rig;
  rig.run(20s);
  rig.stop();
  EXPECT_EQ(rig.monitor_host.exit_code(), 0);
  EXPECT_EQ(rig.bench.logged("link_closed"), 1U) << "in order, with what the session had";
  const int connections = rig.simulators[1].connections;
  rig.run(30s);
  EXPECT_EQ(rig.simulators[1].connections, connections);
}

TEST(FlightLink, AClockThatStandsStillIsToldAndThenLeft) {
  Rig rig(single_config());
  rig.run(20s);
  EXPECT_EQ(rig.link("one").state, LinkState::streaming);
  rig.simulators[0].clock_runs = false;
  rig.run(12s);
  EXPECT_EQ(rig.link("one").state, LinkState::stuck);
  EXPECT_TRUE(rig.received.back()->flags.has(SampleFlag::clock_still));
  EXPECT_EQ(rig.bench.logged("simulator_stuck"), 1U);
  EXPECT_EQ(rig.link("one").link_losses, 0U) << "data come, nothing is lost yet";
  rig.run(120s);
  EXPECT_EQ(rig.link("one").last_loss, "stuck");
  EXPECT_EQ(rig.bench.metrics.counter(metric::kErrors, {"stuck", "error", "one"}).value(), 1);
  rig.simulators[0].clock_runs = true;
  rig.run(30s);
  EXPECT_EQ(rig.link("one").state, LinkState::streaming);
  rig.expect_nothing_lost_or_doubled();
}

TEST(FlightLink, APauseIsNoStandstill) {
  Rig rig(single_config());
  rig.run(10s);
  rig.simulators[0].events = {test::event_frame(3, 1)};
  rig.simulators[0].clock_runs = false;
  rig.run(60s);
  EXPECT_EQ(rig.link("one").state, LinkState::streaming);
  EXPECT_TRUE(rig.link("one").paused);
  EXPECT_TRUE(rig.received.back()->flags.has(SampleFlag::paused));
  EXPECT_TRUE(rig.received.back()->flags.plausible());
}

TEST(FlightLink, MenuJunkIsFlaggedAndTouchesNoGauge) {
  Rig rig(single_config());
  rig.run(10s);
  SteadySimulator& simulator = rig.simulators[0];
  simulator.events = {test::event_frame(2, 0)};
  simulator.values["PLANE LATITUDE"] = 0;
  simulator.values["PLANE LONGITUDE"] = 90;
  simulator.values["PLANE ALTITUDE"] = 0;
  rig.run(5s);
  const Sample& junk = *rig.received.back();
  EXPECT_TRUE(junk.flags.has(SampleFlag::not_in_flight));
  EXPECT_TRUE(junk.flags.has(SampleFlag::origin));
  EXPECT_EQ(junk.values.at(0), 0) << "flagged, not deleted";
  EXPECT_EQ(rig.bench.metrics.gauge(metric::kFlightAltitude, {"one"}).value(), 3500);
  EXPECT_EQ(rig.bench.logged("low_altitude"), 0U);
  EXPECT_EQ(rig.bench.logged("samples_doubtful"), 1U);
  EXPECT_GE(rig.bench.metrics.counter(metric::kSamplesFlagged, {"one", "origin"}).value(), 4);
}

TEST(FlightLink, DerivedValuesAreVariables) {
  Config config = single_config();
  VariableConfig derived = runtime::test::variable(kDerivedIds, "flight_phase", "number");
  derived.derived = DerivedValue::flight_phase;
  config.flight_monitor.variables.push_back(derived);
  Rig rig(config);
  rig.run(30s);
  ASSERT_EQ(rig.received.back()->values.size(), 4U);
  EXPECT_EQ(rig.received.back()->values[3], static_cast<double>(FlightPhase::cruise));
  EXPECT_EQ(rig.received.back()->phase, FlightPhase::cruise);
  EXPECT_EQ(rig.link("one").variables.at(3).value, 5);
}

TEST(FlightLink, AFlightIsStitchedOverACrashToDesktop) {
  Rig rig(single_config());
  rig.run(20s);
  const std::uint64_t flight = rig.received.back()->flight;
  const std::uint64_t session = rig.received.back()->session;
  rig.crash(0);
  rig.run(30s);
  rig.restart(0);
  rig.run(20s);
  EXPECT_NE(rig.received.back()->session, session);
  EXPECT_EQ(rig.received.back()->flight, flight);
  EXPECT_EQ(rig.bench.logged("flight_resumed"), 1U);
}

TEST(FlightLink, ALossLeavesACaptureThatTellsWhatCameBefore) {
  Config config = single_config();
  config.app.state_dir = "/state";
  config.flight_monitor.captures_kept = 2;
  Rig rig(config);
  for (int loss = 0; loss < 4; ++loss) {
    rig.run(20s);
    rig.crash(0);
    rig.run(1s);
    rig.restart(0);
  }
  const auto names = rig.monitor_host.files().list("/state/link/one");
  ASSERT_TRUE(names.has_value());
  ASSERT_EQ(names->size(), 2U) << "the older ones made room";
  const std::string path = rig.link("one").last_capture;
  EXPECT_EQ(path, "/state/link/one/" + names->back());
  EXPECT_THAT(rig.bench.log_text(), HasSubstr("capture=" + path));
  const auto text = rig.monitor_host.files().read(path);
  ASSERT_TRUE(text.has_value());
  capture::StreamReader reader(path, std::as_bytes(std::span(*text)));
  std::size_t received = 0;
  while (true) {
    const auto event = reader.next();
    ASSERT_TRUE(event.has_value());
    if (!*event) break;
    if ((*event)->kind == capture::StreamEvent::Kind::data && (*event)->way == capture::Way::to_client) {
      received += (*event)->bytes.size();
    }
  }
  EXPECT_GT(received, 1000U);
  EXPECT_EQ(reader.connections().size(), 1U);
}

TEST(FlightLink, ASlowAnswererIsMeasuredAndTold) {
  Rig rig(single_config());
  rig.run(70s);
  EXPECT_NEAR(*rig.link("one").rate_ratio, 1, 0.05);
  for (int i = 0; i < 30; ++i) {
    rig.simulators[0].gives_data = i % 2 == 0;
    rig.run(2s);
  }
  EXPECT_LT(*rig.link("one").rate_ratio, 0.7);
  EXPECT_EQ(rig.bench.logged("data_rate_low"), 1U);
  rig.simulators[0].gives_data = true;
  rig.run(70s);
  EXPECT_EQ(rig.bench.logged("data_rate_well"), 1U);
}

TEST(FlightLink, StartUpPolicyErrorStopsTheMonitor) {
  Config config = runtime::test::guide_like_config();
  config.simulators = {simulator_at("absent")};
  config.flight_monitor.on_startup_failure = StartupPolicy::error;
  Rig rig(config);
  rig.run(120s);
  EXPECT_EQ(rig.link("absent").connect_attempts, 5U);
  ASSERT_EQ(rig.bench.stop_reasons.size(), 1U);
  EXPECT_THAT(rig.bench.stop_reasons.front(), HasSubstr("absent did not appear"));
  rig.stop();
  EXPECT_EQ(rig.monitor_host.exit_code(), 1) << "the stop says that something was wrong";
}

TEST(FlightLink, StartUpPolicyIgnoreLeavesItAlone) {
  Config config = single_config();
  config.simulators.push_back(simulator_at("absent"));
  config.flight_monitor.on_startup_failure = StartupPolicy::ignore;
  Rig rig(config);
  rig.run(300s);
  EXPECT_EQ(rig.link("absent").connect_attempts, 5U);
  EXPECT_TRUE(rig.link("absent").ignored);
  EXPECT_EQ(rig.monitor.health().status, Status::healthy) << rig.bench.log_text();
  EXPECT_TRUE(rig.monitor.health().ready);
}

}  // namespace
}  // namespace checkride::runtime::link
