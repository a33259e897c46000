#include "health/api.hpp"

#include <charconv>

#include "health/documents.hpp"
#include "service/landing_page.hpp"

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

// As much as a reader takes in at once; what is left out shows in "total".
constexpr std::size_t kAlertsOfAPage = 1000;
constexpr std::size_t kAlertsMax = 10'000;

// A whole number of at most `max`; nothing if the parameter is not there.
Result<std::optional<std::size_t>> read_count(const http::Request& request, std::string_view name, std::size_t max) {
  const auto text = request.query(name);
  if (!text) return std::optional<std::size_t>();
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  const bool whole = error == std::errc() && end == text->data() + text->size();
  if (whole && value <= max) return std::optional<std::size_t>(value);
  return Error::invalid(std::string(name) + ": expected a whole number from 0 to " + std::to_string(max));
}

Result<AlertsPage> read_alerts_page(const http::Request& request) {
  AlertsPage page;
  TRY(const auto limit, read_count(request, "limit", kAlertsMax));
  TRY(const auto offset, read_count(request, "offset", 1'000'000'000));
  page.limit = limit.value_or(kAlertsOfAPage);
  page.offset = offset.value_or(0);
  const auto state = request.query("state");
  if (!state) return page;
  page.state = alerts::parse_alert_state(*state);
  if (!page.state) return Error::invalid("state: expected inactive, pending, firing or resolved");
  return page;
}

void add_landing_page(Context& context) {
  std::vector<LandingLink> links{{"/health", "health"},
                                 {"/health/ready", "whether it can do its work"},
                                 {"/health/live", "whether it turns at all"},
                                 {"/health/detail", "services and system"},
                                 {"/api/v1/simulators", "simulators"},
                                 {"/api/v1/alerts", "alerts"}};
  if (context.config.metrics_exporter.enabled) links.push_back({"/api/metrics", "metrics"});
  context.api.add("GET", "/",
                  [links](const http::Request&, const http::Router::Parameters&) { return landing_page(links); });
}

}  // namespace

void add_health_routes(Context& context, HealthSources sources) {
  using Parameters = http::Router::Parameters;
  HealthWatch& watch = sources.watch;
  SystemWatch& system = sources.system;
  const auto health = [&context, &watch, &system](const http::Request&, const Parameters&) {
    const HealthReport report = watch.look();
    return answer(http_status(overall(report)), health_document(report, system.look(), time_of(context)));
  };
  const auto live = [&context, &heartbeat = sources.heartbeat](const http::Request&, const Parameters&) {
    const world::Instant now = context.world.clock().now();
    const bool alive = heartbeat.is_alive(now);
    return answer(alive ? 200 : 503, live_document(alive, heartbeat.age(now), time_of(context)));
  };
  const auto ready = [&context, &watch](const http::Request&, const Parameters&) {
    const HealthReport report = watch.look();
    return answer(is_ready(report) ? 200 : 503, ready_document(report, time_of(context)));
  };
  const auto detail = [&context, &watch, &system](const http::Request&, const Parameters&) {
    const world::Instant asked = context.world.clock().now();
    const HealthReport report = watch.look();
    const SystemView machine = system.look();
    DocumentTime time = time_of(context);
    time.response_time = context.world.clock().now() - asked;
    return answer(http_status(overall(report)), health_detail_document(report, machine, context.config.app, time));
  };
  for (const char* path : {"/health", "/healthz", "/api/health"}) context.api.add("GET", path, health);
  for (const char* path : {"/health/live", "/livez", "/-/healthy"}) context.api.add("GET", path, live);
  for (const char* path : {"/health/ready", "/readyz", "/-/ready"}) context.api.add("GET", path, ready);
  for (const char* path : {"/health/detail", "/health/detailed"}) context.api.add("GET", path, detail);
  add_landing_page(context);
  context.api.add("GET", "/api/v1/alerts", [&context](const http::Request& request, const Parameters&) {
    const Result<AlertsPage> page = read_alerts_page(request);
    if (!page) return http::error_response(400, "bad_request", page.error().detail());
    return answer(200, alerts_document(context.board, *page));
  });
  context.api.add("GET", "/api/v1/simulators", [&context](const http::Request&, const Parameters&) {
    return answer(200, simulators_document(context.board, context.world.clock().now()));
  });
}

}  // namespace checkride::runtime
