// Goal: clocks, timers, offloading and randomness keep their promises. Method: both worlds where the promise is common.
#include "checkride/world/clock.hpp"

#include <array>
#include <atomic>
#include <stdexcept>

#include "both_worlds.hpp"
#include "checkride/test/property.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

BOTH_WORLDS_TEST(Clock, SleepsAtLeastAndNeverStartsAtZero) {
  EXPECT_GT(world.clock().now().time_since_epoch(), 0ns);
  const Instant before = world.clock().now();
  const UtcTime utc = world.clock().utc_now();
  co_await world.clock().sleep_for(5ms);
  EXPECT_GE(world.clock().now() - before, 5ms);
  EXPECT_GT(world.clock().utc_now(), utc);
}

Task<> note(Clock& clock, Duration delay, std::vector<int>& into, int value) {
  co_await clock.sleep_for(delay);
  into.push_back(value);
}

BOTH_WORLDS_TEST(Clock, TimersFireInOrder) {
  TaskGroup group(world.executor());
  std::vector<int> seen;
  group.spawn("c", note(world.clock(), 30ms, seen, 3));
  group.spawn("a", note(world.clock(), 10ms, seen, 1));
  group.spawn("b", note(world.clock(), 20ms, seen, 2));
  co_await group.join();
  EXPECT_THAT(seen, ElementsAre(1, 2, 3));
}

BOTH_WORLDS_TEST(Clock, ThePastIsOverAtOnce) {
  co_await world.clock().sleep_until(world.clock().now() - 1s);
  co_await world.clock().sleep_for(-1s);
  co_await world.clock().sleep_for(0s);
}

BOTH_WORLDS_TEST(World, OffloadRunsTheJobAndPassesItsExceptionOn) {
  int value = 0;
  std::function<void()> job = [&value] { value = 42; };
  co_await world.offload(std::move(job), 5ms);
  EXPECT_EQ(value, 42);
  std::function<void()> bad = [] { throw std::runtime_error("no such database"); };
  bool thrown = false;
  try {
    co_await world.offload(std::move(bad), 5ms);
  } catch (const std::runtime_error&) {
    thrown = true;
  }
  EXPECT_TRUE(thrown);
}

struct LongJob {
  std::atomic<bool> may_end = false;
  bool ended = false;
  bool told = false;     // the task behind it
  bool went_on = false;  // beyond its next await
};

Task<> work_long(World& world, LongJob& state) {
  std::function<void()> job = [&state] {
    state.may_end.wait(false);
    state.ended = true;
  };
  co_await world.offload(std::move(job), 20ms);
  state.told = true;
  co_await world.clock().sleep_for(0s);
  state.went_on = true;
}

Task<> write_slowly(World& world, LongJob& state) {
  std::function<void()> job = [&] { state.ended = world.files().write("/file", "text").has_value(); };
  co_await world.offload(std::move(job), 0s);
  state.told = true;
  co_await world.clock().sleep_for(0s);
  state.went_on = true;
}

BOTH_WORLDS_TEST(World, AJobThatWasBegunEndsThoughItsTaskIsCancelled) {
  LongJob state;
  TaskGroup group(world.executor());
  group.spawn("long", work_long(world, state));
  co_await world.clock().sleep_for(1ms);
  state.may_end = true;
  state.may_end.notify_all();
  const std::vector<std::string> left = co_await group.stop(world.clock(), 10s);
  EXPECT_THAT(left, testing::IsEmpty());
  EXPECT_TRUE(state.ended);
  EXPECT_TRUE(state.told);
  EXPECT_FALSE(state.went_on);
}

WORLD_TEST(VirtualClock, ASlowDiskIsNoReasonToForgetWhatAJobDid) {
  host.set_disk({.capacity_bytes = 0, .delay = 20ms});
  LongJob state;
  TaskGroup group(host.executor());
  group.spawn("write", write_slowly(host, state));
  co_await host.clock().sleep_for(1ms);
  const std::vector<std::string> left = co_await group.stop(host.clock(), 10s);
  EXPECT_THAT(left, testing::IsEmpty());
  EXPECT_TRUE(state.ended);
  EXPECT_TRUE(state.told);
  EXPECT_FALSE(state.went_on);
}

BOTH_WORLDS_TEST(World, RandomStreamsAreKeptByName) {
  Random& first = world.random("a");
  Random& second = world.random("b");
  EXPECT_EQ(&first, &world.random("a"));
  EXPECT_NE(&first, &second);
  EXPECT_NE(first.next(), second.next());
  co_return;
}

BOTH_WORLDS_TEST(World, ProcessUsageIsPlausible) {
  const World::ProcessUsage usage = world.process_usage();
  EXPECT_GT(usage.resident_bytes, 1e6);
  EXPECT_GE(usage.virtual_bytes, usage.resident_bytes);
  EXPECT_GT(usage.open_fds, 2);
  EXPECT_GT(usage.max_fds, usage.open_fds);
  EXPECT_GE(usage.threads, 1);
  co_return;
}

WORLD_TEST(VirtualClock, SleepsExactlyAndStandsStillBetween) {
  EXPECT_EQ(host.clock().now().time_since_epoch(), 1us);
  EXPECT_EQ(format_rfc3339(host.clock().utc_now()), "2026-01-05T08:00:00.000001Z");
  co_await host.clock().sleep_for(1ns);
  EXPECT_EQ(host.clock().now().time_since_epoch(), 1001ns);
  co_await host.clock().sleep_for(59min);
  EXPECT_EQ(host.clock().now().time_since_epoch(), 59min + 1001ns);
}

WORLD_TEST(VirtualClock, OffloadChargesItsCost) {
  const Instant before = host.clock().now();
  std::function<void()> job = [] {};
  co_await host.offload(std::move(job), 70ms);
  EXPECT_EQ(host.clock().now() - before, 70ms);
}

world::Task<int> wait_shortly(Clock& clock) {
  // Around the length below which no timer of the system is used.
  for (const Duration length : {0ns, 1ns, 1000ns, 4999ns, 5000ns, 5001ns, 20'000ns}) {
    const Instant asked = clock.now();
    co_await clock.sleep_for(length);
    EXPECT_GE(clock.now() - asked, length);
  }
  co_return 0;
}

TEST(RealClock, ShortWaitsAreNotShorterThanAsked) {
  RealOptions options;
  options.handle_signals = false;
  RealWorld world(options);
  EXPECT_EQ(world.run(wait_shortly(world.clock())), 0);
}

TEST(RealClock, TimeScaleSpeedsUpTheWorld) {
  const auto sleep = [](Clock& clock) -> Task<int> {
    co_await clock.sleep_for(10s);
    co_return 0;
  };
  RealOptions options;
  options.handle_signals = false;
  options.time_scale = 1000;
  RealWorld world(options);
  const Instant before = world.clock().now();
  EXPECT_EQ(world.run(sleep(world.clock())), 0);
  EXPECT_GE(world.clock().now() - before, 10s);
}

RC_GTEST_PROP(VirtualClockLaw, TimersFireByTimeThenByOrderOfStart, ()) {
  const auto delays = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 20));
  VirtualWorld world;
  VirtualHost& host = world.add_host("a");
  std::vector<int> seen;
  TaskGroup group(host.executor());
  for (std::size_t i = 0; i < delays.size(); ++i) {
    group.spawn("t", note(host.clock(), delays[i] * 1ms, seen, static_cast<int>(i)));
  }
  world.run_until(world.now() + 1s);
  std::vector<int> expected(delays.size());
  for (std::size_t i = 0; i < expected.size(); ++i) expected[i] = static_cast<int>(i);
  std::stable_sort(expected.begin(), expected.end(), [&delays](int a, int b) {
    return delays[static_cast<std::size_t>(a)] < delays[static_cast<std::size_t>(b)];
  });
  RC_ASSERT(seen == expected);
}

TEST(Random, EqualsThePublishedGenerator) {
  // From an independent implementation of splitmix64, FNV-1a and xoshiro256** in another language.
  Random random(7, "stream");
  EXPECT_EQ(random.next(), 0xd1018930bfd086a6U);
  EXPECT_EQ(random.next(), 0xb53dafc43d291eb1U);
  EXPECT_EQ(random.next(), 0xee7bda35fd3673eaU);
  EXPECT_EQ(random.next(), 0xd07bbb3b5db77c7dU);
}

TEST(Random, SeedsAndStreamsAreApart) {
  EXPECT_NE(Random(7, "other").next(), Random(7, "stream").next());
  EXPECT_NE(Random(8, "stream").next(), Random(7, "stream").next());
}

RC_GTEST_PROP(RandomLaw, StaysWithinItsBounds, (std::uint64_t seed, std::int64_t a, std::int64_t b)) {
  Random random(seed, "x");
  const std::int64_t low = std::min(a, b);
  const std::int64_t high = std::max(a, b);
  const std::int64_t value = random.between(low, high);
  RC_ASSERT(low <= value && value <= high);
  const std::uint64_t bound = seed == 0 ? 1 : seed;
  RC_ASSERT(random.below(bound) < bound);
  const double unit = random.unit();
  RC_ASSERT(0.0 <= unit && unit < 1.0);
}

TEST(Random, DrawsAreUniform) {
  Random random(1, "dice");
  std::array<int, 6> count{};
  for (int i = 0; i < 60'000; ++i) ++count[random.below(6)];
  for (const int c : count) EXPECT_NEAR(c, 10'000, 400);
  int hits = 0;
  for (int i = 0; i < 10'000; ++i) hits += random.ratio(3, 100) ? 1 : 0;
  EXPECT_NEAR(hits, 300, 80);
  EXPECT_FALSE(random.ratio(0, 5));
  EXPECT_TRUE(random.ratio(5, 5));
}

TEST(Time, FormatsAndParsesRfc3339) {
  const UtcTime time = UtcTime(1767600000s) + 1500us;
  EXPECT_EQ(format_rfc3339(time), "2026-01-05T08:00:00.001500Z");
  EXPECT_EQ(parse_rfc3339("2026-01-05T08:00:00.0015Z"), time);
  EXPECT_EQ(parse_rfc3339("2026-01-05T08:00:00Z"), UtcTime(1767600000s));
  EXPECT_EQ(parse_rfc3339("1969-12-31T23:59:59.999999999Z"), UtcTime(-1ns));
  EXPECT_EQ(format_rfc3339(UtcTime(-1us)), "1969-12-31T23:59:59.999999Z");
  for (const char* text : {"", "2026-01-05", "2026-01-05T08:00:00", "2026-01-05 08:00:00Z", "2026-02-30T08:00:00Z",
                           "2026-01-05T24:00:00Z", "2026-01-05T08:00:00.Z", "2026-01-05T08:00:00.1234567890Z",
                           "2026-01-05T08:00:00Zx", "9999-01-01T00:00:00Z", "2026-01-05T08:60:00Z"}) {
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(TimeLaw, ParsesWhatItFormats, ()) {
  // The years that 64 bits of nanoseconds can tell, without the last.
  const auto microseconds = *rc::gen::inRange<std::int64_t>(-9'000'000'000'000'000, 9'000'000'000'000'000);
  const UtcTime time{std::chrono::microseconds(microseconds)};
  RC_ASSERT(parse_rfc3339(format_rfc3339(time)) == time);
}

TEST(Time, SecondsSaturate) {
  EXPECT_EQ(from_seconds(1.5), 1500ms);
  EXPECT_EQ(from_seconds(-1e-9), -1ns);
  EXPECT_EQ(from_seconds(1e300), Duration::max());
  EXPECT_EQ(from_seconds(-1e300), Duration::min());
  EXPECT_EQ(from_seconds(std::numeric_limits<double>::quiet_NaN()), 0ns);
  EXPECT_DOUBLE_EQ(to_seconds(250ms), 0.25);
}

}  // namespace
}  // namespace checkride::world
