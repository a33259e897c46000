#include "control/control.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/values/json.hpp"
#include "checkride/values/suggest.hpp"
#include "control/handlers.hpp"

namespace checkride::emulator {
namespace {

struct ControlRoute {
  const char* method;
  const char* pattern;
  http::Response (*handler)(const ControlCall& call);
  std::array<std::string_view, 3> queries{};  // the parameters that the query may have
};

constexpr ControlRoute kRoutes[] = {
    {"GET", "/", get_page},
    {"GET", "/page.css", get_page_style},
    {"GET", "/page.js", get_page_script},
    {"GET", "/openapi.json", get_openapi},
    {"GET", "/v1/state", get_state},
    {"GET", "/v1/variables/{name}", get_variable, {"unit"}},
    {"PUT", "/v1/variables/{name}", put_variable},
    {"DELETE", "/v1/variables/{name}", delete_variable},
    {"POST", "/v1/events/{name}", post_event},
    {"POST", "/v1/inputs", post_input},
    {"GET", "/v1/menu", get_menu},
    {"POST", "/v1/menu", post_menu},
    {"GET", "/v1/actions", get_actions},
    {"POST", "/v1/actions", post_action},
    {"GET", "/v1/faults", get_faults},
    {"POST", "/v1/faults", post_fault},
    {"DELETE", "/v1/faults", delete_faults},
    {"DELETE", "/v1/faults/{id}", delete_fault},
    {"GET", "/v1/faults/tape", get_fault_tape},
    {"POST", "/v1/faults/tape", post_fault_tape},
    {"GET", "/v1/clients", get_clients},
    {"GET", "/v1/clients/{id}", get_client},
    {"GET", "/v1/clients/{id}/calls", get_calls, {"name", "since", "limit"}},
    {"POST", "/v1/verify", post_verify},
    {"GET", "/v1/time", get_time},
    {"POST", "/v1/time/pause", post_pause},
    {"POST", "/v1/time/resume", post_resume},
    {"POST", "/v1/time/rate", post_rate},
    {"POST", "/v1/time/step", post_step},
    {"GET", "/v1/flight", get_flight},
    {"POST", "/v1/flight", post_flight},
    {"POST", "/v1/reset", post_reset},
    {"GET", "/v1/stream", get_stream, {"events", "state_hz"}},
};

// A parameter that nobody reads would silently do nothing.
std::optional<http::Response> refused_query(const http::Request& request, const ControlRoute& route) {
  std::string_view rest = request.target;
  const auto mark = rest.find('?');
  rest.remove_prefix(mark == std::string_view::npos ? rest.size() : mark + 1);
  std::vector<std::string_view> known;
  for (const std::string_view name : route.queries) {
    if (!name.empty()) known.push_back(name);
  }
  std::vector<std::string_view> seen;
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    const std::string_view name = part.substr(0, part.find('='));
    if (name.empty()) continue;
    const bool taken = std::ranges::find(known, name) != known.end();
    if (taken && std::ranges::find(seen, name) == seen.end()) {
      seen.push_back(name);
      continue;
    }
    std::string message = std::string(route.pattern) + (taken ? " takes the parameter \"" : " takes no parameter \"") +
                          std::string(name) + "\"" + (taken ? " once" : values::suggestion(name, known));
    return http::error_response(400, "bad_request", message);
  }
  return std::nullopt;
}

bool is_about_faults(std::string_view pattern) {
  return pattern.starts_with("/v1/faults");
}

// Whatever changed the faults, readers of the stream hear of it, with the answer that was given.
void publish_fault(const ControlContext& context, std::string_view method, const http::Response& response) {
  if (method == "GET" || response.status >= 300) return;
  std::string data;
  values::json::Writer json(data);
  json.begin_object().member("change", method == "POST" ? "added" : "removed").key("answer").raw(response.body);
  json.end_object();
  context.recorder->journal().publish("fault", std::move(data));
}

}  // namespace

http::Router control_router(ControlContext context) {
  CHECKRIDE_ASSERT(context.recorder != nullptr && context.clock != nullptr);
  http::Router router;
  for (const ControlRoute& route : kRoutes) {
    router.add(route.method, route.pattern,
               [context, &route](const http::Request& request, const http::Router::Parameters& parameters) {
                 if (auto refused = refusal_of(request, context.access)) return std::move(*refused);
                 if (auto refused = refused_query(request, route)) return std::move(*refused);
                 // Lazily flown: what a handler reads and changes is the world of this instant.
                 context.simulation.advance_to(context.now());
                 const std::string_view argument =
                     parameters.empty() ? "" : std::string_view(parameters.front().second);
                 http::Response response = route.handler({context, request, argument});
                 if (is_about_faults(route.pattern)) publish_fault(context, route.method, response);
                 return response;
               });
  }
  return router;
}

std::vector<std::string> control_queries(std::string_view wanted) {
  std::vector<std::string> names;
  for (const ControlRoute& route : kRoutes) {
    if (wanted != std::string(route.method) + " " + route.pattern) continue;
    for (const std::string_view name : route.queries) {
      if (!name.empty()) names.emplace_back(name);
    }
  }
  return names;
}

std::vector<std::string> control_routes() {
  std::vector<std::string> routes;
  for (const ControlRoute& route : kRoutes) routes.push_back(std::string(route.method) + " " + route.pattern);
  return routes;
}

}  // namespace checkride::emulator
