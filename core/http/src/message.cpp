#include <algorithm>

#include "checkride/http/http.hpp"
#include "checkride/values/ascii.hpp"
#include "checkride/values/json.hpp"
#include "text.hpp"

namespace checkride::http {
namespace {

// Path and query of a target in origin form, or in the absolute form that proxies send.
std::string_view without_origin(std::string_view target) {
  const auto scheme = target.find("://");
  if (target.starts_with('/') || scheme == std::string_view::npos) return target;
  const auto path = target.find_first_of("/?", scheme + 3);
  return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
}

Response response_of(int status, std::string_view type, std::string body) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", std::string(type));
  response.body = std::move(body);
  return response;
}

}  // namespace

void Headers::set(std::string_view name, std::string value) {
  std::erase_if(fields_, [&](const auto& field) { return values::same_text(field.first, name); });
  fields_.emplace_back(std::string(name), std::move(value));
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [field, value] : fields_) {
    if (values::same_text(field, name)) return value;
  }
  return std::nullopt;
}

std::string_view Request::raw_path() const {
  const std::string_view whole = without_origin(target);
  const std::string_view raw = whole.substr(0, whole.find('?'));
  return raw.empty() ? std::string_view("/") : raw;
}

std::string Request::path() const {
  return percent_decoded(raw_path(), false);
}

std::optional<std::string> Request::query(std::string_view name) const {
  const auto mark = target.find('?');
  if (mark == std::string::npos) return std::nullopt;
  std::string_view rest = std::string_view(target).substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    if (percent_decoded(pair.substr(0, equals), true) != name) continue;
    return percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true);
  }
  return std::nullopt;
}

Response json_response(int status, std::string body) {
  return response_of(status, "application/json", std::move(body));
}

Response text_response(int status, std::string body) {
  return response_of(status, "text/plain; charset=utf-8", std::move(body));
}

Response error_response(int status, std::string_view code, std::string_view message) {
  std::string body;
  values::json::Writer json(body);
  json.begin_object().key("error").begin_object().member("code", code).member("message", message);
  json.end_object().end_object();
  return json_response(status, std::move(body));
}

}  // namespace checkride::http
