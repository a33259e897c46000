#include "webhook_sink.hpp"

namespace checkride::harness {

world::Task<> serve_webhook(world::World& world, std::unique_ptr<world::Listener> listener, WebhookInbox& inbox) {
  std::function<http::Response(const http::Request&)> keep = [&inbox](const http::Request& request) {
    inbox.add({request.method, request.target, request.body, request.headers});
    return http::text_response(200, "ok");
  };
  co_await http::serve(world, std::move(listener), std::move(keep));
}

}  // namespace checkride::harness
