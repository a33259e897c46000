// Routes of the health listener: /health..., /api/v1/alerts, /api/v1/simulators. Handlers look and answer, nothing
// else; they never wait.
#pragma once

#include "checkride/http/http.hpp"
#include "health/watch.hpp"
#include "service/context.hpp"

namespace checkride::runtime {

// Adds the routes; `context` and `watch` outlive the router. Other products' paths for the same documents are there
// too: /healthz, /livez, /readyz, /health/detailed, /api/health.
void add_health_routes(Context& context, HealthWatch& watch);

}  // namespace checkride::runtime
