// Goal: what the listeners count can be followed to the access log, and nobody outside makes series or ids. Method: a
// router, requests by hand, the page in the OpenMetrics form.
#include "service/http_metrics.hpp"

#include <gmock/gmock.h>

#include "../link/service_bench.hpp"

namespace checkride::runtime {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kTrace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

class HttpMetrics : public testing::Test {
 protected:
  HttpMetrics() {
    bench_.api.add("GET", "/things/{id}", [](const http::Request&, const http::Router::Parameters&) {
      return http::text_response(200, "ok");
    });
  }
  // The page after one request with this field.
  std::string after(const std::string& name, std::string_view value, const std::string& target = "/things/1") {
    http::Request request;
    request.target = target;
    request.headers.set(name, std::string(value));
    (void)route_and_count(bench_.context, bench_.api, request);
    std::string page;
    bench_.metrics.write(page, PageFormat::openmetrics);
    return page;
  }

  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("monitor");
  test::ServiceBench bench_{host_};
};

TEST_F(HttpMetrics, TheTraceOfARequestIsTheExemplar) {
  EXPECT_THAT(after("traceparent", kTrace), HasSubstr("# {trace_id=\"0af7651916cd43dd8448eb211c80319c\"}"));
}

TEST_F(HttpMetrics, WithoutATraceTheRequestIdIs) {
  EXPECT_THAT(after("X-Request-Id", "abc-1"), HasSubstr("# {request_id=\"abc-1\"}"));
}

TEST_F(HttpMetrics, WhatTheAccessLogDoesNotTakeIsNoExemplarEither) {
  std::string zero(kTrace);
  zero.replace(3, 32, 32, '0');
  EXPECT_THAT(after("traceparent", zero), Not(HasSubstr("trace_id")));
  EXPECT_THAT(after("traceparent", "zz" + std::string(kTrace.substr(2))), Not(HasSubstr("trace_id")));
  EXPECT_THAT(after("X-Request-Id", "not an id\t"), Not(HasSubstr("request_id")));
}

TEST_F(HttpMetrics, NobodyOutsideMakesSeries) {
  const std::string page = after("X-Request-Id", "1", "/made/up");
  EXPECT_THAT(page, HasSubstr("http_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1"));
  EXPECT_THAT(page, Not(HasSubstr("made")));
}

}  // namespace
}  // namespace checkride::runtime
