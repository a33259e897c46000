// The section metrics_exporter: the page that Prometheus reads.
#pragma once

#include <cstdint>
#include <string>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"

namespace checkride::runtime {

using world::Duration;

struct MetricsExporterConfig {
  bool enabled = true;
  std::string address = "0.0.0.0";
  std::uint16_t port = 9090;  // monitoring.metrics_port when the file names only that one
  std::string path = "/metrics";
  Duration interval{std::chrono::seconds(15)};  // derived values (rates, process figures) are no older than this
  bool bare_flight_gauges = false;              // no `simulator` label; only with one simulator
};

void read_metrics_exporter(values::MapReader& map, MetricsExporterConfig* exporter);

}  // namespace checkride::runtime
