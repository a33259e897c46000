// The section simulators: whom to watch.
#pragma once

#include <string>
#include <vector>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/stream.hpp"

namespace checkride::runtime {

struct SimulatorConfig {
  std::string name;  // unique
  world::Endpoint address;
  int protocol = 4;
};

// One item of the list; names are unique among `simulators`, to which it is added.
void read_simulator(const values::Node& node, std::vector<SimulatorConfig>* simulators, values::Diagnostics& errors);

}  // namespace checkride::runtime
