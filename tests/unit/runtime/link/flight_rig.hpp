// FlightRig: three steady simulators, "one", "two" and "three", on virtual hosts and a monitor of them, with what it
// received.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "link/flight_monitor.hpp"
#include "service_bench.hpp"
#include "steady_simulator.hpp"

namespace checkride::runtime::link::test {

using namespace std::chrono_literals;
using runtime::test::ServiceBench;

inline SimulatorConfig simulator_at(const std::string& host) {
  SimulatorConfig simulator;
  simulator.name = host;
  simulator.address.host = host;
  simulator.address.port = 5111;
  return simulator;
}

// Flight "flight" of simulator "one", with "two" and "three" standing by.
inline Config failover_config() {
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
inline Config single_config() {
  Config config = runtime::test::guide_like_config();
  config.simulators = {simulator_at("one")};
  return config;
}

// Three simulators on hosts of their own and a monitor of them, run for a while.
class FlightRig {
 public:
  explicit FlightRig(Config config = failover_config())
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

}  // namespace checkride::runtime::link::test
