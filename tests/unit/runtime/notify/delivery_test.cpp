// Goal: retries are patient, heed the peer and end. Method: exact cases and a law over random outcomes.
#include "notify/delivery.hpp"
#include "checkride/test/property.hpp"
#include "config/sections/channels.hpp"
#include "notify/breaker.hpp"

namespace checkride::runtime::notify {
namespace {

using namespace std::chrono_literals;

TEST(RetryPolicy, APeersWishOutweighsTheBackoff) {
  world::Random random(1, "notify.slack");
  Outcome outcome = Outcome::temporary("HTTP 429");
  outcome.retry_after = 300s;
  const auto again = next_attempt({}, outcome, 1, world::Instant(1s), world::Instant(5s), random);
  EXPECT_EQ(again, world::Instant(305s));
}

TEST(RetryPolicy, AnUnreasonableWishIsCutDown) {
  world::Random random(1, "notify.slack");
  Outcome outcome = Outcome::temporary("HTTP 429");
  outcome.retry_after = 24h;
  const auto again = next_attempt({}, outcome, 1, world::Instant(1s), world::Instant(5s), random);
  EXPECT_EQ(again, world::Instant(605s));
}

TEST(RetryPolicy, GivesUpWhenTheNewsIsOld) {
  world::Random random(1, "notify.email");
  const Outcome outcome = Outcome::temporary("connection refused");
  EXPECT_EQ(next_attempt({}, outcome, 20, world::Instant(1s), world::Instant(30min + 1s), random), std::nullopt);
}

// Promise 004-sla-recovery: the attempt that just missed the return may last until its time-out.
TEST(RetryPolicy, ItsLongestWaitAndAnAttemptFitIntoTheTimeOfRecovery) {
  const world::Duration attempt = HttpChannelConfig().timeout;
  EXPECT_LT(RetryPolicy().backoff.ceiling + attempt, kRecoveryLimit);
  EXPECT_LT(BreakerPolicy().open_for + attempt, kRecoveryLimit);
  EXPECT_LT(BackoffPolicy().ceiling + attempt, kRecoveryLimit);
}

RC_GTEST_PROP(RetryPolicy, WaitsWithinItsBounds, ()) {
  world::Random random(*rc::gen::arbitrary<std::uint64_t>(), "notify.email");
  const auto failures = *rc::gen::inRange<std::uint32_t>(1, 50);
  const RetryPolicy policy;
  const auto again =
      next_attempt(policy, Outcome::temporary("x"), failures, world::Instant(1s), world::Instant(2s), random);
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again >= world::Instant(2s) + policy.backoff.floor);
  RC_ASSERT(*again <= world::Instant(2s) + policy.backoff.ceiling);
}

}  // namespace
}  // namespace checkride::runtime::notify
