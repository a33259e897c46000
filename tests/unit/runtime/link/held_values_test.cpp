// Goal: what was read in a menu is never published as of the flight after it. Method: samples by hand, of the filter
// alone and through the reporter.
#include "link/held_values.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "link/link_reporter.hpp"
#include "service_bench.hpp"

namespace checkride::runtime::link {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsNan;

world::Instant at(world::Duration since_start) {
  return world::Instant(since_start);
}

// Altitude every second, speed every four seconds, fuel when it changes.
std::vector<VariableConfig> variables() {
  std::vector<VariableConfig> out = runtime::test::guide_like_config().flight_monitor.variables;
  out[1].period = 4s;
  out[2].epsilon = 0.1;
  return out;
}

struct Bench {
  // A sample at `now`, of values that were read at these instants.
  std::vector<double> sample(world::Duration now, std::vector<double> values, world::Duration speed_at,
                             world::Duration fuel_at, bool plausible) {
    const std::vector<world::Instant> read_at{at(now), at(speed_at), at(fuel_at)};
    back = held.settle(values, read_at, plausible, at(now));
    return values;
  }

  HeldValues held{variables()};
  bool back = false;
};

TEST(HeldValues, NothingIsHeldBackWithoutAMenu) {
  Bench bench;
  EXPECT_THAT(bench.sample(10s, {3500, 110, 40}, 7s, 2s, true), ElementsAre(3500, 110, 40));
  EXPECT_THAT(bench.sample(11s, {3500, 110, 40}, 11s, 2s, true), ElementsAre(3500, 110, 40));
  EXPECT_FALSE(bench.back);
}

TEST(HeldValues, WhatWasReadInTheMenuIsNotOfTheFlight) {
  Bench bench;
  (void)bench.sample(10s, {3500, 110, 40}, 7s, 2s, true);
  EXPECT_THAT(bench.sample(11s, {0, 0, 0}, 11s, 11s, false), ElementsAre(0, 0, 0)) << "flagged, not changed";
  EXPECT_THAT(bench.sample(12s, {3500, 0, 0}, 11s, 11s, true), ElementsAre(3500, IsNan(), 40));
  EXPECT_TRUE(bench.back);
  EXPECT_THAT(bench.sample(13s, {3500, 0, 0}, 11s, 11s, true), ElementsAre(3500, IsNan(), 40));
  EXPECT_FALSE(bench.back);
  EXPECT_THAT(bench.sample(15s, {3500, 111, 20}, 15s, 14s, true), ElementsAre(3500, 111, 20));
}

TEST(HeldValues, AChangeOnlyValueWithoutAPlausibleOneIsUnknown) {
  Bench bench;
  (void)bench.sample(11s, {0, 0, 0}, 11s, 11s, false);
  EXPECT_THAT(bench.sample(12s, {3500, 0, 0}, 11s, 11s, true), ElementsAre(3500, IsNan(), IsNan()));
}

TEST(HeldValues, AnotherSessionHoldsNothingOfTheOneBefore) {
  Bench bench;
  (void)bench.sample(11s, {0, 0, 0}, 11s, 11s, false);
  bench.held.on_session();
  EXPECT_THAT(bench.sample(30s, {3500, 110, 40}, 29s, 29s, true), ElementsAre(3500, 110, 40));
}

// A reporter that is given samples of those variables and no probe.
class Rig {
 public:
  Rig() {
    host_.start("time", passes(host_));
    reporter.event(Opened{});
  }

  std::vector<double> sample(std::vector<double> values, world::Instant held_at) {
    world_.run_until(world_.now() + 1s);
    DataArrived arrived;
    arrived.values.assign(wire.variables.size(), std::nan(""));
    std::copy(values.begin(), values.end(), arrived.values.begin());
    arrived.read_at.assign(wire.variables.size(), world_.now());
    arrived.read_at[1] = arrived.read_at[2] = held_at;
    reporter.event(arrived);
    return subscription->pop()->values;
  }
  void sim(std::uint32_t runs) {
    SystemEventArrived event;
    event.name = "Sim";
    event.data = runs;
    reporter.event(event);
  }
  static Config config() {
    Config config = runtime::test::guide_like_config();
    config.flight_monitor.variables = variables();
    return config;
  }
  world::Instant now() const { return world_.now(); }

 private:
  // Without anything to happen time stands.
  static world::Task<int> passes(world::VirtualHost& host) {
    co_await host.clock().sleep_for(1h);
    co_return 0;
  }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("monitor");

 public:
  runtime::test::ServiceBench bench{host_, config()};
  WireVariables wire{bench.config.flight_monitor};
  std::shared_ptr<SampleSubscription> subscription = bench.samples.subscribe("test", 100);
  LinkReporter reporter{bench.context, "sim"};
};

TEST(HeldValues, TheFirstSampleAfterAMenuHasNothingOfTheMenu) {
  Rig rig;
  EXPECT_THAT(rig.sample({3500, 110, 40}, rig.now()), ElementsAre(3500, 110, 40));
  rig.sim(0);
  EXPECT_THAT(rig.sample({0, 0, 0}, rig.now() + 1s), ElementsAre(0, 0, 0));
  const world::Instant read_in_the_menu = rig.now();
  rig.sim(1);
  EXPECT_THAT(rig.sample({3500, 0, 0}, read_in_the_menu), ElementsAre(3500, IsNan(), 40));
  EXPECT_TRUE(rig.reporter.flight_is_back());
  const VariableStatus& speed = rig.reporter.shown().variables.at(1);
  EXPECT_EQ(speed.value, std::nullopt);
  EXPECT_EQ(speed.last_data, rig.now()) << "held back is not missing";
  EXPECT_THAT(rig.sample({3500, 109, 39}, rig.now() + 1s), ElementsAre(3500, 109, 39));
}

}  // namespace
}  // namespace checkride::runtime::link
