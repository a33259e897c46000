// The services "monitoring" (looks at everybody's health every check_interval) and "health-check" (answers about it).
#pragma once

#include <memory>

#include "health/watch.hpp"
#include "service/context.hpp"
#include "service/service.hpp"

namespace checkride::runtime {

// `context` and `watch` outlive the service.
std::unique_ptr<Service> make_monitoring(Context& context, HealthWatch& watch);
// Serves the routes of `context.api`; with monitoring.agent_port it answers HAProxy's agent-check too. Its timers are
// the heartbeat of /health/live.
std::unique_ptr<Service> make_health_check(Context& context, HealthWatch& watch);

}  // namespace checkride::runtime
