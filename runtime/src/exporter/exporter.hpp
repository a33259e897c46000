// The service "metrics-exporter": serves the registry's page and keeps its derived values fresh.
#pragma once

#include <memory>
#include <vector>

#include "checkride/http/http.hpp"
#include "service/context.hpp"
#include "service/service.hpp"
#include "service/supervisor.hpp"

namespace checkride::runtime {

// `context` outlives the service.
std::unique_ptr<Service> make_metrics_exporter(Context& context);

// Answers with the registry's page; 503 while the service `exporter` does not run. Both outlive the handler.
http::Router::Handler metrics_page(Context& context, const Service& exporter);

// Registers what every page begins with: build and app facts, process figures, the links' state from the board.
// `context` outlives its registry's pages.
void add_program_metrics(Context& context);
// simconnect_service_uptime_seconds of each service. `supervisor` outlives the registry's pages.
void add_uptime_metrics(Context& context, const Supervisor& supervisor);

}  // namespace checkride::runtime
