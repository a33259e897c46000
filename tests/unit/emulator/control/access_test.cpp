// Goal: no web page and no strange name reaches the control API; everybody else does. Method: requests with the headers
// that browsers and tools send.
#include "control/access.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

namespace checkride::emulator {
namespace {

using testing::HasSubstr;

http::Request request_to(const std::string& host) {
  http::Request request;
  request.method = "POST";
  request.headers.add("Host", host);
  return request;
}

int status(const http::Request& request, const ControlAccess& access = {}) {
  const auto refused = refusal_of(request, access);
  return refused ? refused->status : 200;
}

TEST(ControlAccess, NamesOfThisMachineAreTaken) {
  for (const char* host : {"localhost:5112", "LOCALHOST", "127.0.0.1:5112", "127.1.2.3", "[::1]:5112", "[::1]"}) {
    EXPECT_EQ(status(request_to(host)), 200) << host;
  }
}

TEST(ControlAccess, OtherNamesAreRefusedWithWhatHelps) {
  const auto refused = refusal_of(request_to("evil.example:5112"), {});
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->status, 403);
  EXPECT_THAT(refused->body, HasSubstr("--control-host evil.example"));
  for (const char* host : {"10.0.0.9:5112", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::2]", "[::1"}) {
    EXPECT_EQ(status(request_to(host)), 403) << host;
  }
  EXPECT_EQ(status(http::Request()), 400) << "no Host at all";
}

TEST(ControlAccess, ItsAddressAndGivenNamesAreTaken) {
  EXPECT_EQ(status(request_to("10.0.0.9:5112"), {"10.0.0.9", {}}), 200);
  EXPECT_EQ(status(request_to("sim.lan:5112"), {"sim.lan", {}}), 200);
  EXPECT_EQ(status(request_to("sim.lan:5112"), {"127.0.0.1", {"other", "SIM.lan"}}), 200);
  EXPECT_EQ(status(request_to("10.0.0.9:5112"), {"0.0.0.0", {}}), 200) << "it listens on every address";
  EXPECT_EQ(status(request_to("[fe80::1]:5112"), {"::", {}}), 200);
  EXPECT_EQ(status(request_to("sim.lan:5112"), {"0.0.0.0", {}}), 403) << "but has no name";
}

TEST(ControlAccess, APageOfElsewhereIsRefused) {
  http::Request request = request_to("127.0.0.1:5112");
  request.headers.add("Origin", "http://127.0.0.1:5112");
  EXPECT_EQ(status(request), 200);
  for (const char* origin : {"http://127.0.0.1:8000", "https://evil.example", "null"}) {
    request.headers.set("Origin", origin);
    EXPECT_EQ(status(request), 403) << origin;
  }
}

TEST(ControlAccess, BodiesAreJson) {
  http::Request request = request_to("localhost");
  request.body = "{}";
  EXPECT_EQ(status(request), 415);
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json"}) {
    request.headers.set("Content-Type", type);
    EXPECT_EQ(status(request), 415) << type;
  }
  for (const char* type : {"application/json", "Application/JSON; charset=utf-8", "application/json ;charset=utf-8"}) {
    request.headers.set("Content-Type", type);
    EXPECT_EQ(status(request), 200) << type;
  }
}

}  // namespace
}  // namespace checkride::emulator
