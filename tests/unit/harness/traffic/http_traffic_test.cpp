// Goal: every request goes out when it is due, whatever the server does, and all that comes of it is counted. Method:
// servers of known slowness on virtual time, where each number can be worked out; and one run on real sockets.
#include <set>

#include "checkride/harness/steps.hpp"
#include "checkride/test/world_test.hpp"
#include "checkride/tls/authority.hpp"
#include "checkride/world/real_world.hpp"
#include "traffic/http_traffic.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

// Answers /slow after `takes`, /bad with 503, all else with 200.
struct Server {
  Server(world::World& on, const world::Endpoint& where) : world(on), tasks(on.executor()) {
    auto listener = on.network().listen(where).value();
    endpoint = listener->local();
    http::AsyncHandler handler = [this](const http::Request& request) { return answer(this, request); };
    http::ServerHooks hooks;
    hooks.on_connections = [this](std::size_t now) { most_open = std::max(most_open, now); };
    tasks.spawn("serve", http::serve(on, std::move(listener), std::move(handler), limits(), std::move(hooks)));
  }
  static http::ServerLimits limits() {
    http::ServerLimits limits;
    limits.connections_max = 5000;
    return limits;
  }
  static world::Task<http::Response> answer(Server* self, const http::Request& request) {
    self->at.push_back(self->world.clock().now());
    self->targets.push_back(request.target);
    self->from.insert(request.remote.host);
    if (request.path() == "/slow") co_await self->world.clock().sleep_for(self->takes);
    co_return http::text_response(request.path() == "/bad" ? 503 : 200, "x");
  }

  world::World& world;
  world::TaskGroup tasks;
  world::Endpoint endpoint;
  world::Duration takes{2s};
  std::size_t most_open = 0;
  std::vector<world::Instant> at;
  std::vector<std::string> targets;
  std::set<std::string> from;
};

Traffic traffic_of(const std::string& target, double rate, world::Duration duration) {
  HttpTraffic http;
  TrafficRequest request;
  request.of = "server";
  request.target = target;
  http.mix.push_back(std::move(request));
  RateStage stage;
  stage.from_per_s = rate;
  stage.to_per_s = rate;
  stage.duration = duration;
  http.arrivals.stages.push_back(stage);
  Traffic traffic;
  traffic.id = "users";
  traffic.what = std::move(http);
  return traffic;
}

HttpTraffic& http_of(Traffic& traffic) {
  return std::get<HttpTraffic>(traffic.what);
}

struct Play {
  Play(world::World& from, world::Endpoint to) : tasks(from.executor()), place{from, tasks, {}, {}, {}, true} {
    place.find = [to = std::move(to)](const std::string&, Port) { return Result<world::Endpoint>(to); };
    place.client = [&from](std::size_t) -> world::World& { return from; };
    place.on_second = [this](const TrafficSecond& second) { seconds.push_back(second); };
  }
  world::TaskGroup tasks;
  TrafficPlace place;
  std::vector<TrafficSecond> seconds;
};

WORLD_TEST(HttpTraffic, SendsAtItsTimesAndCountsEveryAnswer) {
  Server server(world.add_host("server"), {"0.0.0.0", 80});
  Play play(host, {"server", 80});
  const auto run = make_traffic_run(play.place, traffic_of("/page/{n}", 50, 3s));
  const world::Instant begun = host.clock().now();
  co_await run->play();
  const TrafficFigures figures = run->figures();
  EXPECT_EQ(host.clock().now() - begun, 3s);
  EXPECT_TRUE(figures.over);
  EXPECT_EQ(figures.sent, 150U);
  EXPECT_EQ(figures.answered, 150U);
  EXPECT_EQ(figures.dropped, 0U);
  EXPECT_THAT(figures.by_status, ElementsAre(Pair("200", 150U)));
  EXPECT_EQ(figures.count("2xx"), 150U);
  EXPECT_EQ(figures.generator.max(), 0s) << "on virtual time nothing is late";
  EXPECT_EQ(server.targets.front(), "/page/1");
  EXPECT_EQ(server.targets.back(), "/page/150");
  EXPECT_EQ(server.most_open, 1U) << "the connection is used again";
  EXPECT_EQ(play.seconds.size(), 3U);
  for (const TrafficSecond& second : play.seconds) EXPECT_EQ(second.sent, 50U);
  CO_ASSERT_TRUE(run->looks().size() == 150);
  EXPECT_EQ(run->looks()[1].due - begun, 20ms);
  EXPECT_TRUE(run->looks()[149].good);
  (void)co_await server.tasks.stop(host.clock(), 1s);
}

// A closed loop of ten users would have sent fifty: the server would have set its own pace.
WORLD_TEST(HttpTraffic, ASlowServerIsSentAsMuchAsAFastOne) {
  Server server(world.add_host("server"), {"0.0.0.0", 80});
  Play play(host, {"server", 80});
  const auto run = make_traffic_run(play.place, traffic_of("/slow", 10, 10s));
  const world::Instant begun = host.clock().now();
  co_await run->play();
  const TrafficFigures figures = run->figures();
  EXPECT_EQ(figures.sent, 100U);
  EXPECT_EQ(figures.answered, 100U);
  EXPECT_GE(host.clock().now() - begun, 11'900ms) << "the last answer is waited for";
  EXPECT_GE(figures.latency.quantile(0.5), 2s);
  EXPECT_GE(server.most_open, 20U);
  CO_ASSERT_TRUE(server.at.size() == 100);
  EXPECT_GE(server.at[99] - server.at[0], 9900ms - 10ms);
  (void)co_await server.tasks.stop(host.clock(), 1s);
}

WORLD_TEST(HttpTraffic, WhatIsBeyondTheLimitIsDroppedAndCounted) {
  Server server(world.add_host("server"), {"0.0.0.0", 80});
  Play play(host, {"server", 80});
  Traffic traffic = traffic_of("/slow", 10, 2s);
  http_of(traffic).in_flight_max = 5;
  const auto run = make_traffic_run(play.place, traffic);
  co_await run->play();
  const TrafficFigures figures = run->figures();
  // The first answer is there after more than two seconds: five went out, fifteen did not.
  EXPECT_EQ(figures.sent, 5U);
  EXPECT_EQ(figures.dropped, 15U);
  EXPECT_EQ(figures.answered, 5U);
  CO_ASSERT_TRUE(run->looks().size() == 20);
  EXPECT_FALSE(run->looks()[19].good);
  EXPECT_EQ(run->looks()[19].took, std::nullopt);
  (void)co_await server.tasks.stop(host.clock(), 1s);
}

WORLD_TEST(HttpTraffic, ATimeoutCountsAsLongAsItTook) {
  Server server(world.add_host("server"), {"0.0.0.0", 80});
  Play play(host, {"server", 80});
  Traffic traffic = traffic_of("/slow", 10, 1s);
  http_of(traffic).timeout = 500ms;
  const auto run = make_traffic_run(play.place, traffic);
  co_await run->play();
  const TrafficFigures figures = run->figures();
  EXPECT_THAT(figures.by_status, ElementsAre(Pair("timeout", 10U)));
  EXPECT_EQ(figures.answered, 0U);
  EXPECT_EQ(figures.latency.quantile(0.5), 500ms);
  EXPECT_EQ(figures.latency.max(), 500ms);
  (void)co_await server.tasks.stop(host.clock(), 1s);
}

WORLD_TEST(HttpTraffic, NobodyThereIsAFailureWithoutALatency) {
  (void)world.add_host("server");
  Play play(host, {"server", 80});
  const auto run = make_traffic_run(play.place, traffic_of("/", 5, 2s));
  co_await run->play();
  const TrafficFigures figures = run->figures();
  EXPECT_THAT(figures.by_status, ElementsAre(Pair("failed", 10U)));
  EXPECT_EQ(figures.latency.count(), 0U);
  EXPECT_FALSE(run->looks()[0].good);
}

WORLD_TEST(HttpTraffic, AMixIsDrawnByItsShares) {
  Server server(world.add_host("server"), {"0.0.0.0", 80});
  Play play(host, {"server", 80});
  Traffic traffic = traffic_of("/page", 100, 5s);
  http_of(traffic).mix[0].share = 800'000;
  TrafficRequest bad = http_of(traffic).mix[0];
  bad.target = "/bad";
  bad.share = 200'000;
  http_of(traffic).mix.push_back(std::move(bad));
  const auto run = make_traffic_run(play.place, traffic);
  co_await run->play();
  const TrafficFigures figures = run->figures();
  EXPECT_EQ(figures.sent, 500U);
  EXPECT_EQ(figures.count("2xx") + figures.count("503"), 500U);
  // Five standard deviations are 45.
  EXPECT_NEAR(static_cast<double>(figures.count("5xx")), 100, 45);
  (void)co_await server.tasks.stop(host.clock(), 1s);
}

WORLD_TEST(HttpTraffic, ClientsTakeTurnsWithConnectionsAndAddressesOfTheirOwn) {
  Server server(world.add_host("server"), {"0.0.0.0", 80});
  world::VirtualHost& first = world.add_host("client.1");
  world::VirtualHost& second = world.add_host("client.2");
  Play play(host, {"server", 80});
  play.place.client = [&](std::size_t client) -> world::World& { return client == 0 ? first : second; };
  Traffic traffic = traffic_of("/", 10, 1s);
  http_of(traffic).clients = 2;
  const auto run = make_traffic_run(play.place, traffic);
  co_await run->play();
  EXPECT_THAT(server.from, UnorderedElementsAre(first.address(), second.address()));
  EXPECT_EQ(server.most_open, 2U);
  (void)co_await server.tasks.stop(host.clock(), 1s);
}

WORLD_TEST(HttpTraffic, WithoutKeepAliveEveryRequestSaysClose) {
  TrafficRequest wanted;
  wanted.target = "/a?n={n}";
  wanted.body = "{n} and {n}";
  wanted.headers.emplace_back("X-A", "b");
  const http::Request sent = request_of(wanted, 12, false);
  EXPECT_EQ(sent.target, "/a?n=12");
  EXPECT_EQ(sent.body, "12 and 12");
  EXPECT_EQ(sent.headers.find("connection"), "close");
  EXPECT_EQ(sent.headers.find("x-a"), "b");
  EXPECT_EQ(request_of(wanted, 1, true).headers.find("connection"), std::nullopt);
  co_return;
}

world::Task<int> on_real_sockets(world::RealWorld& world, TrafficFigures& figures, std::set<std::string>& from) {
  Server server(world, {"127.0.0.1", 0});
  Play play(world, server.endpoint);
  play.place.client = [&world](std::size_t client) -> world::World& {
    return world.at_address(client == 0 ? "127.0.0.1" : "127.0.0.2");
  };
  Traffic traffic = traffic_of("/", 200, 1s);
  http_of(traffic).clients = 2;
  const auto run = make_traffic_run(play.place, traffic);
  co_await run->play();
  figures = run->figures();
  from = server.from;
  (void)co_await play.tasks.stop(world.clock(), 5s);
  (void)co_await server.tasks.stop(world.clock(), 5s);
  co_return 0;
}

TEST(HttpTraffic, OnRealSocketsNothingIsLost) {
  world::RealOptions options;
  options.handle_signals = false;
  world::RealWorld world(options);
  TrafficFigures figures;
  std::set<std::string> from;
  EXPECT_EQ(world.run(on_real_sockets(world, figures, from)), 0);
  EXPECT_EQ(figures.sent, 200U);
  EXPECT_EQ(figures.answered, 200U);
  EXPECT_THAT(figures.by_status, ElementsAre(Pair("200", 200U)));
  EXPECT_EQ(figures.generator.count(), 200U);
  EXPECT_THAT(from, ElementsAre("127.0.0.1", "127.0.0.2")) << "each client has an address of its own";
}

// ---- by https

struct SecureServer {
  SecureServer(world::World& on, const tls::Authority& authority) : tasks(on.executor()) {
    tls::ServerSettings settings;
    tls::CertificateRequest request;
    request.names = {"plans.example"};
    request.from = on.clock().utc_now() - 1h;
    request.until = on.clock().utc_now() + 24h;
    settings.identity = authority.issue(on, request);
    http::ServerLimits limits;
    limits.tls = tls::Server::make(on, settings).value();
    auto listener = on.network().listen({"0.0.0.0", 443}).value();
    http::ServerHooks hooks;
    hooks.on_connections = [this](std::size_t now) { most_open = std::max(most_open, now); };
    std::function<http::Response(const http::Request&)> handler = [this](const http::Request& asked) {
      hosts.insert(std::string(asked.headers.find("Host").value_or("")));
      return http::text_response(200, "x");
    };
    tasks.spawn("serve", http::serve(on, std::move(listener), std::move(handler), std::move(limits), std::move(hooks)));
  }

  world::TaskGroup tasks;
  std::size_t most_open = 0;
  std::set<std::string> hosts;
};

Traffic by_https(const std::string& host) {
  Traffic traffic = traffic_of("/a", 10, 1s);
  http_of(traffic).mix[0].approach.scheme = Scheme::https;
  http_of(traffic).mix[0].approach.host = host;
  return traffic;
}

WORLD_TEST(HttpTraffic, GoesByHttpsUnderTheNameOfItsUrl) {
  const tls::Authority authority = tls::Authority::make(host, "test");
  SecureServer server(world.add_host("server"), authority);
  tls::ClientSettings settings;
  settings.trust_pem = authority.trust_pem();
  Play play(host, {"server", 443});
  play.place.trust = {tls::Client::make(host, settings).value()};
  const auto good = make_traffic_run(play.place, by_https("plans.example"));
  co_await good->play();
  EXPECT_THAT(good->figures().by_status, ElementsAre(Pair("200", 10U)));
  EXPECT_EQ(server.most_open, 1U) << "one handshake, and the connection is used again";
  EXPECT_THAT(server.hosts, ElementsAre("plans.example"));
  const auto wrong = make_traffic_run(play.place, by_https("other.example"));
  co_await wrong->play();
  EXPECT_THAT(wrong->figures().by_status, ElementsAre(Pair("failed", 10U))) << "the certificate is another's";
  (void)co_await server.tasks.stop(host.clock(), 1s);
}

}  // namespace
}  // namespace checkride::harness
