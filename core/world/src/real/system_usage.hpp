// What is left of the machine or of the control group, from the proc and sys file systems.
#pragma once

#include <string>

#include "checkride/world/world.hpp"

namespace checkride::world::real {

// Everything but the disk. `root` stands before /proc and /sys: empty for the machine's own, a folder in tests. Control
// groups of both versions are known; the tightest limit from the program's own group upwards counts.
World::SystemUsage read_system_usage(const std::string& root);
// The figures of the disk that holds `path`, or the nearest folder above it that exists.
void read_disk(const std::string& path, World::SystemUsage& usage);

}  // namespace checkride::world::real
