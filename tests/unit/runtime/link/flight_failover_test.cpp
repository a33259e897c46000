// Goal: a flight with standbys keeps its data through the loss of simulators, none lost and none doubled, and every
// change of simulator is told. Method: steady simulators on virtual hosts; exact virtual times.
#include <gmock/gmock.h>

#include "flight_rig.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime::link {
namespace {

using namespace std::chrono_literals;
using namespace test;
using testing::HasSubstr;

TEST(FlightFailover, SamplesComeUnderTheNameOfTheFlightAndSayTheirSource) {
  FlightRig rig;
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
  FlightRig rig;
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
  EXPECT_EQ(rig.received[before]->gap, gap.duration) << "one figure for one gap";
  EXPECT_EQ(rig.bench.logged("failover_done"), 1U);
  EXPECT_EQ(rig.bench.metrics.counter(metric::kFailovers, {"flight", "done"}).value(), 1);
  EXPECT_EQ(rig.bench.metrics.gauge(metric::kInstanceActive, {"flight", "two"}).value(), 1);
  EXPECT_EQ(rig.bench.metrics.counter(metric::kDataGaps, {"flight"}).value(), 1);
}

TEST(FlightFailover, ASimulatorThatIsConnectedButGivesNothingIsLost) {
  FlightRig rig;
  rig.run(20s);
  rig.simulators[0].gives_data = false;
  rig.run(40s);
  EXPECT_EQ(rig.received.back()->source, "two");
  EXPECT_EQ(rig.link().state, LinkState::streaming);
  rig.expect_nothing_lost_or_doubled();
}

TEST(FlightFailover, TheSecondStandbyFollowsTheFirst) {
  FlightRig rig;
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
  FlightRig rig;
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
  FlightRig rig(config);
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
  FlightRig rig;
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
  FlightRig rig;
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
  FlightRig rig;
  rig.run(20s);
  EXPECT_EQ(post(rig.bench, "/api/v1/simulators/flight/switch?to=three").status, 202);
  rig.run(5s);
  EXPECT_EQ(rig.link().last_loss, "switched");
  EXPECT_EQ(rig.link().last_capture, "");
  EXPECT_EQ(rig.link().link_losses, 0U);
}

TEST(FlightFailover, AFailedSimulatorIsLostByItsTrueCause) {
  for (const bool beats : {false, true}) {
    FlightRig rig;
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

TEST(FlightFailover, StopEndsTheWatchToo) {
  FlightRig rig;
  rig.run(20s);
  rig.stop();
  EXPECT_EQ(rig.monitor_host.exit_code(), 0);
  EXPECT_EQ(rig.bench.logged("link_closed"), 1U) << "in order, with what the session had";
  const int connections = rig.simulators[1].connections;
  rig.run(30s);
  EXPECT_EQ(rig.simulators[1].connections, connections);
}

}  // namespace
}  // namespace checkride::runtime::link
