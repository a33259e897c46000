#include "config/sections/flight_monitor.hpp"

#include <set>

#include "config/aliases.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;
using values::MapReader;

constexpr int kVariablesMax = 1000;

VariableConfig read_variable(const values::Node& node, std::uint32_t position, values::Diagnostics& errors) {
  VariableConfig variable;
  variable.id = position;
  MapReader map(node, errors);
  map.optional("id", &variable.id);
  if (map.required("name", &variable.name) && variable.name.empty()) map.error("name", "a variable needs a name");
  map.required("units", &variable.units);
  map.optional("critical", &variable.critical);
  if (map.optional("alias", &variable.alias) && variable.alias == kErrorRateMetric) {
    map.error("alias", "error_rate is the error rate of the link and cannot be an alias");
  }
  map.finish();
  return variable;
}

void read_variables(MapReader& map, std::vector<VariableConfig>* variables) {
  std::set<std::uint32_t> ids;
  std::set<std::string> aliases;
  map.list("variables", [&](const values::Node& node) {
    const auto position = static_cast<std::uint32_t>(variables->size() + 1);
    VariableConfig variable = read_variable(node, position, map.errors());
    if (!ids.insert(variable.id).second) {
      map.errors().add(node.position(), "variable id " + std::to_string(variable.id) + " is used twice");
    }
    if (!variable.alias.empty() && !aliases.insert(variable.alias).second) {
      map.errors().add(node.position(), "alias \"" + variable.alias + "\" is used twice");
    }
    variables->push_back(std::move(variable));
  });
  if (variables->size() > kVariablesMax) {
    map.error("variables", "at most " + std::to_string(kVariablesMax) + " variables");
  }
  fill_aliases(*variables);
}

}  // namespace

void read_flight_monitor(MapReader& map, FlightMonitorConfig* monitor) {
  monitor->enabled = true;
  map.optional("enabled", &monitor->enabled);
  // Data count as stale after 30 s: a longer interval would make a good link look dead between two samples.
  if (map.optional("update_interval", &monitor->update_interval, {1s, 10s}) && monitor->update_interval % 1s != 0s) {
    map.error("update_interval", "expected whole seconds: SimConnect counts its periods in seconds");
  }
  map.optional("simconnect_dll", &monitor->simconnect_dll);
  map.optional("retry_attempts", &monitor->retry_attempts, {0, 1000});
  map.optional("client_name", &monitor->client_name);
  read_variables(map, &monitor->variables);
}

}  // namespace checkride::runtime
