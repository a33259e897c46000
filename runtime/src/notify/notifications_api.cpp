#include "notify/notifications_api.hpp"

#include <utility>

#include "checkride/values/json.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime::notify {

namespace {

using http::Request;
using http::Response;
using Parameters = http::Router::Parameters;

Response answer(std::string document) {
  Response response = http::json_response(200, std::move(document));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Response told(Outbox::Answer result, const std::string& id, std::string_view status) {
  switch (result) {
    case Outbox::Answer::unknown:
      return http::error_response(404, "not_found", "there is no dead letter " + id);
    case Outbox::Answer::no_channel:
      return http::error_response(409, "conflict",
                                  "its channel is not configured: add it to alert_manager again, or discard it");
    case Outbox::Answer::full:
      return http::error_response(409, "conflict", "the outbox is full (alert_manager.outbox.queue_max): try later");
    case Outbox::Answer::done:
      break;
  }
  std::string out;
  values::json::Writer json(out);
  json.begin_object().member("id", id).member("status", status).end_object();
  return answer(std::move(out));
}

}  // namespace

void add_notification_routes(Context& context, std::function<Dispatcher*()> dispatcher) {
  context.api.add("GET", "/api/v1/notifications", [dispatcher](const Request&, const Parameters&) {
    return answer(notifications_document(dispatcher()));
  });
  const auto add = [&](const char* method, const char* path, auto act) {
    context.api.add(method, path, [dispatcher, act](const Request& request, const Parameters& parameters) {
      if (auto refused = refuse_change(request, "dead letters")) return std::move(*refused);
      Dispatcher* running = dispatcher();
      if (running == nullptr) return http::error_response(503, "unavailable", "the alert manager does not run");
      return act(*running, parameters.front().second);
    });
  };
  add("POST", "/api/v1/notifications/dead-letters/{id}/retry",
      [](Dispatcher& on, const std::string& id) { return told(on.retry_dead_letter(id), id, "queued"); });
  add("DELETE", "/api/v1/notifications/dead-letters/{id}",
      [](Dispatcher& on, const std::string& id) { return told(on.discard_dead_letter(id), id, "discarded"); });
}

}  // namespace checkride::runtime::notify
