// Two hosts of a virtual world: the emulator as a program on one, clients on the other.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <utility>

#include "checkride/emulator/emulator.hpp"
#include "checkride/test/world_test.hpp"
#include "server/raw_client.hpp"

namespace checkride::emulator::test {

class Machines {
 public:
  void start(Options options = {}) {
    for (world::Endpoint& where : options.listen) where.host = "0.0.0.0";
    options.control.host = "0.0.0.0";
    options.control_hosts.push_back("simulator");
    simulator.start("checkride-emulator", run(simulator, std::move(options)));
  }
  // Runs a client program to its end and gives its exit code.
  std::optional<int> run_client(world::Task<int> client) {
    client_host.start("client", std::move(client));
    world.run_until(world.now() + std::chrono::hours(1), [this] { return client_host.exit_code().has_value(); });
    EXPECT_EQ(client_host.failure(), "");
    return client_host.exit_code();
  }
  std::optional<int> stop_with(world::Signal signal) {
    simulator.send_signal(signal);
    world.run_until(world.now() + std::chrono::minutes(1), [this] { return simulator.exit_code().has_value(); });
    EXPECT_EQ(simulator.failure(), "");
    return simulator.exit_code();
  }

  world::VirtualWorld world;
  world::VirtualHost& simulator = world.add_host("simulator");
  world::VirtualHost& client_host = world.add_host("client");
};

inline world::Task<Result<RawClient>> open_client(world::VirtualHost& host, protocol::Protocol version) {
  CO_TRY(RawClient client, co_await RawClient::connect(host, "simulator", 5111, version));
  protocol::Open open;
  open.application_name = "raw client";
  CO_TRY_VOID(co_await client.send(open));
  CO_TRY_VOID(co_await client.next_of<protocol::RecvOpen>());
  co_return std::move(client);
}

}  // namespace checkride::emulator::test
