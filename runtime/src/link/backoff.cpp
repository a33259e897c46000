#include "link/backoff.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"
#include "mutants.hpp"

namespace checkride::runtime {

world::Duration backoff_limit(const BackoffPolicy& policy, std::uint32_t failures) {
  CHECKRIDE_ASSERT(failures >= 1);
  const world::Duration ceiling = is_mutant(Mutant::ceiling_forgotten) ? std::chrono::hours(1) : policy.ceiling;
  world::Duration limit = policy.base;
  for (std::uint32_t n = 1; n < failures && limit < ceiling; ++n) limit *= 2;
  return std::max(policy.floor, std::min(limit, ceiling));
}

world::Duration full_jitter(const BackoffPolicy& policy, std::uint32_t failures, world::Random& random) {
  using std::chrono::duration_cast;
  using std::chrono::microseconds;
  const auto low = duration_cast<microseconds>(policy.floor).count();
  const auto high = duration_cast<microseconds>(backoff_limit(policy, failures)).count();
  CHECKRIDE_ASSERT(low <= high);
  return microseconds(random.between(low, high));
}

}  // namespace checkride::runtime
