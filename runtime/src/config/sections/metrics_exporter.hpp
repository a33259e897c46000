// The section metrics_exporter: the page that Prometheus reads, and where the metrics are written to besides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"
#include "config/secret.hpp"
#include "config/sections/influx.hpp"

namespace checkride::runtime {

using world::Duration;

// Where the metrics are pushed to, besides being scraped: an OTLP collector that speaks HTTP and JSON.
struct OtlpConfig {
  std::string endpoint;  // as in "http://127.0.0.1:4318/v1/metrics"; a URL without a path gets that one
  std::vector<std::pair<std::string, Secret>> headers;  // in the order of the file
  Duration interval{std::chrono::seconds(60)};
  Duration timeout{std::chrono::seconds(10)};  // of one attempt
  std::string ca_file;                         // the machine's authorities if empty
};

struct MetricsExporterConfig {
  bool enabled = true;
  std::string address = "0.0.0.0";
  std::uint16_t port = 9090;  // monitoring.metrics_port when the file names only that one
  std::string path = "/metrics";
  Duration interval{std::chrono::seconds(15)};  // nothing that is shown or written is older than this
  bool bare_flight_gauges = false;              // no `simulator` label; only with one simulator
  // The series of a simulator leave the page when it has sent nothing for this long; simconnect_simulator_up stays.
  Duration stale_after{std::chrono::minutes(5)};
  std::optional<OtlpConfig> otlp{};
  // With type influxdb: every `interval` the metrics are written there, too.
  std::optional<InfluxConfig> influx{};
  bool influx_unused = false;  // the section is there, but type is prometheus
};

void read_metrics_exporter(values::MapReader& map, MetricsExporterConfig* exporter);

}  // namespace checkride::runtime
