#include "config/sections/failover.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;
using values::MapReader;

// What was told of all flights so far.
struct Taken {
  std::set<std::string> simulators;
  std::set<std::string> names;
};

void check_simulator(MapReader& map, std::string_view key, const std::string& name,
                     const std::vector<SimulatorConfig>& simulators, Taken& taken) {
  const auto same = [&name](const SimulatorConfig& simulator) { return simulator.name == name; };
  if (std::none_of(simulators.begin(), simulators.end(), same)) {
    map.error(key, "simulator \"" + name + "\" is not in the section simulators");
  } else if (!taken.simulators.insert(name).second) {
    map.error(key, "simulator \"" + name + "\" is part of a flight already: it can fly only one");
  }
}

void check_name(MapReader& map, const FailoverFlight& flight, const std::vector<SimulatorConfig>& simulators,
                Taken& taken) {
  const auto own = [&flight](const SimulatorConfig& simulator) {
    return simulator.name == flight.name && simulator.name != flight.primary;
  };
  const std::string_view key = map.has("name") ? "name" : "primary";
  if (!is_simulator_name(flight.name)) {
    map.error(key, "expected up to 64 letters, digits, '-' and '_': the name stands in paths and labels");
  } else if (std::any_of(simulators.begin(), simulators.end(), own)) {
    map.error(key,
              "a simulator other than the primary is called \"" + flight.name + "\"; flights need names of their own");
  } else if (!taken.names.insert(flight.name).second) {
    map.error(key, "flight \"" + flight.name + "\" is listed twice");
  }
}

FailoverFlight read_flight(const values::Node& node, const std::vector<SimulatorConfig>& simulators, Taken& taken,
                           values::Diagnostics& errors) {
  FailoverFlight flight;
  MapReader map(node, errors);
  if (map.required("primary", &flight.primary)) check_simulator(map, "primary", flight.primary, simulators, taken);
  std::optional<std::string> name;  // its default is another for each flight
  map.optional("name", &name);
  flight.name = name.value_or(flight.primary);
  if (!flight.primary.empty()) check_name(map, flight, simulators, taken);
  if (map.required("standbys", &flight.standbys)) {
    if (flight.standbys.empty()) map.error("standbys", "a flight without a standby needs no failover");
    for (const std::string& standby : flight.standbys) check_simulator(map, "standbys", standby, simulators, taken);
  }
  map.finish();
  return flight;
}

}  // namespace

void read_failover(MapReader& map, const std::vector<SimulatorConfig>& simulators, FailoverConfig* failover) {
  map.optional("health_check_interval", &failover->health_check_interval, {1s, 30s});
  map.optional("failure_threshold", &failover->failure_threshold, {1, 100});
  if (map.optional("failover_timeout", &failover->failover_timeout) &&
      (failover->failover_timeout < 5s || failover->failover_timeout > 60s)) {
    map.error("failover_timeout", "expected 5s to 60s: a standby that gives no data within a minute is none");
  }
  map.choice("fail_back", &failover->fail_back, {{"never", FailBack::never}, {"automatic", FailBack::automatic}});
  map.optional("fail_back_after", &failover->fail_back_after, {1s, 24h});
  Taken taken;
  map.required_list("flights", [&](const values::Node& node) {
    failover->flights.push_back(read_flight(node, simulators, taken, map.errors()));
  });
}

}  // namespace checkride::runtime
