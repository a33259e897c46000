// The start of a scenario on both clocks.
#pragma once

#include "checkride/world/time.hpp"

namespace checkride::harness {

// Turns instants and UTC into scenario time.
struct ScenarioStart {
  world::Instant steady{};
  world::UtcTime utc{};
  world::Duration at(world::Instant instant) const { return instant - steady; }
  world::Duration at(world::UtcTime time) const { return time - utc; }
};

}  // namespace checkride::harness
