#include "config/sections/metrics_exporter.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;

}  // namespace

void read_metrics_exporter(values::MapReader& map, MetricsExporterConfig* exporter) {
  enum class Type { prometheus };
  Type type{};
  map.optional("enabled", &exporter->enabled);
  map.choice<Type>("type", &type, {{"prometheus", Type::prometheus}});
  map.optional("address", &exporter->address);
  map.optional("port", &exporter->port);
  if (map.optional("path", &exporter->path)) {
    const std::string& path = exporter->path;
    if (!path.starts_with('/') || path.find_first_of("?#{} ") != std::string::npos) {
      map.error("path", "expected a path that begins with '/', such as /metrics");
    } else if (path.starts_with("/health") || path.starts_with("/api/")) {
      map.error("path", "\"" + path + "\" belongs to the health listener; take another, such as /metrics");
    }
  }
  map.optional("interval", &exporter->interval, {1s, 1h});
  map.optional("bare_flight_gauges", &exporter->bare_flight_gauges);
}

}  // namespace checkride::runtime
