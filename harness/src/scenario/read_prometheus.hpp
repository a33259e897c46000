// The keys of Prometheus and Alertmanager.
#pragma once

#include "checkride/harness/prometheus_specs.hpp"
#include "checkride/values/values.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

// Mistakes are in the map's Diagnostics. Members that they name are looked for when all are read.
PrometheusSpec read_prometheus(values::MapReader& map, Reader& reader);
AlertmanagerSpec read_alertmanager(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
