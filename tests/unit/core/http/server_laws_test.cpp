// Goal: no bytes bring the server down, and it goes on serving others; how requests are cut on their way changes no
// answer. Method: RapidCheck over soups of HTTP's pieces and over mutilated requests, after each of which a well-formed
// request must be answered; over well-formed ones, sent whole, each on a connection, and in any pieces on one.
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

// Sends the pieces, some time apart, says its end, and gives what comes.
world::Task<std::string> send_in_pieces(world::VirtualHost& host, const world::Endpoint& to,
                                        const std::vector<std::string>& pieces) {
  auto stream = co_await host.network().connect(to);
  if (!stream) co_return "not connected";
  for (const std::string& piece : pieces) {
    (void)co_await world::write_all(*stream, piece);
    co_await host.clock().sleep_for(1ms);
  }
  stream->shutdown_send();
  std::string answer = co_await read_to_end(*stream);
  co_return answer;
}

world::Task<int> send_both_ways(world::VirtualHost& host, const std::vector<std::string>& requests,
                                const std::vector<std::string>& pieces, Outcome& outcome) {
  RunningServer server(host);
  for (const std::string& request : requests) {
    const std::vector<std::string> whole(1, request);
    outcome.first += co_await send_in_pieces(host, server.endpoint(), whole);
  }
  outcome.second = co_await send_in_pieces(host, server.endpoint(), pieces);
  co_return 0;
}

// The time of an answer may differ.
std::string without_dates(std::string text) {
  for (auto at = text.find("Date: "); at != std::string::npos; at = text.find("Date: ", at)) {
    text.erase(at, text.find("\r\n", at) + 2 - at);
  }
  return text;
}

std::string chunked(const std::vector<std::string>& chunks) {
  std::string body;
  for (const std::string& chunk : chunks) {
    if (!chunk.empty()) body += std::to_string(chunk.size()) + "\r\n" + chunk + "\r\n";
  }
  return body + "0\r\n\r\n";
}

std::string good_request() {
  const std::string target = *rc::gen::element<std::string>("/a", "/b?c=d", "/empty", "/throws", "/bad");
  const std::string body = *rc::gen::element<std::string>("", "x", "\r\n\r\n", "GET / HTTP/1.1\r\n\r\n");
  const std::string host = " HTTP/1.1\r\nHost: t\r\n";
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return "GET " + target + host + "\r\n";
    case 1:
      return "HEAD " + target + host + "\r\n";
    case 2:
      return "POST " + target + host + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    default:
      return "PUT " + target + host + "Transfer-Encoding: chunked\r\n\r\n" + chunked({body.substr(0, 5), "yz"});
  }
}

RC_GTEST_PROP(ServerLaws, HowRequestsAreCutOnTheirWayChangesNoAnswer, ()) {
  std::vector<std::string> requests;
  std::string all;
  for (int left = *rc::gen::inRange(1, 6); left > 0; --left) {
    requests.push_back(good_request());
    all += requests.back();
  }
  std::vector<std::string> pieces;
  while (!all.empty()) {
    const auto size = *rc::gen::inRange<std::size_t>(1, all.size() + 1);
    pieces.push_back(all.substr(0, size));
    all.erase(0, size);
  }
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("test");
  Outcome outcome;
  host.start("test", send_both_ways(host, requests, pieces, outcome));
  world.run_until(world.now() + 1h, [&] { return host.exit_code().has_value(); });
  RC_ASSERT(host.failure() == "");
  RC_ASSERT(host.exit_code() == 0);
  RC_ASSERT(without_dates(outcome.first).starts_with("HTTP/1.1 "));
  RC_ASSERT(without_dates(outcome.first) == without_dates(outcome.second));
}

}  // namespace
}  // namespace checkride::http
