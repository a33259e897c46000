#include <fmt/format.h>

#include "alerts/checksum.hpp"
#include "app/reload.hpp"
#include "config/print.hpp"
#include "config/tree.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime {

namespace {

using http::Request;
using http::Response;
using Parameters = http::Router::Parameters;

constexpr std::string_view kSettings = "settings";

void add_list(values::json::Writer& json, std::string_view key, const std::vector<std::string>& items) {
  json.key(key).begin_array();
  for (const std::string& item : items) json.value(item);
  json.end_array();
}

void add_outcome(values::json::Writer& json, const ReloadOutcome& outcome) {
  json.member("trigger", outcome.trigger).member("at", world::format_rfc3339(outcome.at));
  json.member("successful", outcome.error.empty());
  if (!outcome.error.empty()) json.member("error", outcome.error);
  add_list(json, "changed", outcome.change.at_once);
  add_list(json, "needs_restart", outcome.change.after_restart);
}

// Of what was changed at run time, also of what of it waits. Somebody may have written a secret into its file, which
// the hash must not give away.
std::uint64_t hash_of(const values::Document& overlay) {
  bool has_secret = false;
  each_secret(*config_schema(), overlay.root(), [&](const KeyPath&, const values::Node&) { has_secret = true; });
  LoadedConfig changed;
  changed.document = overlay;
  if (has_secret) return config_hash(changed);
  std::string text;
  values::append_json(text, overlay.root());
  return alerts::checksum(text);
}

// Quoted, as in the field ETag. Another one when what runs, what a restart would take (an edited file that was read
// again) or what was changed at run time is another.
std::string etag_of(const Reloader& reloader) {
  const LoadedConfig& running = reloader.current();
  return fmt::format("\"{:012x}-{:012x}-{:016x}\"", config_hash(running), reloader.wanted_hash(),
                     hash_of(running.overlay));
}

Response answer(int status, std::string document, const Reloader& reloader) {
  Response response = http::json_response(status, std::move(document));
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("ETag", etag_of(reloader));
  return response;
}

Response show(const Reloader& reloader) {
  std::string text;
  values::json::Writer json(text);
  json.begin_object();
  add_config_members(json, reloader.current());
  add_list(json, "needs_restart", reloader.waiting());
  json.key("last_reload").begin_object();
  add_outcome(json, reloader.last());
  json.end_object().end_object();
  return answer(200, std::move(text), reloader);
}

Response tell(const Reloader& reloader, const ReloadOutcome& outcome, std::string_view status) {
  if (!outcome.error.empty()) return http::error_response(400, "invalid_configuration", outcome.error);
  std::string text;
  values::json::Writer json(text);
  json.begin_object().member("status", status);
  add_outcome(json, outcome);
  json.end_object();
  return answer(200, std::move(text), reloader);
}

// What is wrong with the request itself, before its content counts.
std::optional<Response> bad_request(const Request& request, const Reloader& reloader) {
  if (auto response = refuse_change(request, kSettings)) return response;
  const auto wanted = request.headers.find("If-Match");
  if (wanted && *wanted != "*" && *wanted != etag_of(reloader)) {
    return http::error_response(412, "precondition_failed", "the configuration is another than If-Match says");
  }
  return std::nullopt;
}

Response patch(Reloader& reloader, const Request& request) {
  if (auto response = bad_request(request, reloader)) return *response;
  values::Diagnostics errors;
  const auto document = values::load(request.body, "body", errors);
  if (!document) return http::error_response(400, "invalid_request", errors.text());
  if (!document->root().is_map()) {
    return http::error_response(400, "invalid_request",
                                "expected an object such as {\"logging\": {\"level\": \"debug\"}}");
  }
  const auto asked = request.query("dry_run");
  if (asked && *asked != "true" && *asked != "false") {
    return http::error_response(400, "invalid_request", "dry_run: expected true or false");
  }
  const bool dry_run = asked == "true";
  const ReloadOutcome outcome =
      reloader.change(document->root(), dry_run ? Reloader::Mode::dry_run : Reloader::Mode::keep);
  return tell(reloader, outcome, dry_run ? "checked" : "applied");
}

}  // namespace

void add_config_routes(Context& context, Reloader& reloader) {
  const auto get = [&reloader](const Request&, const Parameters&) { return show(reloader); };
  const auto change = [&reloader](const Request& request, const Parameters&) { return patch(reloader, request); };
  context.api.add("GET", "/api/v1/config", get);
  context.api.add("PATCH", "/api/v1/config", change);
  // The path of a guide, which changes by POST.
  context.api.add("GET", "/config", get);
  for (const char* method : {"PATCH", "POST"}) context.api.add(method, "/config", change);
  const auto reload = [&reloader](const Request& request, const Parameters&) {
    if (auto response = refuse_change(request, kSettings)) return *response;
    return tell(reloader, reloader.reload("api"), "reloaded");
  };
  context.api.add("POST", "/api/v1/reload", reload);
  for (const char* method : {"POST", "PUT"}) context.api.add(method, "/-/reload", reload);
}

}  // namespace checkride::runtime
