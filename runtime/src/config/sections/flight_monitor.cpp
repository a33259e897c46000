#include "config/sections/flight_monitor.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "checkride/catalog/catalog.hpp"
#include "checkride/values/ascii.hpp"
#include "config/aliases.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;
using values::MapReader;

constexpr int kVariablesMax = 1000;
constexpr double kEpsilonMax = 1e12;

bool is_number(catalog::ValueType type) {
  return type == catalog::ValueType::int32 || type == catalog::ValueType::float64;
}

// Why it cannot be a variable; empty if it can. A simulator would refuse to give a text as a number, and then there
// would be no sample at all. What no catalogue knows is left to the simulator.
std::string objection_to(const std::string& name) {
  if (name.empty()) return "a variable needs a name";
  const auto known = catalog::find_indexed_simvar(name);
  if (find_fact(name) || (known && find_fact(known->simvar->name))) {
    return name + " is a text, and variables are numbers; list it in flight_monitor.facts instead";
  }
  if (!known || is_number(known->simvar->type)) return {};
  if (known->simvar->type == catalog::ValueType::string256) {
    return name + " is a text, and variables are numbers; of texts there are those of flight_monitor.facts";
  }
  return name + " is a structure, and variables are single numbers; list those that it is made of";
}

void check_units(MapReader& map, const std::string& units) {
  const catalog::Unit* unit = catalog::find_unit(units);
  if (unit == nullptr) return;
  const bool measures = unit->quantity != catalog::Quantity::text && unit->quantity != catalog::Quantity::structure;
  if (!measures) map.error("units", "\"" + units + "\" is the unit of no number, and variables are numbers");
}

VariableConfig read_variable(const values::Node& node, std::uint32_t position, values::Diagnostics& errors) {
  VariableConfig variable;
  variable.id = position;
  MapReader map(node, errors);
  std::optional<std::uint32_t> id;  // its default is another in each place of the list
  if (map.optional("id", &id, {0, kOwnIds - 1})) variable.id = *id;
  std::string objection;
  if (map.required("name", &variable.name)) objection = objection_to(variable.name);
  if (!objection.empty()) map.error("name", objection);
  if (map.required("units", &variable.units) && objection.empty()) check_units(map, variable.units);
  map.optional("critical", &variable.critical);
  if (map.optional("alias", &variable.alias) && metric_key(variable.alias) == metric_key(kErrorRateMetric)) {
    map.error("alias", "error_rate is the error rate of the link and cannot be an alias");
  }
  map.choice("type", &variable.type,
             {{"int32", VariableType::int32},
              {"int64", VariableType::int64},
              {"float32", VariableType::float32},
              {"float64", VariableType::float64}});
  if (map.optional("period", &variable.period, {1s, 1h}) && *variable.period % 1s != 0s) {
    map.error("period", "expected whole seconds: SimConnect counts its periods in seconds");
  }
  map.optional("epsilon", &variable.epsilon, {0.0, kEpsilonMax});
  map.finish();
  return variable;
}

// Derived values stand behind all others, for only those are asked of the simulator.
void read_derived(MapReader& map, std::vector<VariableConfig>* variables) {
  std::vector<std::string_view> words;
  for (const DerivedInfo& info : kDerivedValues) words.push_back(info.name);
  map.list("derived", [&](const values::Node& node) {
    const auto index = values::read_word(node, map.errors(), words);
    if (!index) return;
    const DerivedInfo& info = kDerivedValues[*index];
    if (find_variable(*variables, info.name)) {
      map.errors().add(node.position(),
                       "\"" + std::string(info.name) + "\" is the name or alias of a variable already");
      return;
    }
    VariableConfig variable;
    variable.id = kDerivedIds + static_cast<std::uint32_t>(*index);
    variable.name = info.name;
    variable.units = info.units;
    variable.derived = static_cast<DerivedValue>(*index);
    variables->push_back(std::move(variable));
  });
}

void read_facts(MapReader& map, std::vector<Fact>* facts) {
  std::vector<std::string_view> words;
  for (const FactInfo& info : kFacts) words.push_back(info.name);
  map.list("facts", [&](const values::Node& node) {
    const auto index = values::read_word(node, map.errors(), words);
    if (!index) return;
    const auto fact = static_cast<Fact>(*index);
    if (std::find(facts->begin(), facts->end(), fact) != facts->end()) {
      map.errors().add(node.position(), std::string(info_of(fact).name) + " is listed twice");
      return;
    }
    facts->push_back(fact);
  });
}

void read_link_limits(MapReader& map, FlightMonitorConfig* monitor) {
  map.choice("on_startup_failure", &monitor->on_startup_failure,
             {{"error", StartupPolicy::error}, {"retry", StartupPolicy::retry}, {"ignore", StartupPolicy::ignore}});
  map.optional("reconnect_base", &monitor->reconnect_base, {100ms, 1min});
  map.optional("reconnect_ceiling", &monitor->reconnect_ceiling, {100ms, 1h});
  if (monitor->reconnect_ceiling < monitor->reconnect_base) {
    map.error("reconnect_ceiling", "expected at least reconnect_base: it is the longest wait");
  }
  map.optional("silence_timeout", &monitor->silence_timeout, {3s, 10min});
  map.optional("stuck_after", &monitor->stuck_after, {3s, 10min});
  map.optional("stuck_timeout", &monitor->stuck_timeout, {3s, 24h});
  if (monitor->stuck_timeout < monitor->stuck_after) {
    map.error("stuck_timeout", "expected at least stuck_after: a clock is told to stand still before it is left");
  }
  map.optional("requests_per_second", &monitor->requests_per_second, {1, 10000});
  map.optional("capture_frames", &monitor->capture_frames, {0, 10000});
  map.optional("captures_kept", &monitor->captures_kept, {1, 1000});
  map.optional("stitch_window", &monitor->stitch_window, {0s, 24h});
}

void read_variables(MapReader& map, std::vector<VariableConfig>* variables) {
  std::set<std::uint32_t> ids;
  std::set<std::string> aliases;
  std::set<std::string> names;
  map.list("variables", [&](const values::Node& node) {
    const auto position = static_cast<std::uint32_t>(variables->size() + 1);
    VariableConfig variable = read_variable(node, position, map.errors());
    if (!ids.insert(variable.id).second) {
      map.errors().add(node.position(), "variable id " + std::to_string(variable.id) + " is used twice");
    }
    const std::string name = metric_key(variable.name);
    const std::string alias = metric_key(variable.alias);
    if (!alias.empty() && !aliases.insert(alias).second) {
      map.errors().add(node.position(), "alias \"" + variable.alias + "\" is used twice");
    }
    // A rule on it would look at one of the two, and nobody could say at which.
    const bool of_another = !alias.empty() && names.contains(alias);
    if (alias != name && (of_another || aliases.contains(name))) {
      const std::string& both = of_another ? variable.alias : variable.name;
      map.errors().add(node.position(), "\"" + both + "\" is the name of one variable and the alias of another");
    }
    names.insert(name);
    variables->push_back(std::move(variable));
  });
  if (variables->size() > kVariablesMax) {
    map.error("variables", "at most " + std::to_string(kVariablesMax) + " variables");
  }
  fill_aliases(*variables);
  read_derived(map, variables);
}

}  // namespace

std::optional<Fact> find_fact(std::string_view name) {
  std::string wanted(name);
  std::replace(wanted.begin(), wanted.end(), '_', ' ');
  const auto same = [&wanted](const FactInfo& info) { return values::same_text(info.name, wanted); };
  const auto found = std::find_if(kFacts.begin(), kFacts.end(), same);
  if (found == kFacts.end()) return std::nullopt;
  return static_cast<Fact>(found - kFacts.begin());
}

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
  read_link_limits(map, monitor);
  read_variables(map, &monitor->variables);
  read_facts(map, &monitor->facts);
}

}  // namespace checkride::runtime
