// How long to wait before the next attempt: exponential with full jitter and a ceiling.
#pragma once

#include <cstdint>

#include "checkride/world/random.hpp"
#include "checkride/world/time.hpp"

namespace checkride::runtime {

// Once something that was away is there again, everything works with it within kRecoveryLimit, however long it was away
// (promise 004-sla-recovery). So no wait of ours, breakers' included, is longer than half of that: the attempt before
// it may have begun just too early and then ends at its own time-out, 10 s. A peer may ask for more (Retry-After).
inline constexpr world::Duration kRecoveryLimit{std::chrono::seconds(30)};
inline constexpr world::Duration kLongestWait = kRecoveryLimit / 2;

// The wait before attempt n + 1 is uniform in [floor, min(ceiling, base * 2^(n - 1))]. Full jitter keeps a fleet of
// monitors from knocking in step; the floor keeps one unlucky draw from knocking at once.
struct BackoffPolicy {
  world::Duration floor{std::chrono::milliseconds(100)};
  world::Duration base{std::chrono::seconds(1)};
  world::Duration ceiling{std::chrono::seconds(10)};
};

// The longest wait after `failures` failures in a row (1 or more).
world::Duration backoff_limit(const BackoffPolicy& policy, std::uint32_t failures);

// One draw, in whole microseconds. Requires failures >= 1.
world::Duration full_jitter(const BackoffPolicy& policy, std::uint32_t failures, world::Random& random);

}  // namespace checkride::runtime
