// Goal: a link without data says why, a gap has one cause and one length everywhere, and no figure of a link outlives
// its session. Method: steady simulators on virtual hosts; exact virtual times.
#include <gmock/gmock.h>

#include "flight_rig.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime::link {
namespace {

using namespace std::chrono_literals;
using test::FlightRig;
using testing::ElementsAre;
using testing::HasSubstr;

// A simulator that answers, beats, and gives no data from the beginning.
void hollow(test::SteadySimulator& simulator) {
  simulator.beats = true;
  simulator.gives_data = false;
}

TEST(LinkWithoutData, ASessionThatNeverBringsDataIsToldUnhealthyAndThenLeft) {
  FlightRig rig(test::single_config());
  hollow(rig.simulators[0]);
  rig.run(29s);
  EXPECT_EQ(rig.link("one").state, LinkState::registering);
  EXPECT_EQ(rig.monitor.health().status, Status::starting);
  EXPECT_EQ(rig.bench.logged("session_without_data"), 0U);
  rig.run(6s);
  EXPECT_EQ(rig.monitor.health().status, Status::unhealthy);
  EXPECT_THAT(rig.monitor.health().errors, ElementsAre(HasSubstr("the session is open, but brought no data")));
  EXPECT_EQ(rig.link("one").last_error, "no_data: the session is open, but brought no data for 30s");
  rig.run(80s);
  EXPECT_EQ(rig.bench.logged("session_without_data"), 1U) << "told once";
  EXPECT_EQ(rig.bench.metrics.counter(metric::kErrors, {"no_data", "warning", "one"}).value(), 1);
  EXPECT_EQ(rig.link("one").link_losses, 0U) << "it may be loading a flight";
  rig.run(10s);
  EXPECT_EQ(rig.link("one").last_loss, "no_data");
  EXPECT_EQ(rig.simulators[0].connections, 2) << "left after stuck_timeout, and tried anew";
  rig.simulators[0].gives_data = true;
  rig.run(5s);
  EXPECT_EQ(rig.link("one").state, LinkState::streaming);
  EXPECT_EQ(rig.monitor.health().status, Status::healthy);
}

TEST(LinkWithoutData, AMenuNeedsNoneFromTheBeginning) {
  FlightRig rig(test::single_config());
  hollow(rig.simulators[0]);
  rig.simulators[0].events = {test::event_frame(2, 0)};
  rig.run(300s);
  EXPECT_EQ(rig.link("one").link_losses, 0U);
  EXPECT_EQ(rig.bench.logged("session_without_data"), 0U);
}

TEST(LinkWithoutData, AStandbyTakesOverFromAPrimaryThatNeverGaveData) {
  FlightRig rig;
  hollow(rig.simulators[0]);
  rig.run(25s);
  ASSERT_FALSE(rig.received.empty());
  EXPECT_EQ(rig.received.front()->source, "two");
  EXPECT_EQ(rig.failover().last_reason, "failure_threshold");
  EXPECT_EQ(rig.link().last_loss, "no_data");
}

std::size_t rates_shown(FlightRig& rig) {
  std::size_t series = 0;
  rig.bench.metrics.read(metric::kDataRateRatio, [&series](const Registry::Reading&) { ++series; });
  return series;
}

TEST(LinkWithoutData, TheRateOfALostSessionIsForgotten) {
  FlightRig rig(test::single_config());
  rig.run(40s);
  ASSERT_TRUE(rig.link("one").rate_ratio.has_value());
  EXPECT_EQ(rates_shown(rig), 1U);
  rig.crash(0);
  rig.run(5s);
  EXPECT_EQ(rig.link("one").rate_ratio, std::nullopt);
  EXPECT_EQ(rates_shown(rig), 0U);
  rig.restart(0);
  rig.run(40s);
  EXPECT_EQ(rates_shown(rig), 1U);
}

// QUIT is itself a frame, and frames measure the rate of data that stay away.
TEST(LinkWithoutData, TheFrameThatEndsASessionMeasuresNoRate) {
  FlightRig rig(test::single_config());
  rig.run(40s);
  hollow(rig.simulators[0]);
  rig.run(5s);
  EXPECT_EQ(rates_shown(rig), 1U);
  rig.simulators[0].events = {test::quit_frame()};
  rig.run(2s);
  ASSERT_EQ(rig.link("one").last_loss, "quit");
  EXPECT_EQ(rig.link("one").rate_ratio, std::nullopt);
  EXPECT_EQ(rates_shown(rig), 0U);
}

// The simulator falls silent; the sessions after that open, but bring no data and are lost by another cause.
TEST(LinkWithoutData, AGapHasTheCauseOfTheLossNotOfAttemptsAfterIt) {
  FlightRig rig(test::single_config());
  rig.run(20s);
  rig.simulators[0].gives_data = false;
  rig.run(31s);
  ASSERT_EQ(rig.link("one").last_loss, "silent");
  hollow(rig.simulators[0]);
  rig.run(130s);
  ASSERT_EQ(rig.link("one").last_loss, "no_data") << "the sessions after it brought nothing either";
  rig.simulators[0].gives_data = true;
  rig.run(20s);
  ASSERT_TRUE(rig.link("one").last_gap.has_value());
  EXPECT_EQ(rig.link("one").last_gap->cause, "silent");
}

TEST(LinkWithoutData, OneGapHasOneLength) {
  Config config = test::single_config();
  VariableConfig derived = runtime::test::variable(kDerivedIds, "data_gap", "seconds");
  derived.derived = DerivedValue::data_gap;
  config.flight_monitor.variables.push_back(derived);
  FlightRig rig(config);
  rig.run(20s);
  EXPECT_EQ(rig.received.back()->values.back(), 0) << "samples that come in time have none";
  const std::size_t before = rig.received.size();
  rig.crash(0);
  rig.run(7s);
  rig.restart(0);
  rig.run(15s);
  ASSERT_GT(rig.received.size(), before);
  const Sample& first = *rig.received[before];
  const world::Duration length = first.received - rig.received[before - 1]->received;
  EXPECT_EQ(first.gap, length);
  EXPECT_EQ(first.values.back(), world::to_seconds(length));
  EXPECT_EQ(rig.link("one").last_gap->duration, length);
  EXPECT_EQ(rig.bench.metrics.counter(metric::kDataGapSeconds, {"one"}).value(), world::to_seconds(length));
  EXPECT_EQ(rig.received[before + 1]->gap, world::Duration::zero());
}

TEST(LinkWithoutData, AVariableIsShownWithItsAliasAndUnit) {
  FlightRig rig(test::single_config());
  rig.run(5s);
  EXPECT_EQ(rig.link("one").variables.at(0).alias, "altitude");
  EXPECT_EQ(rig.link("one").variables.at(0).unit, "feet");
}

}  // namespace
}  // namespace checkride::runtime::link
