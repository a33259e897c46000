#include "service/http_metrics.hpp"

#include <array>
#include <string>

#include "metrics/table.hpp"

namespace checkride::runtime {

namespace {

// The methods of RFC 9110; anybody may send any other word.
std::string_view method_label(std::string_view method) {
  for (const std::string_view known : {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
    if (method == known) return known;
  }
  return "other";
}

// 00-<32 hex digits>-<16 hex digits>-<2 hex digits> (W3C Trace Context); nothing for anything else.
std::string_view trace_id_of(std::string_view traceparent) {
  constexpr std::size_t kAt = 3;
  constexpr std::size_t kDigits = 32;
  if (traceparent.size() != 55 || traceparent[2] != '-' || traceparent[kAt + kDigits] != '-') return {};
  const std::string_view id = traceparent.substr(kAt, kDigits);
  return id.find_first_not_of("0123456789abcdef") == std::string_view::npos ? id : std::string_view();
}

}  // namespace

http::Response route_and_count(Context& context, const http::Router& router, const http::Request& request) {
  world::Clock& clock = context.world.clock();
  const world::Instant began = clock.now();
  http::Response response = router.route(request);
  const std::string_view method = method_label(request.method);
  const std::string route = response.route.empty() ? std::string("none") : std::string(response.route);
  const std::string_view trace = trace_id_of(request.headers.find("traceparent").value_or(""));
  const std::string_view id = trace.empty() ? request.headers.find("X-Request-Id").value_or("") : std::string_view();
  context.metrics.counter(metric::kHttpRequests, {method, route, std::to_string(response.status)}).add();
  context.metrics.histogram(metric::kHttpDuration, {method, route})
      .observe(world::to_seconds(clock.now() - began),
               Exemplar::make({{"trace_id", trace}, {"request_id", id}}, clock.utc_now()));
  return response;
}

}  // namespace checkride::runtime
