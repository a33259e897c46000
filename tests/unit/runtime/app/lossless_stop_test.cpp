// Goal: the links start before the collector and stop after it, and yet every sample that was published is in the
// sinks, whenever the stop comes. Method: both services under their supervisor and a simulator that gives data, stopped
// at the n-th instant of the run for n = 0, 1, 2 ... until a run ends before its stop.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../collector/collector_rig.hpp"
#include "../link/steady_simulator.hpp"
#include "../service/fake_service.hpp"
#include "link/flight_monitor.hpp"
#include "service/supervisor.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;
using Numbers = std::vector<std::uint64_t>;

world::Task<int> live(Supervisor& supervisor, const bool& stop_wanted, world::Notifier& changed) {
  const Result<> started = co_await supervisor.start_all(stop_wanted);
  while (started && !stop_wanted) co_await changed.wait();
  const StopOutcome outcome = co_await supervisor.stop_all();
  co_return started&& outcome.failed.empty() ? 0 : 1;
}

// A monitor of one simulator, whose collector starts only when the links have run for `before_collector`.
class Life {
 public:
  Life(std::uint64_t seed, world::Duration before_collector)
      : world_({.seed = seed}),
        bench_(monitor_, collector::test::collecting()),
        seen_(bench_.samples.subscribe("test", 1000)),
        changed_(monitor_.executor()) {
    std::vector<std::unique_ptr<Service>> services;
    services.push_back(std::make_unique<link::FlightMonitor>(bench_.context));
    support::FakeBehaviour slow;
    slow.start_takes = before_collector;
    services.push_back(std::make_unique<support::FakeService>("slow", monitor_.clock(), calls_, slow));
    services.push_back(std::make_unique<collector::DataCollector>(bench_.context));
    supervisor_ = std::make_unique<Supervisor>(bench_.context, std::move(services));
    sim_.start("simulator", simulator_.run());
    world_.run_until(world_.now() + 10ms);
    monitor_.start("monitor", live(*supervisor_, stop_wanted_, changed_));
  }

  // Whether the n-th instant came within `time`.
  bool reach(std::uint64_t n, world::Duration time) {
    std::uint64_t instants = 0;
    return world_.run_until(world_.now() + time, [&] { return instants++ == n; }) == world::Stopped::goal;
  }
  std::optional<int> stop() {
    stop_wanted_ = true;
    changed_.notify_all();
    world_.run_until(world_.now() + 40s, [this] { return monitor_.exit_code().has_value(); });
    EXPECT_EQ(monitor_.failure(), "");
    return monitor_.exit_code();
  }
  Numbers published() {
    Numbers out;
    while (const SamplePtr sample = seen_->pop()) out.push_back(sample->sequence);
    return out;
  }
  Numbers kept() {
    Numbers out;
    const std::string folder = collector::test::kFolder;
    const auto names = monitor_.files().list(folder);
    if (!names) return out;
    for (const std::string& name : *names) {
      if (!name.starts_with("telemetry-")) continue;
      const std::string text = monitor_.files().read(folder + "/" + name).value();
      constexpr std::string_view kMark = "\"sequence\":";
      for (auto at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at + 1)) {
        out.push_back(std::stoull(text.substr(at + kMark.size())));
      }
    }
    return out;
  }
  const std::vector<std::string>& lines() const { return bench_.lines; }

 private:
  world::VirtualWorld world_;
  world::VirtualHost& sim_ = world_.add_host("sim");
  world::VirtualHost& monitor_ = world_.add_host("monitor");
  link::test::SteadySimulator simulator_{sim_};
  test::ServiceBench bench_;
  std::shared_ptr<SampleSubscription> seen_;
  world::Notifier changed_;
  std::vector<std::string> calls_;
  std::unique_ptr<Supervisor> supervisor_;
  bool stop_wanted_ = false;
};

void stop_at_every_instant(world::Duration before_collector) {
  constexpr std::uint64_t kInstantsMax = 5000;
  std::uint64_t stops_with_samples = 0;
  bool reached = true;
  for (std::uint64_t n = 0; reached; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, kInstantsMax);
    Life life(n, before_collector);
    reached = life.reach(n, 3500ms);
    ASSERT_EQ(life.stop(), 0);
    const Numbers published = life.published();
    ASSERT_EQ(life.kept(), published);
    if (!published.empty()) ++stops_with_samples;
  }
  EXPECT_GT(stops_with_samples, 5U) << "else nothing was tried";
}

TEST(LosslessStop, AtEveryInstantWhatWasPublishedIsInTheFiles) {
  stop_at_every_instant(0s);
}

TEST(LosslessStop, WhatCameBeforeTheCollectorStartedIsInTheFilesToo) {
  stop_at_every_instant(2500ms);
}

TEST(LosslessStop, TheLinksEndBeforeTheCollectorAndAreToldAsStoppedBehindIt) {
  Life life(1, 0s);
  (void)life.reach(1'000'000, 3500ms);
  EXPECT_EQ(life.stop(), 0);
  std::vector<std::string> stopped;
  for (const std::string& line : life.lines()) {
    for (const char* name : {"flight-monitor", "data-collector"}) {
      const bool of_it = line.find("service=" + std::string(name)) != std::string::npos;
      if (of_it && line.find("msg=service_stopped ") != std::string::npos) stopped.emplace_back(name);
    }
  }
  EXPECT_THAT(stopped, testing::ElementsAre("data-collector", "flight-monitor"));
}

}  // namespace
}  // namespace checkride::runtime
