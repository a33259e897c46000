// What an earlier run left behind, away.
#pragma once

#include <string>

#include "checkride/world/files.hpp"

namespace checkride::harness {

// A file, or a folder with all that is in it; nothing if it is not there.
Result<> remove_tree(world::Files& files, const std::string& path);

}  // namespace checkride::harness
