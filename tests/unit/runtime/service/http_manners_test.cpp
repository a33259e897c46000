// Goal: ids of requests and traces are taken only when they are what they should be, and every error names its request.
// Method: tables of good and bad headers, and laws over random ones.
#include "service/http_manners.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "checkride/test/property.hpp"
#include "checkride/world/virtual_world.hpp"
#include "log/event_log.hpp"
#include "service/access_log.hpp"

namespace checkride::runtime {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kTrace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

TEST(TraceParentHeader, IsReadInItsParts) {
  const auto parent = parse_traceparent(kTrace);
  ASSERT_TRUE(parent);
  EXPECT_EQ(parent->trace_id, "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(parent->parent_id, "b7ad6b7169203331");
  EXPECT_TRUE(parent->sampled);
}

TEST(TraceParentHeader, ALaterVersionMayGoOn) {
  std::string later(kTrace);
  later.replace(0, 2, "42");
  EXPECT_TRUE(parse_traceparent(later));
  EXPECT_TRUE(parse_traceparent(later + "-more"));
  EXPECT_FALSE(parse_traceparent(later + "more"));
}

// Every single character that is changed into one that cannot stand there makes the header invalid.
RC_GTEST_PROP(TraceParentLaw, ABrokenCharacterIsNotBelieved, ()) {
  std::string header(kTrace);
  const auto where = *rc::gen::inRange<std::size_t>(0, header.size());
  header[where] = *rc::gen::element('G', 'A', ' ', '"', '\n', 'z', '_');
  RC_ASSERT(!parse_traceparent(header));
}

RC_GTEST_PROP(TraceParentLaw, AnythingAtAllIsReadWithoutHarm, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::element('0', '1', 'a', 'f', '-', ' '));
  if (const auto parent = parse_traceparent(text)) RC_ASSERT(parent->trace_id.size() == 32U);
}

TEST(TraceParentHeader, OfARequestOfOursIsValidAndAnotherStepEachTime) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("host");
  const std::string trace = make_trace_id(host.random("trace"));
  const std::string first = make_traceparent(trace, host.random("trace"));
  const std::string second = make_traceparent(trace, host.random("trace"));
  ASSERT_TRUE(parse_traceparent(first)) << first;
  EXPECT_EQ(parse_traceparent(first)->trace_id, trace);
  EXPECT_TRUE(parse_traceparent(first)->sampled);
  EXPECT_NE(parse_traceparent(first)->parent_id, parse_traceparent(second)->parent_id);
  EXPECT_NE(trace, make_trace_id(host.random("trace")));
}

TEST(RequestId, OfTheClientIsEchoedWhenItIsOne) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("host");
  http::Request request;
  request.headers.set("x-request-id", "abc-1.2_3:4");
  EXPECT_EQ(request_id_of(request, host.random("id")), "abc-1.2_3:4");
}

RC_GTEST_PROP(RequestIdLaw, IsAlwaysOneThatCanBeEchoedAndLogged, ()) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("host");
  http::Request request;
  request.headers.set("X-Request-Id", *rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
  const std::string first = request_id_of(request, host.random("id"));
  RC_ASSERT(is_request_id(first));
}

TEST(RequestId, MadeOnesDiffer) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("host");
  const std::string first = request_id_of({}, host.random("id"));
  EXPECT_EQ(first.size(), 32U);
  EXPECT_NE(first, request_id_of({}, host.random("id")));
}

http::Response finished(http::Response response) {
  http::Request request;
  request.id = "id-1";
  finish_response(request, response);
  return response;
}

TEST(FinishResponse, AnErrorDocumentNamesItsRequest) {
  const http::Response response = finished(http::error_response(404, "not_found", "there is no \"/x\""));
  EXPECT_EQ(response.body, R"({"error":{"code":"not_found","message":"there is no \"/x\"","request_id":"id-1"}})");
  EXPECT_EQ(response.headers.find("X-Request-Id"), "id-1");
  EXPECT_EQ(response.headers.find("Retry-After"), std::nullopt);
}

TEST(FinishResponse, OtherBodiesStayAsTheyAre) {
  EXPECT_EQ(finished(http::json_response(503, R"({"status":"not_ready"})")).body, R"({"status":"not_ready"})");
  EXPECT_EQ(finished(http::text_response(200, R"({"error":{"code":"x"}})")).body, R"({"error":{"code":"x"}})");
}

TEST(FinishResponse, UnavailableSaysWhenToComeAgainUnlessItDidAlready) {
  EXPECT_EQ(finished(http::json_response(503, "{}")).headers.find("Retry-After"), "5");
  http::Response own = http::json_response(503, "{}");
  own.headers.set("Retry-After", "60");
  EXPECT_EQ(finished(own).headers.find("Retry-After"), "60");
}

http::Request request_from(const std::string& host) {
  http::Request request;
  request.remote.host = host;
  return request;
}

TEST(RefuseChange, TakesOnlyWhatThisMachineAsksForItself) {
  for (const char* own : {"127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_FALSE(refuse_change(request_from(own), "settings")) << own;
  }
  for (const char* other : {"10.0.0.7", "::ffff:10.0.0.7", "fe80::1", "1.127.0.0", ""}) {
    const auto refused = refuse_change(request_from(other), "settings");
    ASSERT_TRUE(refused) << other;
    EXPECT_EQ(refused->status, 403);
    EXPECT_THAT(refused->body, HasSubstr("settings are changed from this machine only"));
  }
}

TEST(RefuseChange, RefusesWebPagesAndProxies) {
  for (const char* field : {"Origin", "Forwarded", "x-forwarded-for", "X-Real-IP", "Via"}) {
    http::Request request = request_from("127.0.0.1");
    request.headers.set(field, "x");
    ASSERT_TRUE(refuse_change(request, "settings")) << field;
    EXPECT_EQ(refuse_change(request, "settings")->status, 403);
  }
}

std::optional<http::Response> refused_as(const std::string& method, std::optional<std::string> type,
                                         std::string body = "{}") {
  http::Request request = request_from("127.0.0.1");
  request.method = method;
  request.body = std::move(body);
  if (type) request.headers.set("Content-Type", *type);
  return refuse_change(request, "settings");
}

TEST(RefuseChange, TakesJsonWithAnyParameters) {
  for (const char* method : {"POST", "PUT", "PATCH"}) {
    for (const char* type : {"application/json", "application/json; charset=utf-8", "Application/JSON ;charset=utf-8",
                             "application/json;", "application/json\t; a=b; c=\"d;e\""}) {
      EXPECT_FALSE(refused_as(method, type)) << method << " " << type;
    }
  }
  EXPECT_FALSE(refused_as("PATCH", "application/merge-patch+json"));
}

TEST(RefuseChange, RefusesEveryOtherTypeWhole) {
  for (const char* method : {"POST", "PUT", "PATCH"}) {
    for (const char* type :
         {"application/jsonx", "application/json-patch+json", "application/json+x", "application/jso", "json",
          "application/ json", "text/plain", "text/plain; application/json", "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x", "application/merge-patch+jsonx", ""}) {
      const auto refused = refused_as(method, type);
      ASSERT_TRUE(refused) << method << " " << type;
      EXPECT_EQ(refused->status, 415);
      EXPECT_THAT(refused->body, HasSubstr("Invalid content type"));
    }
    ASSERT_TRUE(refused_as(method, std::nullopt)) << "a body of no type";
  }
  for (const char* method : {"POST", "PUT"}) {
    EXPECT_TRUE(refused_as(method, "application/merge-patch+json")) << method;
  }
}

TEST(RefuseChange, AsksNoTypeOfWhatHasNoBody) {
  EXPECT_FALSE(refused_as("POST", std::nullopt, ""));
  EXPECT_TRUE(refused_as("POST", "text/plain", ""));
  EXPECT_FALSE(refused_as("DELETE", "text/plain", ""));
}

class LinesSink final : public LogSink {
 public:
  explicit LinesSink(std::string& text) : text_(text) {}
  void write(std::string_view line) override { text_ += std::string(line) + "\n"; }

 private:
  std::string& text_;
};

std::string access_line(const http::Request& request, const http::Response& response, LineFormat format) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("host");
  std::string text;
  EventLog log(host.clock(), Level::info, format, std::make_unique<LinesSink>(text));
  Logger access = log.logger("access");
  log_exchange(access, {request, response, 12, std::chrono::milliseconds(3), true});
  return text;
}

TEST(AccessLog, HoldsTheGuidesFields) {
  http::Request request;
  request.target = "/health/live?token=secret";
  request.remote.host = "10.0.0.7";
  request.id = "id-1";
  request.headers.set("User-Agent", "probe 1.0");
  request.headers.set("traceparent", std::string(kTrace));
  http::Response response;
  response.route = "/health/live";
  const std::string line = access_line(request, response, append_logfmt_line);
  EXPECT_THAT(line,
              HasSubstr("msg=http_request logger=access method=GET route=/health/live url=/health/live "
                        "status_code=200 process_time=0.003 bytes=12 remote_addr=10.0.0.7 user_agent=\"probe 1.0\" "
                        "request_id=id-1 trace_id=0af7651916cd43dd8448eb211c80319c parent_id=b7ad6b7169203331"));
  EXPECT_THAT(line, Not(HasSubstr("secret")));
}

// Whatever a client writes into the fields that are logged, it stays one line, and one object of the known keys.
RC_GTEST_PROP(AccessLogLaw, NothingThatAClientSendsForgesALine, ()) {
  const auto hostile = [] {
    return *rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::element('\n', '\r', '"', '{', '}', ',', ':', '\\', '\0', '\x1b', ' ', '='),
                       rc::gen::arbitrary<char>()));
  };
  http::Request request;
  request.method = "GET" + hostile();
  request.target = "/" + hostile();
  request.headers.add("User-Agent", hostile());
  request.headers.add("traceparent", hostile());
  for (const LineFormat format : {append_json_line, append_logfmt_line, append_text_line}) {
    const std::string line = access_line(request, {}, format);
    RC_ASSERT(line.find('\n') == line.size() - 1);
    for (const char c : line.substr(0, line.size() - 1)) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20);
  }
  const auto parsed = boost::json::parse(access_line(request, {}, append_json_line));
  RC_ASSERT(parsed.as_object().size() == 13U);
}

}  // namespace
}  // namespace checkride::runtime
