// A server that reads all it is sent and a client that writes by a script, each with a log of what it saw and when.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "checkride/world/virtual_world.hpp"

namespace checkride::test {

using namespace std::chrono_literals;
using world::Duration;
using world::Endpoint;
using world::Instant;
using world::Listener;
using world::Stream;
using world::Task;
using world::World;

inline constexpr std::uint16_t kPort = 5111;

inline Endpoint endpoint(std::string host, std::uint16_t port = kPort) {
  Endpoint made;
  made.host = std::move(host);
  made.port = port;
  return made;
}

// What a program saw, with the time of each sight.
struct Log {
  std::vector<std::string> lines;
  std::string received;
  std::optional<Error> error;
  Instant ended{};
};

// Reads all there is from the first connection.
inline Task<int> serve(World& world, Log& log) {
  Result<std::unique_ptr<Listener>> listener = world.network().listen(endpoint("0.0.0.0"));
  if (listener.has_error()) throw std::runtime_error(listener.error().message());
  Result<Stream> stream = co_await (*listener)->accept();
  if (stream.has_error()) throw std::runtime_error(stream.error().message());
  std::array<std::byte, 4096> part{};
  for (;;) {
    const Result<std::size_t> count = co_await read_some(*stream, part);
    log.ended = world.clock().now();
    if (count.has_error()) {
      log.error = count.error();
      co_return 0;
    }
    log.received.append(reinterpret_cast<const char*>(part.data()), *count);
  }
}

struct Script {
  std::vector<std::pair<Duration, std::string>> writes;  // after a pause each
  Duration then{};
};

// Connects, writes by the script, closes.
inline Task<int> ask(World& world, Script script, Log& log) {
  Result<Stream> stream = co_await world.network().connect(endpoint("server"));
  log.ended = world.clock().now();
  if (stream.has_error()) {
    log.error = stream.error();
    co_return 1;
  }
  for (const auto& [pause, bytes] : script.writes) {
    co_await world.clock().sleep_for(pause);
    const Result<> written = co_await write_all(*stream, bytes);
    log.ended = world.clock().now();
    if (written.has_error()) {
      log.error = written.error();
      co_return 1;
    }
  }
  co_await world.clock().sleep_for(script.then);
  stream->close();
  co_return 0;
}

}  // namespace checkride::test
