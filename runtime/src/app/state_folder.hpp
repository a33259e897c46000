// The folder of what outlives a restart, looked at before anything relies on it.
#pragma once

#include "checkride/world/files.hpp"
#include "config/load.hpp"

namespace checkride::runtime {

// Makes app.state_dir and writes a file there, where something of the configuration needs it or it is named. The error
// says where the key stands, what is wrong and what to do. Nothing is left behind but the folder.
Result<> check_state_folder(world::Files& files, const LoadedConfig& loaded);

}  // namespace checkride::runtime
