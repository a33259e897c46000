// Goal: reconnecting never hammers and never drifts beyond its ceiling. Method: exact limits, then every draw in them.
#include "link/backoff.hpp"

#include "checkride/test/property.hpp"

namespace checkride::runtime {
namespace {

using namespace std::chrono_literals;

TEST(Backoff, LimitDoublesUpToTheCeiling) {
  const BackoffPolicy policy{100ms, 1s, 10s};
  EXPECT_EQ(backoff_limit(policy, 1), 1s);
  EXPECT_EQ(backoff_limit(policy, 2), 2s);
  EXPECT_EQ(backoff_limit(policy, 4), 8s);
  EXPECT_EQ(backoff_limit(policy, 5), 10s);
  EXPECT_EQ(backoff_limit(policy, 4'000'000'000U), 10s);
}

TEST(Backoff, FloorWinsOverASmallerCeiling) {
  const BackoffPolicy policy{500ms, 10ms, 100ms};
  world::Random random(1, "link.sim");
  EXPECT_EQ(full_jitter(policy, 1, random), 500ms);
}

RC_GTEST_PROP(Backoff, DrawsStayBetweenFloorAndLimit, ()) {
  const auto base = std::chrono::milliseconds(*rc::gen::inRange(1, 5'000));
  const auto ceiling = std::chrono::milliseconds(*rc::gen::inRange(200, 60'000));
  const auto failures = *rc::gen::inRange<std::uint32_t>(1, 100);
  const BackoffPolicy policy{100ms, base, ceiling};
  world::Random random(*rc::gen::arbitrary<std::uint64_t>(), "link.sim");
  for (int i = 0; i < 20; ++i) {
    const world::Duration wait = full_jitter(policy, failures, random);
    RC_ASSERT(wait >= policy.floor);
    RC_ASSERT(wait <= backoff_limit(policy, failures));
    RC_ASSERT(wait <= std::max<world::Duration>(ceiling, policy.floor));
  }
}

TEST(Backoff, JitterUsesTheWholeRange) {
  const BackoffPolicy policy{100ms, 1s, 10s};
  world::Random random(7, "link.sim");
  bool low = false;
  bool high = false;
  for (int i = 0; i < 500; ++i) {
    const world::Duration wait = full_jitter(policy, 5, random);
    low = low || wait < 1s;
    high = high || wait > 9s;
  }
  EXPECT_TRUE(low);
  EXPECT_TRUE(high);
}

}  // namespace
}  // namespace checkride::runtime
