// When requests are due. Pure: equal plan and equal stream of randomness, equal times.
//
//   Arrivals arrivals(plan, random);
//   while (const auto due = arrivals.next()) ...    // from the start of the traffic, never falling
#pragma once

#include <optional>

#include "checkride/harness/traffic_spec.hpp"
#include "checkride/world/random.hpp"

namespace checkride::harness {

// Requests become due when the area below the rate has grown by one, the first at once; of poisson arrivals by a number
// that is drawn from the exponential distribution with mean one. So both keep to any rate, however it changes.
class Arrivals {
 public:
  // `random` outlives it; only poisson arrivals draw from it.
  Arrivals(ArrivalPlan plan, world::Random& random);
  // None: the plan is over. What would be due at its very end is not.
  std::optional<world::Duration> next();

 private:
  double step();

  ArrivalPlan plan_;
  world::Random& random_;
  std::size_t stage_ = 0;
  world::Duration stage_start_{};
  double wanted_ = 0;  // area from the start of the present stage to the next arrival
  bool first_ = true;
};

}  // namespace checkride::harness
