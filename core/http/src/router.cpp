#include <algorithm>

#include "checkride/http/http.hpp"
#include "checkride/result/assert.hpp"
#include "checkride/values/suggest.hpp"
#include "text.hpp"

namespace checkride::http {
namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  for (;;) {
    const auto slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{') && segment.ends_with('}');
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string_view>& segments) {
  return std::equal(pattern.begin(), pattern.end(), segments.begin(), segments.end(),
                    [](const std::string& wanted, std::string_view segment) {
                      return is_parameter(wanted) ? !segment.empty() : percent_decoded(segment, false) == wanted;
                    });
}

// Is `a` the more exact one: a word where the other takes anything, counted from the left?
bool more_exact(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (is_parameter(a[i]) != is_parameter(b[i])) return is_parameter(b[i]);
  }
  return false;
}

Router::Parameters parameters_of(const std::vector<std::string>& pattern,
                                 const std::vector<std::string_view>& segments) {
  Router::Parameters parameters;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (!is_parameter(pattern[i])) continue;
    parameters.emplace_back(pattern[i].substr(1, pattern[i].size() - 2), percent_decoded(segments[i], false));
  }
  return parameters;
}

// The pattern as a path, with what the request has in the places of its parameters.
std::string filled(const std::vector<std::string>& pattern, const std::vector<std::string_view>& segments) {
  std::string path;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool given = is_parameter(pattern[i]) && i < segments.size() && !segments[i].empty();
    path += "/" + (given ? percent_decoded(segments[i], false) : pattern[i]);
  }
  return path;
}

}  // namespace

void Router::add(std::string method, std::string pattern, Handler handler) {
  CHECKRIDE_ASSERT(pattern.starts_with('/'));
  CHECKRIDE_ASSERT(is_token(method));
  CHECKRIDE_ASSERT(handler != nullptr);
  Route route{std::move(method), std::move(pattern), {}, std::move(handler)};
  for (const std::string_view segment : segments_of(route.pattern)) route.segments.emplace_back(segment);
  routes_.push_back(std::move(route));
}

const Router::Route* Router::find(const Request& request) const {
  const auto segments = segments_of(request.raw_path());
  const std::string_view method = request.method == "HEAD" ? std::string_view("GET") : request.method;
  const Route* best = nullptr;
  for (const Route& route : routes_) {
    if (route.method != method || !matches(route.segments, segments)) continue;
    if (best == nullptr || more_exact(route.segments, best->segments)) best = &route;
  }
  return best;
}

Response Router::route(const Request& request) const {
  const auto segments = segments_of(request.raw_path());
  if (const Route* found = find(request)) {
    Response response = found->handler(request, parameters_of(found->segments, segments));
    response.route = found->pattern;
    return response;
  }
  std::vector<std::string> allowed;
  const auto allow = [&](const std::string& name) {
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) allowed.push_back(name);
  };
  for (const Route& route : routes_) {
    if (!matches(route.segments, segments)) continue;
    allow(route.method);
    if (route.method == "GET") allow("HEAD");
  }
  if (allowed.empty()) {
    std::vector<std::string> paths;
    for (const Route& route : routes_) paths.push_back(filled(route.segments, segments));
    return error_response(404, "not_found",
                          "there is no " + request.path() + values::suggestion(request.path(), paths));
  }
  std::string list;
  for (const std::string& name : allowed) list += (list.empty() ? "" : ", ") + name;
  Response response =
      error_response(405, "method_not_allowed", request.path() + " does not take " + request.method + ", but " + list);
  response.headers.add("Allow", list);
  return response;
}

}  // namespace checkride::http
