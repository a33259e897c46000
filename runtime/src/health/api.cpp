#include "health/api.hpp"

#include "health/documents.hpp"

namespace checkride::runtime {

namespace {

DocumentTime time_of(const Context& context) {
  world::Clock& clock = context.world.clock();
  return {clock.utc_now(), clock.now() - context.started};
}

// A document nobody may keep: it is about now.
http::Response answer(int status, std::string document) {
  http::Response response = http::json_response(status, std::move(document));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace

void add_health_routes(Context& context, HealthWatch& watch) {
  using Parameters = http::Router::Parameters;
  const auto health = [&context, &watch](const http::Request&, const Parameters&) {
    const HealthReport report = watch.look();
    return answer(http_status(overall(report)), health_document(report, time_of(context)));
  };
  const auto live = [&context](const http::Request&, const Parameters&) {
    return answer(200, live_document(time_of(context)));
  };
  const auto ready = [&context, &watch](const http::Request&, const Parameters&) {
    const HealthReport report = watch.look();
    return answer(is_ready(report) ? 200 : 503, ready_document(report, time_of(context)));
  };
  const auto detail = [&context, &watch](const http::Request&, const Parameters&) {
    const HealthReport report = watch.look();
    return answer(http_status(overall(report)), health_detail_document(report, context.config.app, time_of(context)));
  };
  for (const char* path : {"/health", "/healthz", "/api/health"}) context.api.add("GET", path, health);
  for (const char* path : {"/health/live", "/livez"}) context.api.add("GET", path, live);
  for (const char* path : {"/health/ready", "/readyz"}) context.api.add("GET", path, ready);
  for (const char* path : {"/health/detail", "/health/detailed"}) context.api.add("GET", path, detail);
  context.api.add("GET", "/api/v1/alerts", [&context](const http::Request&, const Parameters&) {
    return answer(200, alerts_document(context.board));
  });
  context.api.add("GET", "/api/v1/simulators", [&context](const http::Request&, const Parameters&) {
    return answer(200, simulators_document(context.board, context.world.clock().now()));
  });
}

}  // namespace checkride::runtime
