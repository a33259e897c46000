// The metrics as an OTLP export request in its JSON encoding (opentelemetry-proto 1.x, ExportMetricsServiceRequest).
#pragma once

#include <string>

#include "checkride/world/time.hpp"
#include "config/sections/app.hpp"
#include "metrics/registry.hpp"

namespace checkride::runtime {

struct OtlpTimes {
  world::UtcTime started;  // of the program: since when its cumulative sums count
  world::UtcTime now;
};

// Counters are monotonic cumulative sums, gauges gauges, histograms cumulative ones with explicit bounds. Names and
// labels are those of the page. `app` becomes the resource: service.namespace, service.version, deployment.environment.
std::string otlp_document(Registry& metrics, const AppConfig& app, OtlpTimes times);

}  // namespace checkride::runtime
