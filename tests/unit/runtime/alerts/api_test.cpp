// Goal: nobody silences or acknowledges alerts but who may, and a silence never fits more than was asked. Method: one
// manager on a virtual host; requests by the router.
#include "alerts/api.hpp"

#include <gmock/gmock.h>

#include "../link/service_bench.hpp"
#include "alerts/alert_manager.hpp"

namespace checkride::runtime::alerts {
namespace {

using namespace std::chrono_literals;
using runtime::test::ServiceBench;
using testing::HasSubstr;

world::Task<int> start_service(Service& service) {
  auto started = co_await service.start();
  co_return started ? 0 : 1;
}

std::string silence_with(const std::string& matchers, const std::string& more = {}) {
  return "{\"matchers\": [" + matchers + "], \"endsAt\": \"2100-01-01T00:00:00Z\", \"createdBy\": \"me\"" + more + "}";
}

class AlertApiTest : public testing::Test {
 protected:
  AlertApiTest() : host_(world_.add_host("monitor")), bench_(host_), manager_(bench_.context) {
    host_.start("manager", start_service(manager_));
    world_.run_until(world_.now() + 1ms);
  }
  static http::Request made(const std::string& method, const std::string& target, const std::string& body = {}) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    if (!body.empty()) request.headers.set("Content-Type", "application/json");
    request.remote.host = "127.0.0.1";
    return request;
  }
  http::Response ask(const http::Request& request) { return bench_.api.route(request); }

  world::VirtualWorld world_;
  world::VirtualHost& host_;
  ServiceBench bench_;
  AlertManager manager_;
};

const std::string kLow = R"({"name": "rule", "value": "Low"})";

TEST_F(AlertApiTest, ChangesNothingForOtherMachinesWebPagesAndProxies) {
  for (const auto& [method, target] :
       {std::pair{"POST", "/api/v1/silences"}, std::pair{"DELETE", "/api/v1/silences/1"},
        std::pair{"POST", "/api/v1/alerts/1/ack"}, std::pair{"DELETE", "/api/v1/alerts/1/ack"}}) {
    http::Request far = made(method, target, silence_with(kLow));
    far.remote.host = "10.0.0.7";
    EXPECT_EQ(ask(far).status, 403) << method << target;
    http::Request page = made(method, target, silence_with(kLow));
    page.headers.set("Origin", "http://evil.example");
    EXPECT_EQ(ask(page).status, 403) << method << target;
    http::Request proxied = made(method, target, silence_with(kLow));
    proxied.headers.set("X-Forwarded-For", "10.0.0.7");
    EXPECT_EQ(ask(proxied).status, 403) << method << target;
  }
  EXPECT_TRUE(manager_.silences().all().empty());
  EXPECT_EQ(ask(made("POST", "/api/v1/silences", silence_with(kLow))).status, 200);
}

TEST_F(AlertApiTest, OnlyJsonIsTaken) {
  for (const char* target : {"/api/v1/silences", "/api/v1/alerts/1/ack"}) {
    for (const char* type : {"text/plain", "application/jsonx", "application/x-www-form-urlencoded"}) {
      http::Request other = made("POST", target, silence_with(kLow));
      other.headers.set("Content-Type", type);
      EXPECT_EQ(ask(other).status, 415) << target << " " << type;
    }
    http::Request untold = made("POST", target, silence_with(kLow));
    untold.headers = http::Headers();
    EXPECT_EQ(ask(untold).status, 415) << target;
  }
  EXPECT_TRUE(manager_.silences().all().empty());
  http::Request told = made("POST", "/api/v1/silences", silence_with(kLow));
  told.headers.set("Content-Type", "application/json; charset=utf-8");
  EXPECT_EQ(ask(told).status, 200);
}

TEST_F(AlertApiTest, AnybodyMayLook) {
  http::Request far = made("GET", "/api/v1/silences");
  far.remote.host = "10.0.0.7";
  EXPECT_EQ(ask(far).status, 200);
  far.method = "HEAD";
  EXPECT_EQ(ask(far).status, 200);
}

TEST_F(AlertApiTest, ASilenceWithTooManyMatchersIsRefused) {
  std::string matchers = kLow;
  for (int i = 1; i < 20; ++i) matchers += ", " + kLow;
  EXPECT_EQ(ask(made("POST", "/api/v1/silences", silence_with(matchers))).status, 200);
  const http::Response refused = ask(made("POST", "/api/v1/silences", silence_with(matchers + ", " + kLow)));
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("at most 20 matchers"));
}

TEST_F(AlertApiTest, AMatcherMayBeARegularExpression) {
  const std::string low = R"({"name": "alertname", "value": "low.*|high", "isRegex": true, "isEqual": false})";
  ASSERT_EQ(ask(made("POST", "/api/v1/silences", silence_with(low))).status, 200);
  EXPECT_THAT(ask(made("GET", "/api/v1/silences")).body,
              HasSubstr(R"({"name":"rule","value":"low.*|high","isEqual":false,"isRegex":true})"));
  const http::Response refused =
      ask(made("POST", "/api/v1/silences", silence_with(R"({"name": "rule", "value": "(", "isRegex": true})")));
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("is no regular expression"));
}

TEST_F(AlertApiTest, ASilenceThatIsNotThereCannotBeChanged) {
  const http::Response unknown = ask(made("POST", "/api/v1/silences", silence_with(kLow, R"(, "id": "no")")));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, HasSubstr("there is no silence no"));
}

}  // namespace
}  // namespace checkride::runtime::alerts
