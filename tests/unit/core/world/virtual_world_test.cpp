// Goal: runs repeat to the last bit, time stops where it is told to, hosts are apart. Method: small programs in virtual
// worlds, on exact virtual times.
#include "checkride/world/virtual_world.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

#include "checkride/test/world_test.hpp"
#include "small_programs.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using namespace checkride::test;
using testing::ElementsAre;
using testing::HasSubstr;

// ---- order of tasks

std::vector<int> order_of(bool shuffle, std::uint64_t seed) {
  VirtualOptions options;
  options.seed = seed;
  options.shuffle = shuffle;
  VirtualWorld world(options);
  VirtualHost& host = world.add_host("a");
  std::vector<int> order;
  for (int i = 0; i < 8; ++i) asio::post(host.executor(), [&order, i] { order.push_back(i); });
  world.run_until(world.now() + 1s);
  return order;
}

TEST(Shuffle, RunsReadyTasksInASeededOrder) {
  EXPECT_THAT(order_of(false, 1), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  EXPECT_EQ(order_of(false, 1), order_of(false, 2));
  EXPECT_EQ(order_of(true, 1), order_of(true, 1));
  EXPECT_NE(order_of(true, 1), order_of(true, 2));
  EXPECT_THAT(order_of(true, 1), testing::UnorderedElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
}

TEST(Executor, DispatchRunsAtOnceInsideItsHostAndPostNever) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("a");
  VirtualHost& other = world.add_host("b");
  std::vector<std::string> order;
  asio::post(host.executor(), [&] {
    asio::post(host.executor(), [&] { order.push_back("posted"); });
    asio::dispatch(other.executor(), [&] { order.push_back("on the other host"); });
    asio::dispatch(host.executor(), [&] { order.push_back("dispatched"); });
    order.push_back("after");
  });
  world.run_until(world.now() + 1s);
  EXPECT_THAT(order, ElementsAre("dispatched", "after", "posted", "on the other host"));
  EXPECT_EQ(host.executor(), host.executor());
  EXPECT_NE(host.executor(), other.executor());
}

// ---- running

Task<int> throw_up(World& world) {
  co_await world.clock().sleep_for(1s);
  throw std::runtime_error("no fuel");
}

TEST(RunUntil, StopsAtGoalDeadlineAndQuiet) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("a");
  host.start("sleep", sleep_then(host, 10s, 3));
  const Instant start = world.now();
  EXPECT_EQ(world.run_until(start + 4s), Stopped::deadline);
  EXPECT_EQ(world.now(), start + 4s);
  EXPECT_EQ(world.run_until(start + 1min, [&host] { return host.exit_code().has_value(); }), Stopped::goal);
  EXPECT_EQ(world.now(), start + 10s);
  EXPECT_EQ(host.exit_code(), 3);
  EXPECT_EQ(world.run_until(start + 1min), Stopped::quiet);
  EXPECT_EQ(world.now(), start + 10s);
}

TEST(RunUntil, AProgramThatThrowsIsRecorded) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("a");
  host.start("throw", throw_up(host));
  world.run_until(world.now() + 1min);
  EXPECT_EQ(host.exit_code(), 70);
  EXPECT_EQ(host.failure(), "no fuel");
}

Task<int> wait_for_news(World& world, Notifier& notifier) {
  TaskGroup group(world.executor());
  group.spawn("listener", [](Notifier& of) -> Task<> { co_await of.wait(); }(notifier));
  co_await world.next_signal();
  co_return 0;
}

TEST(Waiting, SaysWhoWaitsForWhatSinceWhen) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("a");
  Notifier notifier(host.executor());
  host.start("main", wait_for_news(host, notifier));
  VirtualHost& other = world.add_host("b");
  other.start("nap", sleep_then(other, 1h, 0));
  world.run_until(world.now() + 1s);
  EXPECT_THAT(world.waiting(), ElementsAre(HasSubstr("a/main: waiting for a signal since 0.000001 s"),
                                           "a/listener: waiting to be notified", HasSubstr("b/nap: sleeping")));
}

// ---- signals, output, environment

Task<int> note_signals(World& world) {
  for (;;) {
    const Signal signal = co_await world.next_signal();
    world.print_line(signal == Signal::terminate ? "terminate" : "other");
    if (signal == Signal::terminate) co_return 0;
  }
}

TEST(Signals, ArriveInOrderAndAreKeptUntilAskedFor) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("a");
  host.start("main", note_signals(host));
  host.send_signal(Signal::hangup);
  host.send_signal(Signal::terminate);
  world.run_until(world.now() + 1s);
  EXPECT_THAT(host.printed(), ElementsAre("other", "terminate"));
  EXPECT_EQ(host.exit_code(), 0);
}

TEST(Environment, HoldsWhatWasSet) {
  VirtualWorld world;
  VirtualHost& host = world.add_host("a");
  EXPECT_EQ(host.environment("HOME"), std::nullopt);
  host.set_environment("HOME", "/root");
  EXPECT_EQ(host.environment("HOME"), "/root");
}

TEST(Random, StreamsOfHostsAreApartAndRepeatable) {
  VirtualWorld world;
  VirtualWorld again;
  VirtualHost& a = world.add_host("a");
  VirtualHost& b = world.add_host("b");
  VirtualHost& same = again.add_host("a");
  const std::uint64_t drawn = a.random("x").next();
  EXPECT_NE(drawn, b.random("x").next());
  EXPECT_EQ(drawn, same.random("x").next());
}

}  // namespace
}  // namespace checkride::world
