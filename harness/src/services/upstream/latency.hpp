// How long something takes, drawn from a distribution. Equal draws for equal streams of randomness.
#pragma once

#include "checkride/harness/upstream_specs.hpp"
#include "checkride/world/random.hpp"

namespace checkride::harness {

// Never negative; of a uniform distribution within its bounds, of one with `most` at most that. A constant draws
// nothing.
world::Duration draw_latency(const LatencySpec& spec, world::Random& random);

}  // namespace checkride::harness
