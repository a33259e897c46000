// Service level objectives and conservation: judged over a whole run, from many looks or from sums. Pure but for
// sums_of.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "checkride/harness/scenario.hpp"

namespace checkride::harness {

// One look at an objective's check, or one request of its traffic.
struct ObjectiveLook {
  Duration at{};
  bool good = false;
  std::optional<Duration> took;  // none: it has no latency, or no answer
};

// `looks` in the order of their times. No look: it does not hold, and nothing is known.
// - availability: the share of good looks, in each whole window (of a shorter run, and without a window: in all of
//   it). Values: the worst share, and what is left of the error budget there, in % of it: 0 when all bad looks that the
//   objective allows have been, negative beyond.
// - burn rate: the share of bad looks in a window, in multiples of the share that the objective allows.
// - latency: the least time that so many of the looks with a latency did not exceed, over the whole run.
Seen judge_slo(const Slo& slo, std::span<const ObjectiveLook> looks);

struct ConservationSums {
  double in = 0;
  double out = 0;
  double dropped = 0;
};
// Asks all checks of the law for their quantities, one after the other. Error: one of them has none now.
world::Task<Result<ConservationSums>> sums_of(const Conservation& law, Sight& sight);
// in = out + dropped, but for the tolerance; the margin is what is left of it.
Seen judge_conservation(const Conservation& law, const ConservationSums& sums);

}  // namespace checkride::harness
