// Goal: what goes wrong with a simulator is told, kept and no more than flagged. Method: a steady simulator on a
// virtual host; exact virtual times.
#include <gmock/gmock.h>

#include "checkride/capture/capture.hpp"
#include "flight_rig.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime::link {
namespace {

using namespace std::chrono_literals;
using namespace test;
using testing::HasSubstr;

TEST(FlightLink, HeartbeatsWithoutDataAreNoLife) {
  FlightRig rig(single_config());
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
  FlightRig rig(single_config());
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

TEST(FlightLink, AClockThatStandsStillIsToldAndThenLeft) {
  FlightRig rig(single_config());
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
  FlightRig rig(single_config());
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
  FlightRig rig(single_config());
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
  FlightRig rig(config);
  rig.run(30s);
  ASSERT_EQ(rig.received.back()->values.size(), 4U);
  EXPECT_EQ(rig.received.back()->values[3], static_cast<double>(FlightPhase::cruise));
  EXPECT_EQ(rig.received.back()->phase, FlightPhase::cruise);
  EXPECT_EQ(rig.link("one").variables.at(3).value, 5);
}

TEST(FlightLink, AFlightIsStitchedOverACrashToDesktop) {
  FlightRig rig(single_config());
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
  FlightRig rig(config);
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
  FlightRig rig(single_config());
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

// However long it was gone.
TEST(FlightLink, ASimulatorThatIsBackGivesDataWithinThirtySeconds) {
  FlightRig rig(single_config());
  rig.run(5s);
  for (const auto gone : {1s, 20s, 61s, 600s, 7200s}) {
    rig.crash(0);
    rig.run(gone);
    rig.restart(0);
    rig.run(kRecoveryLimit);
    EXPECT_EQ(rig.link("one").state, LinkState::streaming) << gone.count();
  }
}

TEST(FlightLink, StartUpPolicyErrorStopsTheMonitor) {
  Config config = runtime::test::guide_like_config();
  config.simulators = {simulator_at("absent")};
  config.flight_monitor.on_startup_failure = StartupPolicy::error;
  FlightRig rig(config);
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
  FlightRig rig(config);
  rig.run(300s);
  EXPECT_EQ(rig.link("absent").connect_attempts, 5U);
  EXPECT_TRUE(rig.link("absent").ignored);
  EXPECT_EQ(rig.monitor.health().status, Status::healthy) << rig.bench.log_text();
  EXPECT_TRUE(rig.monitor.health().ready);
}

}  // namespace
}  // namespace checkride::runtime::link
