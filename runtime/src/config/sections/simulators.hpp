// The section simulators: whom to watch.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/stream.hpp"

namespace checkride::runtime {

struct SimulatorConfig {
  std::string name;  // unique
  world::Endpoint address;
  int protocol = 4;
};

// Up to 64 letters, digits, '-' and '_': what may stand in paths and labels.
bool is_simulator_name(std::string_view text);

// One item of the list; names are unique among `simulators`, to which it is added.
void read_simulator(const values::Node& node, std::vector<SimulatorConfig>* simulators, values::Diagnostics& errors);

}  // namespace checkride::runtime
