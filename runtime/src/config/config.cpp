#include "config/config.hpp"

#include <algorithm>

namespace checkride::runtime {

bool Config::loopback_only() const {
  return security.tls_enabled || security.api_key_enabled || security.rate_limiting_enabled;
}

std::vector<std::string> Config::watched_names() const {
  std::vector<std::string> names;
  for (const FailoverFlight& flight : failover.flights) names.push_back(flight.name);
  for (const SimulatorConfig& simulator : simulators) {
    const bool flies = std::any_of(failover.flights.begin(), failover.flights.end(), [&](const FailoverFlight& flight) {
      const auto& standbys = flight.standbys;
      return flight.primary == simulator.name ||
             std::find(standbys.begin(), standbys.end(), simulator.name) != standbys.end();
    });
    if (!flies) names.push_back(simulator.name);
  }
  return names;
}

Level Config::log_level() const {
  return logging.level.value_or(app.log_level.value_or(Level::info));
}

}  // namespace checkride::runtime
