// Goal: the breaker opens after too many failures in a row, lets one attempt through, and closes by a success. Method:
// its whole table, and a law over arbitrary histories.
#include "notify/breaker.hpp"

#include "checkride/test/property.hpp"

namespace checkride::runtime::notify {
namespace {

using namespace std::chrono_literals;

constexpr world::Instant kStart{1s};

TEST(Breaker, OpensAfterTheLastAllowedFailureAndTriesOnceMore) {
  Breaker breaker(BreakerPolicy{3, 30s});
  breaker.failed(kStart);
  breaker.failed(kStart);
  EXPECT_EQ(breaker.state(kStart), BreakerState::closed);
  EXPECT_LE(breaker.not_before(), kStart);
  breaker.failed(kStart);
  EXPECT_EQ(breaker.state(kStart), BreakerState::open);
  EXPECT_EQ(breaker.not_before(), kStart + 30s);
  EXPECT_EQ(breaker.state(kStart + 30s), BreakerState::half_open);
  breaker.failed(kStart + 31s);
  EXPECT_EQ(breaker.state(kStart + 32s), BreakerState::open);
  breaker.succeeded();
  EXPECT_EQ(breaker.state(kStart + 32s), BreakerState::closed);
}

RC_GTEST_PROP(BreakerLaw, IsNeverOpenLongerThanItsPolicyNorAfterASuccess, ()) {
  const BreakerPolicy policy{*rc::gen::inRange<std::uint32_t>(1, 6), std::chrono::seconds(*rc::gen::inRange(1, 60))};
  Breaker breaker(policy);
  world::Instant now = kStart;
  for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 40))) {
    now += std::chrono::seconds(step);
    if (step % 4 == 0) {
      breaker.succeeded();
      RC_ASSERT(breaker.state(now) == BreakerState::closed);
    } else {
      breaker.failed(now);
    }
    RC_ASSERT(breaker.not_before() <= now + policy.open_for);
    RC_ASSERT((breaker.state(now) == BreakerState::closed) == (breaker.failures() < policy.failures));
  }
}

}  // namespace
}  // namespace checkride::runtime::notify
