#include "config/sections/simulators.hpp"

#include <algorithm>

namespace checkride::runtime {

using values::MapReader;

bool is_simulator_name(std::string_view text) {
  constexpr std::size_t kLengthMax = 64;
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= kLengthMax && std::all_of(text.begin(), text.end(), fits);
}

void read_simulator(const values::Node& node, std::vector<SimulatorConfig>* simulators, values::Diagnostics& errors) {
  SimulatorConfig simulator;
  MapReader map(node, errors);
  if (map.required("name", &simulator.name)) {
    const auto same = [&](const SimulatorConfig& other) { return other.name == simulator.name; };
    if (!is_simulator_name(simulator.name)) {
      map.error("name", "expected up to 64 letters, digits, '-' and '_': the name stands in paths and labels");
    } else if (std::any_of(simulators->begin(), simulators->end(), same)) {
      map.error("name", "simulator \"" + simulator.name + "\" is listed twice");
    }
  }
  std::string address;
  if (map.required("address", &address)) {
    if (auto endpoint = world::parse_endpoint(address); endpoint && endpoint->port != 0) {
      simulator.address = std::move(*endpoint);
    } else {
      map.error("address", "expected HOST:PORT such as 127.0.0.1:5111, not \"" + address + "\"");
    }
  }
  map.optional("protocol", &simulator.protocol, {2, 6});
  map.finish();
  simulators->push_back(std::move(simulator));
}

}  // namespace checkride::runtime
