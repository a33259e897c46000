#include "control/control.hpp"

#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/values/json.hpp"
#include "control/handlers.hpp"

namespace checkride::emulator {
namespace {

struct ControlRoute {
  const char* method;
  const char* pattern;
  http::Response (*handler)(const ControlCall& call);
};

constexpr ControlRoute kRoutes[] = {
    {"GET", "/", get_page},
    {"GET", "/openapi.json", get_openapi},
    {"GET", "/v1/state", get_state},
    {"GET", "/v1/variables/{name}", get_variable},
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
    {"GET", "/v1/clients/{id}/calls", get_calls},
    {"POST", "/v1/verify", post_verify},
    {"GET", "/v1/time", get_time},
    {"POST", "/v1/time/pause", post_pause},
    {"POST", "/v1/time/resume", post_resume},
    {"POST", "/v1/time/rate", post_rate},
    {"POST", "/v1/time/step", post_step},
    {"GET", "/v1/flight", get_flight},
    {"POST", "/v1/flight", post_flight},
    {"POST", "/v1/reset", post_reset},
    {"GET", "/v1/stream", get_stream},
};

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
               [context, handler = route.handler, method = std::string_view(route.method),
                pattern = std::string_view(route.pattern)](const http::Request& request,
                                                           const http::Router::Parameters& parameters) {
                 if (auto refused = refusal_of(request, context.access)) return std::move(*refused);
                 // Lazily flown: what a handler reads and changes is the world of this instant.
                 context.simulation.advance_to(context.now());
                 const std::string_view argument =
                     parameters.empty() ? "" : std::string_view(parameters.front().second);
                 http::Response response = handler({context, request, argument});
                 if (is_about_faults(pattern)) publish_fault(context, method, response);
                 return response;
               });
  }
  return router;
}

std::vector<std::string> control_routes() {
  std::vector<std::string> routes;
  for (const ControlRoute& route : kRoutes) routes.push_back(std::string(route.method) + " " + route.pattern);
  return routes;
}

}  // namespace checkride::emulator
