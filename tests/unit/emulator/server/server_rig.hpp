// A server over virtual streams, a fake simulator behind it, and a host for raw clients.
#pragma once

#include "checkride/test/world_test.hpp"
#include "server/raw_client.hpp"
#include "server/reasons.hpp"
#include "server/server.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator::test {

using namespace std::chrono_literals;
using protocol::Period;
using protocol::Protocol;
using world::VirtualHost;
using world::VirtualWorld;

inline constexpr std::uint16_t kPort = 5111;

// A server on its host, and a host for clients.
class ServerRig {
 public:
  explicit ServerRig(ServerLimits limits = {}, world::LinkOptions link = {}, ListenerLimits at_the_door = {})
      : sessions(
            simulator, faults, *find_profile("msfs2024"), [this] { server.wake(); }, &reasons),
        server(host, sessions, limits) {
    world.set_link(host, client_host, link);
    world::Endpoint where;
    where.host = "0.0.0.0";
    where.port = kPort;
    server.listen(host.network().listen(where).value(), at_the_door);
  }

  // Runs a client program to its end, at most an hour.
  void run(world::Task<int> client) {
    client_host.start("client", std::move(client));
    world.run_until(world.now() + 1h, [this] { return client_host.exit_code().has_value(); });
    EXPECT_EQ(client_host.failure(), "");
    EXPECT_EQ(client_host.exit_code(), 0);
  }
  world::Task<Result<RawClient>> connect() {
    return RawClient::connect(client_host, "simulator", kPort, Protocol::msfs2024);
  }

  VirtualWorld world;
  VirtualHost& host = world.add_host("simulator");
  VirtualHost& client_host = world.add_host("client");
  FakeSimulator simulator;
  FaultBoard faults{[this] { sessions.wake(); }};
  Reasons reasons;
  Sessions sessions;
  Server server;
};

// Open, one definition, one request.
inline world::Task<Result<>> ask_for_data(RawClient& client, Period period, std::uint32_t requests) {
  protocol::Open open;
  open.application_name = "raw";
  CO_TRY_VOID(co_await client.send(open));
  CO_TRY_VOID(co_await client.send(add_datum(1, "PLANE ALTITUDE", "feet")));
  for (std::uint32_t request = 1; request <= requests; ++request) {
    CO_TRY_VOID(co_await client.send(request_data(request, 1, period)));
  }
  co_return Result<>();
}

}  // namespace checkride::emulator::test
