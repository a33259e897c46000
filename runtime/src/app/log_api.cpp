#include "app/log_api.hpp"

#include <algorithm>
#include <string>

#include "checkride/values/document.hpp"
#include "checkride/values/json.hpp"
#include "service/http_manners.hpp"

namespace checkride::runtime {

namespace {

using Parameters = http::Router::Parameters;

http::Response level_answer(Level level) {
  std::string body;
  values::json::Writer json(body);
  json.begin_object().member("level", to_string(level)).end_object();
  http::Response response = http::json_response(200, std::move(body));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Result<Level> level_of(std::string_view body) {
  constexpr std::size_t kBodyMax = 1024;
  const std::string expected =
      R"(expected a document such as {"level":"debug"}, with debug, info, warn, error or fatal)";
  if (body.size() > kBodyMax) return Error::invalid(expected);
  const auto document = values::load(body, "body");
  if (!document || !document->root().is_map()) return Error::invalid(expected);
  const auto& entries = document->root().entries();
  if (entries.size() != 1 || entries.front().key != "level") return Error::invalid(expected);
  const auto level = parse_level(entries.front().value.text());
  if (!level) return Error::invalid(expected);
  return *level;
}

// Told at a level that both thresholds let through, if any does.
void change_level(Context& context, Level level, const http::Request& request) {
  const Level before = context.log.threshold();
  context.log.set_threshold(std::min(before, level));
  context.log.write(Level::warn, "log", "log_level_changed",
                    {{"from", to_string(before)},
                     {"to", to_string(level)},
                     {"remote", request.remote.host},
                     {"request_id", request.id}});
  context.log.set_threshold(level);
}

}  // namespace

void add_log_routes(Context& context) {
  context.api.add("GET", "/api/v1/log-level", [&context](const http::Request&, const Parameters&) {
    return level_answer(context.log.threshold());
  });
  context.api.add("PUT", "/api/v1/log-level", [&context](const http::Request& request, const Parameters&) {
    if (auto refused = refuse_change(request, "log levels")) return std::move(*refused);
    const auto level = level_of(request.body);
    if (!level) return http::error_response(400, "bad_request", level.error().detail());
    change_level(context, *level, request);
    return level_answer(*level);
  });
}

}  // namespace checkride::runtime
