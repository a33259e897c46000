#include "alerts/api.hpp"

#include "alerts/alert_manager.hpp"
#include "checkride/values/map_reader.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime::alerts {

namespace {

using http::Request;
using http::Response;
using values::json::Writer;
using Parameters = http::Router::Parameters;

constexpr std::size_t kTextMax = 1024;

Response answer(int status, std::string document) {
  Response response = http::json_response(status, std::move(document));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Response not_running() {
  return http::error_response(503, "unavailable", "the alert manager does not run");
}

Response bad_request(const values::Diagnostics& errors) {
  return http::error_response(400, "bad_request", errors.text());
}

// The body's map, read by `read`; or the answer that says what is wrong with it.
template <class Read>
std::optional<Response> read_body(const Request& request, const Read& read) {
  values::Diagnostics errors;
  const auto document = values::load(request.body, "body", errors);
  if (document) read(document->root(), errors);
  return errors.empty() ? std::nullopt : std::optional<Response>(bad_request(errors));
}

Response list_silences(const AlertManager& manager) {
  std::string out;
  Writer json(out);
  json.begin_array();
  for (const Silence& silence : manager.silences().all()) write_silence(json, silence, manager.utc_now());
  json.end_array();
  return answer(200, std::move(out));
}

Response get_silence(const AlertManager& manager, const std::string& id) {
  const Silence* silence = manager.silences().find(id);
  if (silence == nullptr) return http::error_response(404, "not_found", "there is no silence " + id);
  std::string out;
  Writer json(out);
  write_silence(json, *silence, manager.utc_now());
  return answer(200, std::move(out));
}

Response post_silence(AlertManager& manager, const Request& request) {
  Silence silence;
  const auto wrong = read_body(request, [&](const values::Node& node, values::Diagnostics& errors) {
    silence = read_silence(node, manager.utc_now(), errors);
  });
  if (wrong) return *wrong;
  if (silence.ends_at <= manager.utc_now()) {
    return http::error_response(400, "bad_request", "endsAt is in the past: the silence would never be on");
  }
  if (!silence.id.empty() && manager.silences().find(silence.id) == nullptr) {
    return http::error_response(404, "not_found", "there is no silence " + silence.id);
  }
  const auto id = manager.set_silence(std::move(silence));
  if (!id) return http::error_response(400, "bad_request", id.error().detail());
  std::string out;
  Writer json(out);
  json.begin_object().member("silenceID", *id).end_object();
  return answer(200, std::move(out));
}

Response ack_answer(AlertManager::Answer result, const std::string& id, const char* not_firing) {
  if (result == AlertManager::Answer::unknown) return http::error_response(404, "not_found", "there is no alert " + id);
  if (result == AlertManager::Answer::not_firing) return http::error_response(409, "conflict", not_firing);
  std::string out;
  Writer json(out);
  json.begin_object().member("id", id).end_object();
  return answer(200, std::move(out));
}

Response post_ack(AlertManager& manager, const Request& request, const std::string& id) {
  Acknowledgement by;
  by.at = manager.utc_now();
  const auto wrong = read_body(request, [&](const values::Node& node, values::Diagnostics& errors) {
    values::MapReader map(node, errors);
    map.required("by", &by.by);
    map.optional("comment", &by.comment);
    if (map.has("by") && (by.by.empty() || by.by.size() > kTextMax)) map.error("by", "expected a name");
    if (by.comment.size() > kTextMax) map.error("comment", "too long");
    map.finish();
  });
  if (wrong) return *wrong;
  return ack_answer(manager.acknowledge(id, std::move(by)), id,
                    "the alert does not fire: there is nothing to acknowledge");
}

}  // namespace

void add_alert_routes(Context& context, AlertManager& manager) {
  const auto add = [&](const char* method, const char* path, auto handler) {
    context.api.add(method, path,
                    [&manager, handler, changes = std::string_view(method) != "GET"](const Request& request,
                                                                                     const Parameters& parameters) {
                      if (changes) {
                        if (auto response = refuse_change(request, "silences and acknowledgements")) return *response;
                      }
                      if (!manager.running()) return not_running();
                      return handler(manager, request, parameters.empty() ? std::string() : parameters.front().second);
                    });
  };
  using Id = const std::string&;
  add("GET", "/api/v1/silences", [](AlertManager& on, const Request&, Id) { return list_silences(on); });
  add("POST", "/api/v1/silences",
      [](AlertManager& on, const Request& request, Id) { return post_silence(on, request); });
  add("GET", "/api/v1/silences/{id}", [](AlertManager& on, const Request&, Id id) { return get_silence(on, id); });
  add("DELETE", "/api/v1/silences/{id}", [](AlertManager& on, const Request&, Id id) {
    if (on.expire_silence(id)) return answer(200, "{}");
    return http::error_response(404, "not_found", "there is no silence " + id + " that has not ended yet");
  });
  add("POST", "/api/v1/alerts/{id}/ack",
      [](AlertManager& on, const Request& request, Id id) { return post_ack(on, request, id); });
  add("DELETE", "/api/v1/alerts/{id}/ack", [](AlertManager& on, const Request&, Id id) {
    return ack_answer(on.withdraw_acknowledgement(id), id, "the alert is not acknowledged");
  });
}

}  // namespace checkride::runtime::alerts
