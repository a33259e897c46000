// Numbers about this process from /proc.
#pragma once

#include "checkride/world/world.hpp"

namespace checkride::world::real {

World::ProcessUsage read_process_usage();

}  // namespace checkride::world::real
