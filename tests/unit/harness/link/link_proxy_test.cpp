// The proxy of a link, on virtual time: what passes, what each fault does, and that equal seeds give equal runs.
#include "link/link_proxy.hpp"

#include <memory>

#include "checkride/test/world_test.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::IsOk;
using world::VirtualHost;
using world::VirtualWorld;

world::Task<> echo(world::Stream stream) {
  std::string bytes(1024, ' ');
  while (true) {
    const auto count = co_await world::read_some(stream, std::as_writable_bytes(std::span(bytes)));
    if (!count) break;
    const auto written = co_await world::write_all(stream, std::string_view(bytes).substr(0, *count));
    if (!written) break;
  }
}

world::Task<> serve_echo(VirtualHost& host, std::unique_ptr<world::Listener> listener) {
  world::TaskGroup connections(host.executor());
  while (true) {
    auto stream = co_await listener->accept();
    if (!stream) break;
    connections.spawn("echo", echo(std::move(*stream)));
  }
}

// An echo server and a proxy to it, both on `host`.
struct Setup {
  explicit Setup(VirtualHost& here) : host(here), proxy(here, "test"), tasks(here.executor()) {
    auto listener = host.network().listen({"127.0.0.1", 7});
    tasks.spawn("server", serve_echo(host, std::move(listener.value())));
    EXPECT_THAT(proxy.open(), IsOk());
    EXPECT_THAT(proxy.set_target(world::Endpoint{"127.0.0.1", 7}), IsOk());
  }
  world::Task<Result<world::Stream>> connect() {
    auto stream = co_await host.network().connect(proxy.endpoint());
    co_return stream;
  }
  world::Task<> end() {
    co_await proxy.close();
    (void)co_await tasks.stop(host.clock(), 1s);
  }
  VirtualHost& host;
  LinkProxy proxy;
  world::TaskGroup tasks;
};

world::Task<Result<std::string>> read_text(world::Stream& stream, std::size_t size) {
  std::string text;
  std::string bytes(size, ' ');
  while (text.size() < size) {
    CO_TRY(const std::size_t count, co_await world::read_some(stream, std::as_writable_bytes(std::span(bytes))));
    text += bytes.substr(0, count);
  }
  co_return text;
}

world::Task<Result<std::string>> ask(world::Stream& stream, std::string text) {
  CO_TRY_VOID(co_await world::write_all(stream, std::string_view(text)));
  auto answer = co_await read_text(stream, text.size());
  co_return answer;
}

WORLD_TEST(LinkProxy, PassesBytesBothWays) {
  Setup setup(host);
  auto stream = co_await setup.connect();
  CO_ASSERT_OK(stream);
  const std::string text(100'000, 'x');
  const auto answer = co_await ask(*stream, text);
  CO_ASSERT_OK(answer);
  EXPECT_EQ(*answer, text);
  co_await setup.end();
}

WORLD_TEST(LinkProxy, WithoutATargetConnectionsAreRefused) {
  Setup setup(host);
  EXPECT_THAT(setup.proxy.set_target(std::nullopt), IsOk());
  EXPECT_TRUE((co_await setup.connect()).has_error());
  EXPECT_THAT(setup.proxy.set_target(world::Endpoint{"127.0.0.1", 7}), IsOk());
  EXPECT_TRUE((co_await setup.connect()).has_value()) << "on the same port as before";
  co_await setup.end();
}

WORLD_TEST(LinkProxy, RefusesWhileTold) {
  Setup setup(host);
  EXPECT_THAT(setup.proxy.refuse(true), IsOk());
  EXPECT_TRUE((co_await setup.connect()).has_error());
  EXPECT_THAT(setup.proxy.refuse(false), IsOk());
  EXPECT_TRUE((co_await setup.connect()).has_value());
  co_await setup.end();
}

WORLD_TEST(LinkProxy, HeldBytesComeWhenTheHoldEnds) {
  Setup setup(host);
  auto stream = co_await setup.connect();
  CO_ASSERT_OK(stream);
  CO_ASSERT_OK(co_await ask(*stream, std::string("hi")));
  setup.proxy.hold(Way::to_client, true);
  const auto early = co_await world::within(host.clock(), 5s, ask(*stream, std::string("held")));
  EXPECT_TRUE(early.has_error());
  setup.proxy.hold(Way::to_client, false);
  const auto late = co_await world::within(host.clock(), 1s, read_text(*stream, 4));
  CO_ASSERT_OK(late);
  EXPECT_EQ(*late, "held");
  co_await setup.end();
}

WORLD_TEST(LinkProxy, APartitionLeavesNewConnectionsWaiting) {
  Setup setup(host);
  setup.proxy.partition(true);
  auto stream = co_await setup.connect();
  CO_ASSERT_OK(stream);
  CO_ASSERT_OK(co_await world::write_all(*stream, std::string_view("ping")));
  const auto early = co_await world::within(host.clock(), 5s, read_text(*stream, 4));
  EXPECT_TRUE(early.has_error());
  setup.proxy.partition(false);
  const auto late = co_await world::within(host.clock(), 1s, read_text(*stream, 4));
  EXPECT_TRUE(late.has_value());
  co_await setup.end();
}

WORLD_TEST(LinkProxy, LatencyIsAddedToEachWay) {
  Setup setup(host);
  auto stream = co_await setup.connect();
  CO_ASSERT_OK(stream);
  CO_ASSERT_OK(co_await ask(*stream, std::string("a")));
  setup.proxy.latency(500ms, 0ms);
  const auto before = host.clock().now();
  CO_ASSERT_OK(co_await ask(*stream, std::string("a")));
  const auto took = host.clock().now() - before;
  EXPECT_GE(took, 1s);
  EXPECT_LT(took, 1010ms);
  co_await setup.end();
}

WORLD_TEST(LinkProxy, ResetsConnections) {
  Setup setup(host);
  auto stream = co_await setup.connect();
  CO_ASSERT_OK(stream);
  CO_ASSERT_OK(co_await ask(*stream, std::string("a")));
  EXPECT_EQ(setup.proxy.connections(), 1U);
  setup.proxy.reset_connections();
  EXPECT_TRUE((co_await ask(*stream, std::string("b"))).has_error());
  co_await setup.end();
}

WORLD_TEST(LinkProxy, AHalfOpenConnectionTakesBytesIntoNothing) {
  Setup setup(host);
  auto stream = co_await setup.connect();
  CO_ASSERT_OK(stream);
  CO_ASSERT_OK(co_await ask(*stream, std::string("a")));
  setup.proxy.half_open(Way::to_server);
  for (int i = 0; i < 3; ++i) {
    CO_ASSERT_OK(co_await world::write_all(*stream, std::string_view("into nothing")));
    co_await host.clock().sleep_for(1s);
  }
  const auto answer = co_await world::within(host.clock(), 10s, read_text(*stream, 1));
  CO_ASSERT_TRUE(answer.has_error());
  EXPECT_EQ(answer.error().code(), boost::asio::error::timed_out) << answer.error().message();
  co_await setup.end();
}

WORLD_TEST(LinkProxy, FlipsOneBitOfOneByte) {
  Setup setup(host);
  auto stream = co_await setup.connect();
  CO_ASSERT_OK(stream);
  CO_ASSERT_OK(co_await ask(*stream, std::string("abc")));
  setup.proxy.flip_bit(Way::to_server, 1, 0);
  const auto answer = co_await ask(*stream, std::string("abc"));
  CO_ASSERT_OK(answer);
  EXPECT_EQ(*answer, "acc");
  const auto after = co_await ask(*stream, std::string("abc"));
  CO_ASSERT_OK(after);
  EXPECT_EQ(*after, "abc");
  co_await setup.end();
}

std::string frame_of(std::size_t size, char with) {
  std::string frame(size, with);
  for (std::size_t i = 0; i < 4; ++i) frame[i] = static_cast<char>((size >> (8 * i)) & 0xFF);
  return frame;
}

WORLD_TEST(LinkProxyFaults, WhatIsSilencedNeverComes) {
  Setup setup(host);
  auto stream = co_await setup.connect();
  CO_ASSERT_OK(stream);
  LineFault silent;
  silent.discard = true;
  const auto number = setup.proxy.begin(std::move(silent));
  CO_ASSERT_OK(number);
  const auto lost = co_await world::within(host.clock(), 5s, ask(*stream, frame_of(16, 'a')));
  EXPECT_TRUE(lost.has_error());
  EXPECT_THAT(setup.proxy.end(*number), IsOk());
  const std::string frame = frame_of(20, 'b');
  const auto heard = co_await world::within(host.clock(), 1s, ask(*stream, frame));
  CO_ASSERT_OK(heard);
  EXPECT_EQ(*heard, frame) << "the connection stays, and what was lost stays lost";
  co_await setup.end();
}

WORLD_TEST(LinkProxyFaults, ANarrowLineTakesItsTimeAndGoesAtOnceWhenItEnds) {
  Setup setup(host);
  auto stream = co_await setup.connect();
  CO_ASSERT_OK(stream);
  LineFault narrow;
  narrow.bytes_per_second = 1000;
  const auto number = setup.proxy.begin(narrow);
  CO_ASSERT_OK(number);
  const auto before = host.clock().now();
  const auto answer = co_await ask(*stream, std::string(2000, 'x'));
  CO_ASSERT_OK(answer);
  EXPECT_GE(host.clock().now() - before, 1900ms);
  EXPECT_LE(host.clock().now() - before, 2200ms);
  CO_ASSERT_OK(co_await world::write_all(*stream, std::string_view(*answer)));
  co_await host.clock().sleep_for(500ms);
  EXPECT_THAT(setup.proxy.end(*number), IsOk());
  CO_ASSERT_OK(co_await world::within(host.clock(), 100ms, read_text(*stream, answer->size())));
  co_await setup.end();
}

WORLD_TEST(LinkProxyFaults, SlicesAreWholeInTheEnd) {
  Setup setup(host);
  auto stream = co_await setup.connect();
  CO_ASSERT_OK(stream);
  LineFault slices;
  slices.slice_bytes = 3;
  slices.slice_pause = 1ms;
  CO_ASSERT_OK(setup.proxy.begin(std::move(slices)));
  const auto before = host.clock().now();
  const auto answer = co_await ask(*stream, std::string("a line of some length"));
  CO_ASSERT_OK(answer);
  EXPECT_EQ(*answer, "a line of some length");
  EXPECT_GE(host.clock().now() - before, 6ms);
  co_await setup.end();
}

WORLD_TEST(LinkProxyFaults, WhoConnectsDuringAResetIsResetToo) {
  Setup setup(host);
  auto stream = co_await setup.connect();
  CO_ASSERT_OK(stream);
  CO_ASSERT_OK(co_await ask(*stream, std::string("a")));
  LineFault reset;
  reset.reset = true;
  const auto number = setup.proxy.begin(std::move(reset));
  CO_ASSERT_OK(number);
  EXPECT_TRUE((co_await ask(*stream, std::string("b"))).has_error());
  auto other = co_await setup.connect();
  CO_ASSERT_OK(other);
  EXPECT_TRUE((co_await ask(*other, std::string("c"))).has_error());
  EXPECT_THAT(setup.proxy.end(*number), IsOk());
  auto third = co_await setup.connect();
  CO_ASSERT_OK(third);
  CO_ASSERT_OK(co_await ask(*third, std::string("d")));
  co_await setup.end();
}

WORLD_TEST(LinkProxyFaults, AVanishedPeerIsResetWhenItComesBack) {
  Setup setup(host);
  auto stream = co_await setup.connect();
  CO_ASSERT_OK(stream);
  CO_ASSERT_OK(co_await ask(*stream, std::string("a")));
  LineFault vanished;
  vanished.hold = true;
  vanished.to_server = true;
  vanished.reset_after = true;
  const auto number = setup.proxy.begin(std::move(vanished));
  CO_ASSERT_OK(number);
  const auto nothing = co_await world::within(host.clock(), 30s, ask(*stream, std::string("b")));
  CO_ASSERT_TRUE(nothing.has_error());
  EXPECT_EQ(nothing.error().code(), boost::asio::error::timed_out) << "no end is told";
  auto waiting = co_await setup.connect();
  CO_ASSERT_OK(waiting);
  EXPECT_THAT(setup.proxy.end(*number), IsOk());
  const auto after = co_await world::within(host.clock(), 1s, read_text(*stream, 1));
  CO_ASSERT_TRUE(after.has_error());
  EXPECT_NE(after.error().code(), boost::asio::error::timed_out) << "the reset is told";
  EXPECT_TRUE((co_await ask(*waiting, std::string("c"))).has_error());
  co_await setup.end();
}

WORLD_TEST(LinkProxyFaults, RefusedByAFaultWhoIsConnectedStays) {
  Setup setup(host);
  auto stream = co_await setup.connect();
  CO_ASSERT_OK(stream);
  LineFault refused;
  refused.refuse = true;
  const auto number = setup.proxy.begin(std::move(refused));
  CO_ASSERT_OK(number);
  EXPECT_TRUE((co_await setup.connect()).has_error());
  CO_ASSERT_OK(co_await ask(*stream, std::string("a")));
  EXPECT_THAT(setup.proxy.end(*number), IsOk());
  EXPECT_TRUE((co_await setup.connect()).has_value());
  co_await setup.end();
}

world::Task<int> jittered_exchange(VirtualHost& host, std::vector<world::Duration>& times) {
  Setup setup(host);
  setup.proxy.latency(1ms, 100ms);
  auto stream = co_await setup.connect();
  for (int i = 0; i < 20 && stream; ++i) {
    const auto before = host.clock().now();
    const auto answer = co_await ask(*stream, std::string(500, 'x'));
    if (answer) times.push_back(host.clock().now() - before);
  }
  co_await setup.end();
  co_return 0;
}

std::pair<std::vector<world::Duration>, std::uint64_t> jittered_run(std::uint64_t seed) {
  world::VirtualOptions options;
  options.seed = seed;
  VirtualWorld world(options);
  VirtualHost& host = world.add_host("a");
  std::vector<world::Duration> times;
  host.start("exchange", jittered_exchange(host, times));
  world.run_until(world.now() + 1h, [&] { return host.exit_code().has_value(); });
  EXPECT_EQ(host.failure(), "");
  return {times, world.trace_hash()};
}

TEST(LinkProxySeeds, EqualSeedsGiveEqualRunsAndOthersDoNot) {
  const auto seven = jittered_run(7);
  ASSERT_EQ(seven.first.size(), 20U);
  EXPECT_EQ(jittered_run(7), seven);
  EXPECT_NE(jittered_run(8).first, seven.first);
}

}  // namespace
}  // namespace checkride::harness
