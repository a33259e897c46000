// What differs by machine and moment.
#pragma once

#include <string>

#include "checkride/reports/record.hpp"
#include "checkride/world/world.hpp"

namespace checkride::harness {

// Revision and compiler of this build, host and time of this run.
reports::Environment describe_environment(world::World& world);

}  // namespace checkride::harness
