// Goal: the trace hash of a virtual world misses nothing and repeats. Method: a small program runs in pairs of worlds
// that differ in one thing.
#include "checkride/test/world_test.hpp"
#include "small_programs.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using namespace checkride::test;

std::uint64_t hash_of(const Variation& variation) {
  VirtualOptions options;
  options.seed = variation.seed;
  options.shuffle = variation.shuffle;
  VirtualWorld world(options);
  VirtualHost& echo = world.add_host("echo");
  VirtualHost& client = world.add_host("client");
  echo.start("echo", echo_once(echo));
  client.start("vary", vary(client, &variation));
  world.run_until(world.now() + 1min);
  return world.trace_hash();
}

template <class Change>
Variation changed(Change change) {
  Variation variation;
  change(variation);
  return variation;
}

TEST(TraceHash, IsEqualForEqualRuns) {
  for (const bool shuffle : {false, true}) {
    const Variation variation = changed([shuffle](Variation& v) { v.shuffle = shuffle; });
    EXPECT_EQ(hash_of(variation), hash_of(variation));
  }
}

TEST(TraceHash, ChangesWithOneNanosecond) {
  EXPECT_NE(hash_of({}), hash_of(changed([](Variation& v) { v.pause += 1ns; })));
}

TEST(TraceHash, ChangesWithOneByte) {
  EXPECT_NE(hash_of({}), hash_of(changed([](Variation& v) { v.bytes = "hellp"; })));
}

TEST(TraceHash, ChangesWithOneDraw) {
  EXPECT_NE(hash_of({}), hash_of(changed([](Variation& v) { v.draws = 2; })));
}

TEST(TraceHash, ChangesWithOneFileName) {
  EXPECT_NE(hash_of({}), hash_of(changed([](Variation& v) { v.file = "lof"; })));
}

TEST(TraceHash, ChangesWithTheSeed) {
  EXPECT_NE(hash_of({}), hash_of(changed([](Variation& v) { v.seed = 2; })));
}

TEST(TraceHash, ChangesWithTheOrderOfTasks) {
  EXPECT_NE(hash_of({}), hash_of(changed([](Variation& v) { v.second_first = true; })));
}

TEST(TraceHash, ChangesWithEventsOfTheCaller) {
  VirtualWorld first;
  VirtualWorld second;
  EXPECT_EQ(first.trace_hash(), second.trace_hash());
  first.trace("host", "kind", "payload");
  second.trace("host", "kind", "payloae");
  EXPECT_NE(first.trace_hash(), second.trace_hash());
  EXPECT_EQ(first.steps(), 1U);
}

TEST(TraceHash, IsPinned) {
  // Equal on every compiler; whoever changes it makes every recorded hash worthless, and says so here.
  EXPECT_EQ(hash_of({}), 12255692182026327020U);
  EXPECT_EQ(hash_of(changed([](Variation& v) { v.shuffle = true; })), 8000771363714033929U);
}

}  // namespace
}  // namespace checkride::world
