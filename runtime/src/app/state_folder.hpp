// The folder of what outlives a restart, looked at before anything relies on it.
#pragma once

#include <string>

#include "checkride/world/files.hpp"
#include "config/load.hpp"

namespace checkride::runtime {

// Makes app.state_dir and writes a file there, where something of the configuration needs it or it is named. The error
// says where the key stands, what is wrong and what to do. Nothing is left behind but the folder. A disk that is full
// is no error, for it may have room again and the watch is needed all the more: what there is to tell is returned then,
// else an empty text.
Result<std::string> check_state_folder(world::Files& files, const LoadedConfig& loaded);

}  // namespace checkride::runtime
