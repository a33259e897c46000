#include "service/http_metrics.hpp"

#include <array>
#include <optional>
#include <string>

#include "metrics/table.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime {

namespace {

// The methods of RFC 9110; anybody may send any other word.
std::string_view method_label(std::string_view method) {
  for (const std::string_view known : {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
    if (method == known) return known;
  }
  return "other";
}

// As the access log has them: what is no valid id is none here either.
std::optional<Exemplar> exemplar_of(const http::Request& request, world::UtcTime now) {
  if (const auto trace = parse_traceparent(request.headers.find("traceparent").value_or(""))) {
    return Exemplar::make({{"trace_id", trace->trace_id}}, now);
  }
  const std::string_view id = request.headers.find("X-Request-Id").value_or("");
  return Exemplar::make({{"request_id", is_request_id(id) ? id : std::string_view()}}, now);
}

}  // namespace

http::Response route_and_count(Context& context, const http::Router& router, const http::Request& request) {
  world::Clock& clock = context.world.clock();
  const world::Instant began = clock.now();
  http::Response response = router.route(request);
  const std::string_view method = method_label(request.method);
  const std::string route = response.route.empty() ? std::string("none") : std::string(response.route);
  context.metrics.counter(metric::kHttpRequests, {method, route, std::to_string(response.status)}).add();
  context.metrics.histogram(metric::kHttpDuration, {method, route})
      .observe(world::to_seconds(clock.now() - began), exemplar_of(request, clock.utc_now()));
  return response;
}

}  // namespace checkride::runtime
