// checkride simconnect-cfg: the SimConnect.cfg with which clients on Windows find a checkride-emulator.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/world.hpp"

namespace checkride::harness {

struct SimConnectCfgOptions {
  std::optional<std::string> config;          // a configuration file of checkride-emulator
  std::optional<std::string> simconnect_xml;  // or a SimConnect.xml
  std::optional<world::Endpoint> simulator;   // or one address; none of the three: the emulator's default
  std::string host;                           // what clients call this machine; empty: addresses stay as they are
};

// The arguments behind the command's name. Errors (invalid) name the argument and what is allowed.
Result<SimConnectCfgOptions> parse_simconnect_cfg(const std::vector<std::string>& arguments);

// The text of the file, ready to be stored. Errors (invalid): as of the emulator's configuration, and a port that is
// chosen only at start.
Result<std::string> make_simconnect_cfg(world::Files& files, const SimConnectCfgOptions& options);

}  // namespace checkride::harness
