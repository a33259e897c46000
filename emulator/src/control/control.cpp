#include "control/control.hpp"

#include <utility>

#include "control/handlers.hpp"

namespace checkride::emulator {
namespace {

struct ControlRoute {
  const char* method;
  const char* pattern;
  http::Response (*handler)(const ControlCall& call);
};

constexpr ControlRoute kRoutes[] = {
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
};

}  // namespace

http::Router control_router(ControlContext context) {
  http::Router router;
  for (const ControlRoute& route : kRoutes) {
    router.add(
        route.method, route.pattern,
        [context, handler = route.handler](const http::Request& request, const http::Router::Parameters& parameters) {
          // Lazily flown: what a handler reads and changes is the world of this instant.
          context.simulation.advance_to(context.now());
          const std::string_view argument = parameters.empty() ? "" : std::string_view(parameters.front().second);
          return handler({context, request, argument});
        });
  }
  return router;
}

}  // namespace checkride::emulator
