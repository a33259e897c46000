// The section monitoring: the health listener.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"

namespace checkride::runtime {

using world::Duration;

struct MonitoringConfig {
  bool enabled = true;
  std::string address = "0.0.0.0";  // of the health listener
  std::uint16_t health_check_port = 8080;
  std::optional<std::uint16_t> metrics_port;    // a second port of the exporter; its only one if it names none itself
  std::optional<std::uint16_t> profiling_port;  // named, but not in this build
  std::optional<std::uint16_t> agent_port;      // answers HAProxy's agent-check; none without
  Duration check_interval{std::chrono::seconds(30)};
};

void read_monitoring(values::MapReader& map, MonitoringConfig* monitoring);

}  // namespace checkride::runtime
