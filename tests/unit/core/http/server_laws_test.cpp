// Goal: no bytes bring the server down, and it goes on serving others. Method: RapidCheck over soups of HTTP's pieces
// and over mutilated requests; after each, a well-formed request must be answered.
#include <boost/asio/error.hpp>

#include "checkride/http/http.hpp"
#include "checkride/test/property.hpp"
#include "checkride/test/world_test.hpp"
#include "http_fixture.hpp"

namespace checkride::http {
namespace {

using namespace std::chrono_literals;

struct Outcome {
  std::string first;
  std::string second;
};

world::Task<int> send_both(world::VirtualHost& host, std::string bytes, Outcome& outcome) {
  RunningServer server(host);
  auto stream = co_await host.network().connect(server.endpoint());
  if (!stream) co_return 1;
  (void)co_await world::write_all(*stream, bytes);
  stream->shutdown_send();
  outcome.first = co_await read_to_end(*stream);
  const std::string good = "GET /good HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n";
  outcome.second = co_await raw(host, server.endpoint(), good);
  co_return 0;
}

void check(const std::string& bytes) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("test");
  Outcome outcome;
  host.start("test", send_both(host, bytes, outcome));
  world.run_until(world.now() + 1h, [&] { return host.exit_code().has_value(); });
  RC_ASSERT(host.failure() == "");
  RC_ASSERT(host.exit_code() == 0);
  RC_ASSERT(outcome.first.empty() || outcome.first.starts_with("HTTP/1.1 "));
  RC_ASSERT(outcome.second.ends_with("GET /good "));
}

rc::Gen<std::string> soup() {
  const auto piece = rc::gen::element<std::string>(
      "GET ", "PUT ", "/", " HTTP/1.1", " HTTP/1.0", "\r\n", "\n", "\r\n\r\n", "Host: a\r\n", "Content-Length: 3\r\n",
      "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n", "0\r\n\r\n",
      "Connection: keep-alive\r\n", "Expect: 100-continue\r\n", ": ", ";", " ", "\t", std::string(1, '\0'), "\xFF",
      "%00");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string text;
    for (const std::string& p : pieces) text += p;
    return text;
  });
}

RC_GTEST_PROP(ServerLaws, SurvivesArbitraryBytes, (const std::string& bytes)) {
  check(bytes);
}

RC_GTEST_PROP(ServerLaws, SurvivesSoupOfHttp, ()) {
  check(*soup());
}

RC_GTEST_PROP(ServerLaws, SurvivesMutilatedRequests, ()) {
  std::string text = "PUT /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text.replace(at, *rc::gen::inRange<std::size_t>(0, 9), *soup());
  check(text);
}

}  // namespace
}  // namespace checkride::http
