#include "config/sections/monitoring.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;

}  // namespace

void read_monitoring(values::MapReader& map, MonitoringConfig* monitoring) {
  map.optional("enabled", &monitoring->enabled);
  map.optional("address", &monitoring->address);
  map.optional("health_check_port", &monitoring->health_check_port);
  map.optional("metrics_port", &monitoring->metrics_port);
  map.optional("profiling_port", &monitoring->profiling_port);
  map.optional("agent_port", &monitoring->agent_port);
  map.optional("check_interval", &monitoring->check_interval, {1s, 1h});
}

}  // namespace checkride::runtime
