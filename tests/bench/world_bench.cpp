// The virtual scheduler next to asio::io_context::poll, both through any_io_executor, in the same run.
//
// Handlers: 64 chains, each handler posts its successor; the unit is handlers per second.
// Timers: 64 tasks that sleep 1 ms each turn; the unit is sleeps per second. The peer's clock cannot be virtual, so it
// has zero delays, which is easier.
// Exchange: one task writes 100 bytes to another host and reads 1,000 back; the unit is exchanges per second.
#include <benchmark/benchmark.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <span>

#include "checkride/world/virtual_world.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;

constexpr int kChains = 64;
constexpr std::uint64_t kHandlers = 1'000'000;

// A handler that posts its successor until the count is used up.
struct Chain {
  const asio::any_io_executor* executor;
  std::uint64_t* left;
  void operator()() const {
    if (*left == 0) return;
    --*left;
    asio::post(*executor, *this);
  }
};

template <class RunAll>
void run_chains(benchmark::State& state, const asio::any_io_executor& executor, RunAll run_all) {
  for (auto _ : state) {
    std::uint64_t left = kHandlers;
    for (int i = 0; i < kChains; ++i) asio::post(executor, Chain{&executor, &left});
    run_all();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kHandlers + kChains));
}

void handlers_virtual(benchmark::State& state) {
  VirtualWorld world;
  const asio::any_io_executor executor = world.add_host("a").executor();
  run_chains(state, executor, [&world] { world.run_until(world.now() + 1s); });
  state.counters["steps"] = static_cast<double>(world.steps());
}
BENCHMARK(handlers_virtual)->Unit(benchmark::kMillisecond);

void handlers_io_context_poll(benchmark::State& state) {
  asio::io_context context(1);
  const asio::any_io_executor executor = context.get_executor();
  run_chains(state, executor, [&context] {
    context.poll();
    context.restart();
  });
}
BENCHMARK(handlers_io_context_poll)->Unit(benchmark::kMillisecond);

constexpr int kSleeps = 2'000;

Task<int> sleep_often(World& world) {
  for (int i = 0; i < kSleeps; ++i) co_await world.clock().sleep_for(1ms);
  co_return 0;
}

void sleeps_virtual(benchmark::State& state) {
  for (auto _ : state) {
    VirtualWorld world;
    VirtualHost& host = world.add_host("a");
    for (int i = 0; i < kChains; ++i) host.start("sleep", sleep_often(host));
    world.run_until(world.now() + 1h);
    benchmark::DoNotOptimize(world.trace_hash());
  }
  state.SetItemsProcessed(state.iterations() * kSleeps * kChains);
}
BENCHMARK(sleeps_virtual)->Unit(benchmark::kMillisecond);

Task<> sleep_often_asio(asio::any_io_executor executor) {
  for (int i = 0; i < kSleeps; ++i) {
    asio::steady_timer timer(executor, 0s);  // world-lint: allow (the peer that is measured)
    co_await timer.async_wait(asio::use_awaitable);
  }
}

void sleeps_io_context_poll(benchmark::State& state) {
  for (auto _ : state) {
    asio::io_context context(1);
    const asio::any_io_executor executor = context.get_executor();
    for (int i = 0; i < kChains; ++i) {
      asio::co_spawn(executor, sleep_often_asio(executor), asio::detached);  // world-lint: allow (the peer)
    }
    while (context.poll() > 0) {
    }
  }
  state.SetItemsProcessed(state.iterations() * kSleeps * kChains);
}
BENCHMARK(sleeps_io_context_poll)->Unit(benchmark::kMillisecond);

constexpr int kExchanges = 10'000;
constexpr std::size_t kRequestBytes = 100;
constexpr std::size_t kReplyBytes = 1000;

Task<Result<>> read_fully(Stream& stream, std::size_t count) {
  std::array<std::byte, 4096> part{};
  while (count > 0) {
    CO_TRY(const std::size_t got, co_await read_some(stream, std::span(part).first(std::min(count, part.size()))));
    count -= got;
  }
  co_return Result<>();
}

Task<int> reply_all(World& world) {
  Endpoint where;
  where.host = "0.0.0.0";
  where.port = 80;
  Result<std::unique_ptr<Listener>> listener = world.network().listen(where);
  Result<Stream> stream = co_await (*listener)->accept();
  const std::string reply(kReplyBytes, 'r');
  for (;;) {
    const Result<> request = co_await read_fully(*stream, kRequestBytes);
    if (request.has_error()) co_return 0;
    (void)co_await write_all(*stream, reply);
  }
}

Task<int> ask_all(World& world) {
  Endpoint where;
  where.host = "server";
  where.port = 80;
  Result<Stream> stream = co_await world.network().connect(where);
  const std::string request(kRequestBytes, 'q');
  for (int i = 0; i < kExchanges; ++i) {
    (void)co_await write_all(*stream, request);
    (void)co_await within(world.clock(), 5s, read_fully(*stream, kReplyBytes));
  }
  co_return 0;
}

void exchanges_virtual(benchmark::State& state) {
  for (auto _ : state) {
    VirtualWorld world;
    VirtualHost& server = world.add_host("server");
    VirtualHost& client = world.add_host("client");
    server.start("reply", reply_all(server));
    client.start("ask", ask_all(client));
    world.run_until(world.now() + 24h);
    state.counters["hash_low_bits"] = static_cast<double>(world.trace_hash() & 0xffffff);
  }
  state.SetItemsProcessed(state.iterations() * kExchanges);
}
BENCHMARK(exchanges_virtual)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace checkride::world
