// Goal: connections are used again, no more of them than allowed are open or idle, and none grows too old. Method:
// counted on both sides, on both worlds; exact ages on the virtual one.
#include <boost/asio/error.hpp>

#include "../world/both_worlds.hpp"
#include "checkride/http/connections.hpp"
#include "checkride/test/world_test.hpp"
#include "checkride/tls/authority.hpp"
#include "task_server.hpp"

namespace checkride::http {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

world::Task<std::string> get(Connections& connections, Url url, std::string method = "GET") {
  Request request;
  request.method = std::move(method);
  const auto answer = co_await connections.fetch(std::move(url), std::move(request), 20s);
  co_return answer ? answer->body : "[" + answer.error().message() + "]";
}

world::Task<> get_into(Connections& connections, Url url, std::vector<std::string>& answers) {
  std::string answer = co_await get(connections, std::move(url));
  answers.push_back(std::move(answer));
}

BOTH_WORLDS_TEST(Connections, OneIsUsedAgainAndCounted) {
  TaskServer server(world, later(world));
  Connections connections(world);
  for (int i = 1; i <= 3; ++i) {
    const std::string answer = co_await get(connections, server.url("/a?" + std::to_string(i)), "POST");
    EXPECT_EQ(answer, "POST /a?" + std::to_string(i) + " ");
  }
  const ConnectionCounts counts = connections.counts();
  EXPECT_EQ(counts.opened, 1u);
  EXPECT_EQ(counts.reused, 2u);
  EXPECT_EQ(counts.retried, 0u);
  EXPECT_EQ(counts.open, 1u);
  EXPECT_EQ(counts.idle, 1u);
  EXPECT_EQ(counts.waiting, 0u);
  EXPECT_EQ(server.most_open, 1u);
  co_await server.stop();
}

BOTH_WORLDS_TEST(Connections, AreUsedAgainBehindTls) {
  const auto authority = tls::Authority::make(world, "Test Authority");
  const world::UtcTime now = world.clock().utc_now();
  tls::CertificateRequest wanted;
  wanted.names = {"127.0.0.1"};
  wanted.from = now - 1h;
  wanted.until = now + 24h;
  tls::ServerSettings identity;
  identity.identity = authority.issue(world, wanted);
  tls::ClientSettings trusting;
  trusting.trust_pem = authority.trust_pem();
  ServerLimits limits;
  limits.tls = tls::Server::make(world, identity).value();
  TaskServer server(world, later(world), limits);
  Connections connections(world, ConnectionLimits(), tls::Client::make(world, trusting).value());
  for (int i = 0; i < 3; ++i) {
    const std::string answer = co_await get(connections, server.url("/a"));
    EXPECT_EQ(answer, "GET /a ");
  }
  EXPECT_EQ(connections.counts().opened, 1u);
  EXPECT_EQ(connections.counts().reused, 2u);
  EXPECT_EQ(server.most_open, 1u);
  co_await server.stop();
}

BOTH_WORLDS_TEST(Connections, HttpsNeedsToKnowWhomToBelieve) {
  Connections connections(world);
  const auto answer = co_await connections.fetch(parse_url("https://127.0.0.1:9/").value(), Request(), 5s);
  EXPECT_THAT(answer, FailsWith(HasSubstr("127.0.0.1:9: https needs to know whose certificates to believe")));
  EXPECT_EQ(connections.counts().open, 0u);
}

BOTH_WORLDS_TEST(Connections, NoMoreThanAllowedAreOpen) {
  TaskServer server(world, later(world));
  ConnectionLimits limits;
  limits.open_max = 3;
  Connections connections(world, limits);
  std::vector<std::string> answers;
  world::TaskGroup clients(world.executor());
  for (int i = 0; i < 6; ++i) clients.spawn("client", get_into(connections, server.url("/slow"), answers));
  co_await until(world.clock(), [&] { return server.asked == 3; });
  EXPECT_EQ(connections.counts().open, 3u);
  EXPECT_EQ(connections.counts().idle, 0u);
  EXPECT_EQ(connections.counts().waiting, 3u);
  co_await clients.join();
  EXPECT_EQ(answers, std::vector<std::string>(6, "GET /slow "));
  EXPECT_EQ(connections.counts().opened, 3u);
  EXPECT_EQ(connections.counts().waiting, 0u);
  EXPECT_EQ(server.most_open, 3u);
  co_await server.stop();
}

BOTH_WORLDS_TEST(Connections, NoMoreThanAllowedAreIdle) {
  TaskServer server(world, later(world));
  ConnectionLimits limits;
  limits.idle_max = 2;
  Connections connections(world, limits);
  std::vector<std::string> answers;
  world::TaskGroup clients(world.executor());
  for (int i = 0; i < 5; ++i) clients.spawn("client", get_into(connections, server.url("/slow"), answers));
  co_await clients.join();
  EXPECT_EQ(server.most_open, 5u);
  EXPECT_EQ(connections.counts().open, 2u);
  EXPECT_EQ(connections.counts().idle, 2u);
  co_await until(world.clock(), [&] { return server.open == 2; });
  co_await server.stop();
}

WORLD_TEST(Connections, WhoWaitsComesInTurn) {
  TaskServer server(host, later(host));
  ConnectionLimits limits;
  limits.open_max = 1;
  Connections connections(host, limits);
  std::vector<std::string> answers;
  world::TaskGroup clients(host.executor());
  clients.spawn("first", get_into(connections, server.url("/slow"), answers));
  co_await host.clock().sleep_for(1ms);
  for (const char* target : {"/b", "/c", "/d", "/e"}) {
    clients.spawn("client", get_into(connections, server.url(target), answers));
    co_await host.clock().sleep_for(1ms);
  }
  co_await clients.join();
  EXPECT_THAT(answers, ElementsAre("GET /slow ", "GET /b ", "GET /c ", "GET /d ", "GET /e "));
  EXPECT_EQ(connections.counts().opened, 1u);
  co_await server.stop();
}

WORLD_TEST(Connections, TheWaitForOneHasALimit) {
  TaskServer server(host, later(host));
  ConnectionLimits limits;
  limits.open_max = 1;
  limits.wait = 100ms;
  Connections connections(host, limits);
  std::vector<std::string> answers;
  world::TaskGroup clients(host.executor());
  clients.spawn("slow", get_into(connections, server.url("/slow"), answers));
  co_await host.clock().sleep_for(10ms);
  const world::Instant began = host.clock().now();
  const auto answer = co_await connections.fetch(server.url(), Request(), 20s);
  EXPECT_EQ(host.clock().now() - began, 100ms);
  EXPECT_EQ(answer.error().code(), boost::system::errc::resource_unavailable_try_again);
  EXPECT_THAT(answer, FailsWith(AllOf(HasSubstr(server.endpoint.text()), HasSubstr("were in use for 100 ms"))));
  co_await clients.join();
  EXPECT_THAT(answers, ElementsAre("GET /slow "));
  EXPECT_EQ(connections.counts().waiting, 0u);
  co_await server.stop();
}

WORLD_TEST(Connections, IdleOnesAreClosedInTime) {
  TaskServer server(host, later(host));
  ConnectionLimits limits;
  limits.idle = 5s;
  Connections connections(host, limits);
  (void)co_await get(connections, server.url());
  co_await host.clock().sleep_for(3s);
  (void)co_await get(connections, server.url());
  co_await host.clock().sleep_for(4900ms);
  EXPECT_EQ(connections.counts().idle, 1u);
  EXPECT_EQ(server.open, 1u);
  co_await host.clock().sleep_for(200ms);
  EXPECT_EQ(connections.counts().open, 0u);
  EXPECT_EQ(server.open, 0u);
  (void)co_await get(connections, server.url());
  EXPECT_EQ(connections.counts().opened, 2u);
  co_await host.clock().sleep_for(5100ms);
  EXPECT_EQ(server.open, 0u) << "who closes them is there again";
  co_await server.stop();
}

WORLD_TEST(Connections, OldOnesTakeNoFurtherRequest) {
  TaskServer server(host, later(host));
  ConnectionLimits limits;
  limits.lifetime = 3500ms;
  Connections connections(host, limits);
  for (int i = 0; i < 7; ++i) {
    const std::string answer = co_await get(connections, server.url());
    EXPECT_EQ(answer, "GET / ");
    co_await host.clock().sleep_for(1s);
  }
  EXPECT_EQ(connections.counts().opened, 2u);
  EXPECT_EQ(connections.counts().reused, 5u);
  EXPECT_EQ(server.most_open, 1u);
  co_await server.stop();
}

BOTH_WORLDS_TEST(Connections, EachHostAndPortHasItsOwn) {
  TaskServer one(world, later(world));
  TaskServer other(world, later(world));
  ConnectionLimits limits;
  limits.open_max = 1;
  Connections connections(world, limits);
  for (int i = 0; i < 2; ++i) {
    (void)co_await get(connections, one.url());
    (void)co_await get(connections, other.url());
  }
  EXPECT_EQ(connections.counts().opened, 2u);
  EXPECT_EQ(connections.counts().idle, 2u);
  EXPECT_EQ(one.asked, 2);
  EXPECT_EQ(other.asked, 2);
  co_await one.stop();
  co_await other.stop();
}

BOTH_WORLDS_TEST(Connections, IdleOnesCanBeClosedAndEndWithTheirOwner) {
  TaskServer server(world, later(world));
  {
    Connections connections(world);
    (void)co_await get(connections, server.url());
    connections.close_idle();
    EXPECT_EQ(connections.counts().open, 0u);
    co_await until(world.clock(), [&] { return server.open == 0; });
    (void)co_await get(connections, server.url());
    EXPECT_EQ(server.open, 1u);
  }
  co_await until(world.clock(), [&] { return server.open == 0; });
  co_await server.stop();
}

WORLD_TEST(Connections, WhatIsUnderWayGoesOnWithoutItsOwner) {
  TaskServer server(host, later(host));
  std::vector<std::string> answers;
  world::TaskGroup clients(host.executor());
  {
    Connections connections(host);
    clients.spawn("slow", get_into(connections, server.url("/slow"), answers));
    co_await until(host.clock(), [&] { return server.asked == 1; });
  }
  co_await clients.join();
  EXPECT_THAT(answers, ElementsAre("GET /slow "));
  co_await host.clock().sleep_for(10ms);
  EXPECT_EQ(server.open, 0u);
  co_await server.stop();
}

world::Task<Response> name_host(const Request& request) {
  co_return text_response(200, std::string(request.headers.find("Host").value_or("")));
}

WORLD_TEST(Connections, AHostOfTheRequestsOwnIsSent) {
  AsyncHandler handler = [](const Request& request) { return name_host(request); };
  TaskServer server(host, std::move(handler));
  Connections connections(host);
  Request request;
  request.headers.add("Host", "api.company.com");
  const auto named = co_await connections.fetch(server.url(), std::move(request), 5s);
  CO_ASSERT_OK(named);
  EXPECT_EQ(named->body, "api.company.com");
  const std::string usual = co_await get(connections, server.url());
  EXPECT_EQ(usual, server.endpoint.text());
  co_await server.stop();
}

}  // namespace
}  // namespace checkride::http
