// What differs by machine and moment.
#pragma once

#include <string>

#include "checkride/reports/record.hpp"
#include "checkride/world/world.hpp"

namespace checkride::harness {

// Revision and compiler of this build, host and time of this run.
reports::Environment describe_environment(world::World& world);

// "checkride 0.1.0 (revision 1a2b3c4, Release, g++ 12.2.0)".
std::string build_text();

}  // namespace checkride::harness
