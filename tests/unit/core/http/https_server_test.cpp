// Goal: the server speaks https; a client that stalls in the handshake, or will not have the certificate, costs nobody
// else anything, and is told. Method: certificates of the test's own authority, on both worlds.
#include <boost/asio/error.hpp>

#include "../world/both_worlds.hpp"
#include "checkride/test/world_test.hpp"
#include "checkride/tls/authority.hpp"
#include "task_server.hpp"

namespace checkride::http {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// An authority, those whom it vouches for, and those who believe it.
class Issuer {
 public:
  explicit Issuer(world::World& world, const std::string& name = "Test Authority")
      : world_(world), authority_(tls::Authority::make(world, name)) {}

  tls::Server server(const std::string& name, world::Duration valid_for = 24h) const {
    const world::UtcTime now = world_.clock().utc_now();
    tls::CertificateRequest request;
    request.names = {name};
    request.from = now - 48h;
    request.until = now + valid_for;
    tls::ServerSettings settings;
    settings.identity = authority_.issue(world_, request);
    return tls::Server::make(world_, settings).value();
  }
  ServerLimits limits() const {
    ServerLimits limits;
    limits.tls = server("127.0.0.1");
    return limits;
  }
  std::optional<tls::Client> believer() const {
    tls::ClientSettings settings;
    settings.trust_pem = authority_.trust_pem();
    return tls::Client::make(world_, settings).value();
  }

 private:
  world::World& world_;
  tls::Authority authority_;
};

world::Task<Result<Response>> ask_securely(world::World& world, const Issuer& issuer, const TaskServer& server) {
  Request request = request_of("POST", "/secret", "body");
  std::optional<tls::Client> trust = issuer.believer();
  co_return co_await fetch(world, server.url(), std::move(request), 20s, 1000, std::move(trust));
}

BOTH_WORLDS_TEST(HttpsServer, AnswersBehindTls) {
  const Issuer issuer(world);
  TaskServer server(world, later(world), issuer.limits());
  const auto answer = co_await ask_securely(world, issuer, server);
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->body, "POST /secret body");
  co_await until(world.clock(), [&] { return !server.exchanges.empty(); });
  EXPECT_THAT(server.exchanges, ElementsAre("/secret 200 17"));
  EXPECT_THAT(server.refused, IsEmpty());
  co_await server.stop();
}

BOTH_WORLDS_TEST(HttpsServer, AHandshakeThatStallsHoldsNobodyUp) {
  const Issuer issuer(world);
  ServerLimits limits = issuer.limits();
  limits.handshake = 2s;
  TaskServer server(world, later(world), limits);
  auto stalls = co_await world.network().connect(server.endpoint);
  CO_ASSERT_OK(stalls);
  co_await until(world.clock(), [&] { return server.open == 1; });
  const auto answer = co_await ask_securely(world, issuer, server);
  CO_ASSERT_OK(answer);
  EXPECT_EQ(server.most_open, 2u);
  EXPECT_THAT(server.refused, IsEmpty()) << "the one that stalls is still waited for";
  const std::string rest = co_await read_to_end(*stalls);
  EXPECT_EQ(rest, "");
  co_await until(world.clock(), [&] { return !server.refused.empty(); });
  EXPECT_THAT(server.refused, ElementsAre(HasSubstr(stalls->local().text() + ": the TLS handshake: no answer within")));
  co_await until(world.clock(), [&] { return server.open == 0; });
  co_await server.stop();
}

WORLD_TEST(HttpsServer, ADrainWaitsForAHandshakeNoLongerThanItsLimit) {
  const Issuer issuer(host);
  TaskServer server(host, later(host), issuer.limits());
  auto stalls = co_await host.network().connect(server.endpoint);
  CO_ASSERT_OK(stalls);
  co_await until(host.clock(), [&] { return server.open == 1; });
  server.drain->begin();
  const world::Instant began = host.clock().now();
  co_await server.group.join();
  const world::Duration took = host.clock().now() - began;
  EXPECT_GT(took, 9s);
  EXPECT_LE(took, 10s);
}

// As many as the server takes, and more, and all of them silent.
WORLD_TEST(HttpsServer, HandshakesThatStallKeepNobodyOut) {
  const Issuer issuer(host);
  ServerLimits limits = issuer.limits();
  TaskServer server(host, later(host), limits);
  std::vector<world::Stream> silent;
  for (int i = 0; i < 300; ++i) {
    auto one = co_await host.network().connect(server.endpoint);
    CO_ASSERT_OK(one);
    silent.push_back(std::move(*one));
  }
  const world::Instant began = host.clock().now();
  for (int i = 0; i < 3; ++i) {
    const auto answer = co_await ask_securely(host, issuer, server);
    CO_ASSERT_OK(answer);
    EXPECT_EQ(answer->body, "POST /secret body");
  }
  EXPECT_LT(host.clock().now() - began, 1s) << "long before their limit";
  EXPECT_THAT(server.errors, IsEmpty());
  CO_ASSERT_TRUE(server.refused.size() >= 45);
  EXPECT_THAT(server.refused[0], AllOf(HasSubstr(silent[0].local().text()), HasSubstr("made room")));
  const std::string end_of_first = co_await read_to_end(silent[0]);
  EXPECT_EQ(end_of_first, "") << "it had stalled for the longest time";
  co_await server.stop();
}

// Handshakes and requests are in one order.
WORLD_TEST(HttpsServer, WhoeverBeganFirstMakesRoom) {
  const Issuer issuer(host);
  ServerLimits limits = issuer.limits();
  limits.connections_max = 2;
  TaskServer server(host, later(host), limits);
  auto stalls = co_await host.network().connect(server.endpoint);
  CO_ASSERT_OK(stalls);
  co_await host.clock().sleep_for(1s);
  auto plain = co_await host.network().connect(server.endpoint);
  CO_ASSERT_OK(plain);
  auto trust = issuer.believer();
  auto slow = co_await tls::connect(host, std::move(*trust), std::move(*plain), "127.0.0.1");
  CO_ASSERT_OK(slow);
  (void)co_await world::write_all(*slow, std::string_view("GET /slow HTTP/1.1\r\nX: "));
  co_await host.clock().sleep_for(1s);
  const auto answer = co_await ask_securely(host, issuer, server);
  CO_ASSERT_OK(answer);
  EXPECT_THAT(server.refused, ElementsAre(HasSubstr(stalls->local().text() + ": the TLS handshake: it made room")));
  (void)co_await world::write_all(*slow, std::string_view("y\r\nHost: t\r\nConnection: close\r\n\r\n"));
  const std::string rest = co_await read_to_end(*slow);
  EXPECT_THAT(rest, AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("GET /slow")));
  co_await server.stop();
}

world::Task<int> serve_securely(world::VirtualHost& host) {
  const Issuer issuer(host);
  auto listener = host.network().listen(world::Endpoint{"0.0.0.0", 443}).value();
  std::function<Response(const Request&)> handler = [](const Request& request) { return echo(request); };
  ServerLimits limits = issuer.limits();
  limits.handshake = 24h;
  co_await serve(host, std::move(listener), std::move(handler), limits);
  co_return 0;
}

world::Task<int> stall(world::VirtualHost& host, std::string server) {
  const world::Endpoint where{server, 443};
  auto stalls = co_await host.network().connect(where);
  EXPECT_TRUE(stalls.has_value());
  co_await host.clock().sleep_for(1h);
  co_return 0;
}

// What is left of it would be found by the sanitizers.
TEST(HttpsServerCrash, NothingIsLeftOfAHandshakeWhoseHostGoesDown) {
  world::VirtualWorld world;
  world::VirtualHost& server = world.add_host("server");
  world::VirtualHost& client = world.add_host("client");
  server.start("serve", serve_securely(server));
  world.run_until(world.now() + 1s);
  client.start("stall", stall(client, server.address()));
  world.run_until(world.now() + 1min);
  EXPECT_FALSE(server.exit_code().has_value());
  server.crash();
  world.run_until(world.now() + 1s);
  EXPECT_FALSE(server.up());
}

WORLD_TEST(HttpsServer, AHookThatFailsEndsTheHandshake) {
  const Issuer issuer(host);
  TaskServer server(host, later(host), issuer.limits());
  server.handshake_fails = true;
  const auto answer = co_await ask_securely(host, issuer, server);
  EXPECT_TRUE(answer.has_error());
  co_await until(host.clock(), [&] { return server.open == 0 && !server.errors.empty(); });
  EXPECT_THAT(server.errors, ElementsAre(HasSubstr("no certificate today")));
  co_await server.stop();
}

struct Wrong {
  const char* title;
  tls::Server (*server)(const Issuer& issuer, world::World& world);
  const char* told;
};

const Wrong kWrong[] = {
    {"expired", [](const Issuer& issuer, world::World&) { return issuer.server("127.0.0.1", -1h); },
     "certificate has expired"},
    {"another address", [](const Issuer& issuer, world::World&) { return issuer.server("127.0.0.2"); },
     "IP address mismatch"},
    {"a stranger's", [](const Issuer&, world::World& world) { return Issuer(world, "Stranger").server("127.0.0.1"); },
     "unable to get local issuer certificate"},
};

BOTH_WORLDS_TEST(HttpsServer, AWrongCertificateIsRefusedAndTheReasonNamed) {
  const Issuer issuer(world);
  TaskServer server(world, later(world), issuer.limits());
  for (const Wrong& wrong : kWrong) {
    SCOPED_TRACE(wrong.title);
    server.handshakes = std::make_shared<tls::Server>(wrong.server(issuer, world));
    server.refused.clear();
    const auto answer = co_await ask_securely(world, issuer, server);
    EXPECT_THAT(answer, FailsWith(AllOf(HasSubstr(server.endpoint.text()), HasSubstr(wrong.told))));
    co_await until(world.clock(), [&] { return server.refused.size() == 1; });
  }
  server.handshakes.reset();
  const auto answer = co_await ask_securely(world, issuer, server);
  CO_ASSERT_OK(answer);
  EXPECT_EQ(server.asked, 1);
  co_await server.stop();
}

BOTH_WORLDS_TEST(HttpsServer, WhoSpeaksInTheClearIsToldApart) {
  const Issuer issuer(world);
  TaskServer server(world, later(world), issuer.limits());
  (void)co_await raw(world, server.endpoint, "GET / HTTP/1.1\r\nHost: t\r\n\r\n");
  co_await until(world.clock(), [&] { return !server.refused.empty(); });
  EXPECT_THAT(server.refused, ElementsAre(HasSubstr("http request")));
  EXPECT_EQ(server.asked, 0);
  co_await server.stop();
}

WORLD_TEST(HttpsServer, AHandshakeMayTakeItsTime) {
  const Issuer issuer(host);
  TaskServer server(host, later(host), issuer.limits());
  server.handshake_takes = 5s;
  const world::Instant began = host.clock().now();
  const auto answer = co_await ask_securely(host, issuer, server);
  CO_ASSERT_OK(answer);
  EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(host.clock().now() - began), 5s);
  server.handshake_takes = 15s;
  const auto too_late = co_await ask_securely(host, issuer, server);
  EXPECT_TRUE(too_late.has_error());
  EXPECT_THAT(server.refused, ElementsAre(HasSubstr("no answer within 10000 ms")));
  co_await server.stop();
}

WORLD_TEST(HttpsServer, ADrainClosesIdleConnections) {
  const Issuer issuer(host);
  TaskServer server(host, later(host), issuer.limits());
  auto plain = co_await host.network().connect(server.endpoint);
  CO_ASSERT_OK(plain);
  auto trust = issuer.believer();
  auto stream = co_await tls::connect(host, std::move(*trust), std::move(*plain), "127.0.0.1");
  CO_ASSERT_OK(stream);
  const std::string request = "GET /once HTTP/1.1\r\nHost: t\r\n\r\n";
  (void)co_await world::write_all(*stream, request);
  co_await until(host.clock(), [&] { return server.exchanges.size() == 1; });
  server.drain->begin();
  co_await server.group.join();
  const std::string answer = co_await read_to_end(*stream);
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200"), EndsWith("GET /once ")));
}

}  // namespace
}  // namespace checkride::http
