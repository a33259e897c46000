// The service "metrics-exporter": serves the registry's page, keeps its derived values fresh and, if it is told to,
// pushes them to an OTLP collector or writes them to an InfluxDB. Whether anybody scrapes it says nothing of its
// health; a push that fails does.
#pragma once

#include <memory>
#include <vector>

#include "service/context.hpp"
#include "service/service.hpp"
#include "service/supervisor.hpp"

namespace checkride::runtime {

// Also adds /api/metrics, the same page in the same forms, to the routes of the health listener, and the exporter's own
// path if the configuration puts both on one port; they answer 503 while the service does not run. `context` outlives
// it.
std::unique_ptr<Service> make_metrics_exporter(Context& context);

// Registers what every page begins with: build and app facts, process figures, the links' state from the board.
// `context` outlives its registry's pages.
void add_program_metrics(Context& context);
// simconnect_service_uptime_seconds of each service. `supervisor` outlives the registry's pages.
void add_uptime_metrics(Context& context, const Supervisor& supervisor);

}  // namespace checkride::runtime
