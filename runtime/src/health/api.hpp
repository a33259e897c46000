// Routes of the health listener: /health..., /api/v1/alerts, /api/v1/simulators. Handlers look and answer, nothing
// else; they never wait.
#pragma once

#include "checkride/http/http.hpp"
#include "health/heartbeat.hpp"
#include "health/system_view.hpp"
#include "health/watch.hpp"
#include "service/context.hpp"

namespace checkride::runtime {

// What the documents are made of; all outlives the routes.
struct HealthSources {
  HealthWatch& watch;
  SystemWatch& system;
  Heartbeat& heartbeat;
};

// Adds the routes; `context` outlives the router. Other products' paths for the same documents are there too: /healthz,
// /livez, /readyz, /-/healthy, /-/ready, /health/detailed, /api/health. At "/" stands the landing page.
void add_health_routes(Context& context, HealthSources sources);

}  // namespace checkride::runtime
