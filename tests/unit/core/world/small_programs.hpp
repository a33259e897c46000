// Small programs that run in virtual worlds: an echo, a sleeper, and one whose steps a test varies.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "checkride/world/virtual_world.hpp"

namespace checkride::test {

using namespace std::chrono_literals;
using world::Duration;
using world::Endpoint;
using world::Listener;
using world::Stream;
using world::Task;
using world::TaskGroup;
using world::World;

// What may differ between two runs of the same small program.
struct Variation {
  Duration pause = 1ms;
  std::string bytes = "hello";
  int draws = 1;
  std::string file = "log";
  bool second_first = false;
  std::uint64_t seed = 1;
  bool shuffle = false;
};

inline Task<int> echo_once(World& world) {
  Result<std::unique_ptr<Listener>> listener = world.network().listen(Endpoint{"0.0.0.0", 80});
  Result<Stream> stream = co_await (*listener)->accept();
  std::array<std::byte, 100> part{};
  for (;;) {
    const Result<std::size_t> count = co_await read_some(*stream, part);
    if (count.has_error()) co_return 0;
    (void)co_await write_all(*stream, std::span(part).first(*count));
  }
}

inline Task<> step(World& world) {
  co_await world.clock().sleep_for(1us);
}

inline Task<int> vary(World& world, const Variation* variation) {
  co_await world.clock().sleep_for(variation->pause);
  for (int i = 0; i < variation->draws; ++i) world.random("x").next();
  TaskGroup group(world.executor());
  group.spawn(variation->second_first ? "second" : "first", step(world));
  group.spawn(variation->second_first ? "first" : "second", step(world));
  co_await group.join();
  (void)world.files().write(variation->file, "content");
  Endpoint to;
  to.host = "echo";
  to.port = 80;
  Result<Stream> stream = co_await world.network().connect(to);
  if (stream.has_error()) co_return 1;
  (void)co_await write_all(*stream, variation->bytes);
  co_return 0;
}

inline Task<int> sleep_then(World& world, Duration time, int code) {
  co_await world.clock().sleep_for(time);
  co_return code;
}

}  // namespace checkride::test
