// The services "monitoring" (looks at everybody's health every check_interval) and "health-check" (answers about it).
#pragma once

#include <memory>

#include "checkride/http/http.hpp"
#include "health/watch.hpp"
#include "service/context.hpp"
#include "service/service.hpp"

namespace checkride::runtime {

// `context` and `watch` outlive the service.
std::unique_ptr<Service> make_monitoring(Context& context, HealthWatch& watch);
// Also serves what `metrics_page` answers if the configuration puts the metrics on the same port.
std::unique_ptr<Service> make_health_check(Context& context, HealthWatch& watch,
                                           const http::Router::Handler& metrics_page);

}  // namespace checkride::runtime
