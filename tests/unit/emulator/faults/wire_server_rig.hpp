// The real server over virtual streams with a fake simulator behind it, and a client on another host that writes down
// what it reads and when.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "checkride/test/world_test.hpp"
#include "server/raw_client.hpp"
#include "server/reasons.hpp"
#include "server/server.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator::test {

using namespace std::chrono_literals;
using world::Duration;
using world::Instant;
using world::VirtualHost;
using world::VirtualWorld;

inline constexpr std::uint16_t kPort = 5111;

// What a client read, piece by piece, and how it ended.
struct Log {
  struct Read {
    Instant at;
    std::vector<std::byte> bytes;
    bool operator==(const Read&) const = default;
  };
  std::vector<Read> reads;
  bool connected = false;
  std::string end;
  Instant ended{};

  std::vector<std::byte> all() const {
    std::vector<std::byte> bytes;
    for (const Read& read : reads) bytes.insert(bytes.end(), read.bytes.begin(), read.bytes.end());
    return bytes;
  }
  std::size_t bytes_between(Instant from, Instant to) const {
    std::size_t count = 0;
    for (const Read& read : reads) count += read.at >= from && read.at < to ? read.bytes.size() : 0;
    return count;
  }
};

// Opens, asks for the altitude in every frame, and reads until the end of the connection.
inline world::Task<int> read_all(VirtualHost& host, std::shared_ptr<Log> log) {
  auto client = co_await RawClient::connect(host, "simulator", kPort, protocol::Protocol::msfs2024);
  if (!client) {
    log->end = client.error().message();
    co_return 0;
  }
  log->connected = true;
  protocol::Open open;
  open.application_name = "reader";
  (void)co_await client->send(open);
  (void)co_await client->send(add_datum(1, "PLANE ALTITUDE", "feet"));
  (void)co_await client->send(request_data(1, 1, protocol::Period::visual_frame));
  std::array<std::byte, 4096> buffer;
  while (true) {
    const auto count = co_await world::read_some(client->stream(), std::span<std::byte>(buffer));
    if (!count) {
      log->end = count.error().message();
      log->ended = host.clock().now();
      co_return 0;
    }
    log->reads.push_back({host.clock().now(), {buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(*count)}});
  }
}

// Keeps a world from running out of things to do, so that its time goes on.
inline world::Task<int> tick(VirtualHost& host) {
  while (true) co_await host.clock().sleep_for(1min);
}

class WireRig {
 public:
  // How many bytes wait between a writer and a client that does not read.
  explicit WireRig(std::size_t buffer_bytes = world::LinkOptions().buffer_bytes)
      : sessions(
            simulator, faults, *find_profile("msfs2024"), [this] { server.wake(); }, &reasons),
        server(host, sessions, ServerLimits()) {
    world::LinkOptions whole;
    whole.short_reads = false;
    whole.buffer_bytes = buffer_bytes;
    world.set_link(host, client_host, whole);
    world::Endpoint where;
    where.host = "0.0.0.0";
    where.port = kPort;
    server.listen(host.network().listen(where).value());
    server.on_exit([this] { exited = true; });
    clock_host.start("tick", tick(clock_host));
    world.run_until(FakeSimulator::kStart);
  }
  std::shared_ptr<Log> connect() {
    auto log = std::make_shared<Log>();
    client_host.start("reader", read_all(client_host, log));
    return log;
  }
  FaultId add(Fault fault) { return faults.add(std::move(fault), world.now()).value(); }
  void run(Duration time) { world.run_until(world.now() + time); }

  VirtualWorld world;
  VirtualHost& host = world.add_host("simulator");
  VirtualHost& client_host = world.add_host("client");
  VirtualHost& clock_host = world.add_host("clock");
  FakeSimulator simulator;
  bool exited = false;
  FaultBoard faults{[this] { sessions.wake(); }};
  Reasons reasons;
  Sessions sessions;
  Server server;
};

}  // namespace checkride::emulator::test
