// WriteLock: keeps other monitors away from what this one writes, as long as it is held.
#pragma once

#include <memory>
#include <string>

#include "checkride/world/files.hpp"

namespace checkride::runtime::collector {

// Holds the file at `path`, made if it is absent, and writes into it who holds it. The file stays when the lock goes.
// Errors: device_or_resource_busy while another holds it, who is named; those of the disk.
Result<std::unique_ptr<world::RandomFile>> take_write_lock(world::Files& files, const std::string& path);

}  // namespace checkride::runtime::collector
