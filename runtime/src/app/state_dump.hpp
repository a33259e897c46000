// What SIGQUIT prints: the state of the monitor, for the person who finds it stuck.
#pragma once

#include "health/watch.hpp"
#include "service/context.hpp"

namespace checkride::runtime {

// Prints to standard error, one line each: health, simulators and alerts as the health listener would answer them, and
// figures of the process. No secret is in any of them.
void dump_state(Context& context, HealthWatch& watch);

}  // namespace checkride::runtime
