// What the contracts of edge, balancer and TLS do alike: a play on virtual and on real time, and the real program with
// ports of its own.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "checkride/test/world_test.hpp"
#include "checkride/world/port_reservation.hpp"
#include "checkride/world/virtual_world.hpp"
#include "rigs/program_plans.hpp"
#include "rigs/real_program.hpp"

namespace checkride::harness::contract {

// Ports of this machine that nobody else is given while it lives.
class FreePorts {
 public:
  explicit FreePorts(world::World& world) : world_(world) {}

  world::Endpoint take() {
    taken_.push_back(world::PortReservation::take(world_.random("ports")).value());
    return taken_.back().endpoint();
  }

 private:
  world::World& world_;
  std::vector<world::PortReservation> taken_;
};

// Ready, or none after a failure, which is told. `folder` is its own; `output` outlives it.
inline world::Task<std::unique_ptr<RealProgram>> start_program(world::RealWorld& world, ServiceSpec spec,
                                                               const ProgramPlaces& places, std::string folder,
                                                               std::vector<std::string>& output) {
  const ProgramRow& row = *program_of(spec);
  const auto program = find_program(world, row.program);
  EXPECT_TRUE(program.has_value()) << row.program << " is not installed: apt-get install " << row.package;
  if (!program) co_return nullptr;
  ProgramPlan plan = plan_program(spec, places);
  auto proxy = std::make_unique<RealProgram>(world, std::move(spec), *program, std::move(folder), output);
  proxy->use(std::move(plan));
  const auto started = proxy->listen(places.ports);
  EXPECT_THAT(started, checkride::test::IsOk());
  if (!started) co_return nullptr;
  const auto ready = co_await proxy->until_ready();
  EXPECT_THAT(ready, checkride::test::IsOk());
  co_return proxy;
}

inline world::Task<> stop_program(world::RealWorld& world, RealProgram& proxy) {
  const auto stopped = co_await proxy.stop(world.clock().now() + std::chrono::seconds(30));
  EXPECT_THAT(stopped, checkride::test::IsOk());
}

// Its end is 0, on the host "client" of a virtual network.
inline void play_on_virtual(const std::function<world::Task<int>(world::VirtualWorld&, world::VirtualHost&)>& play) {
  world::VirtualWorld world;
  world::VirtualHost& client = world.add_host("client");
  client.start("test", play(world, client));
  world.run_until(world.now() + std::chrono::hours(1), [&client] { return client.exit_code().has_value(); });
  EXPECT_EQ(client.failure(), "");
  EXPECT_EQ(client.exit_code(), 0);
}

inline void play_on_real(const std::function<world::Task<int>(world::RealWorld&)>& play) {
  world::RealOptions options;
  options.handle_signals = false;
  world::RealWorld world(options);
  EXPECT_EQ(world.run(play(world)), 0);
}

}  // namespace checkride::harness::contract
