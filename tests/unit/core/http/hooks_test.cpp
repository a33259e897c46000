// Goal: a server tells its owner of every exchange, refusals too, and ends in order when it is drained: what is under
// way is answered, what waits is closed. Method: raw clients on a virtual world; every hook counted.
#include <gmock/gmock.h>

#include "checkride/test/world_test.hpp"
#include "http_fixture.hpp"

namespace checkride::http {
namespace {

const std::string kClose = "Host: t\r\nConnection: close\r\n\r\n";

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// A body in two pieces, the second a second later.
class SlowBody final : public BodySource {
 public:
  explicit SlowBody(world::Clock& clock) : clock_(clock) {}
  world::Task<std::string> next() override {
    if (pieces_ == 2) co_return "";
    if (pieces_++ == 1) co_await clock_.sleep_for(1s);
    co_return "piece ";
  }

 private:
  world::Clock& clock_;
  int pieces_ = 0;
};

class HookedServer {
 public:
  explicit HookedServer(world::World& world) : group(world.executor()), world_(world) {
    auto listener = world.network().listen(loopback(0));
    endpoint = listener.value()->local();
    ServerHooks hooks;
    hooks.on_request = [](Request& request) { request.id = "id-1"; };
    hooks.on_response = [](const Request& request, Response& response) { response.headers.add("X-Id", request.id); };
    hooks.on_exchange = [this](const Exchange& one) { note(one); };
    hooks.drain = drain;
    ServerLimits limits;
    limits.header_bytes_max = 500;
    std::function<Response(const Request&)> handler = [this](const Request& request) { return answer(request); };
    router_.add("GET", "/things/{name}",
                [](const Request& request, const Router::Parameters&) { return echo(request); });
    group.spawn("serve", serve(world, std::move(*listener), std::move(handler), limits, std::move(hooks)));
  }

  world::TaskGroup group;
  world::Endpoint endpoint;
  std::shared_ptr<Drain> drain = std::make_shared<Drain>();
  std::vector<std::string> exchanges;  // "METHOD TARGET route status bytes"

 private:
  Response answer(const Request& request) {
    if (request.target != "/slow") return router_.route(request);
    Response response;
    response.stream = std::make_shared<SlowBody>(world_.clock());
    return response;
  }
  void note(const Exchange& one) {
    exchanges.push_back(one.request.method + " " + one.request.target + " " + std::string(one.response.route) + " " +
                        std::to_string(one.response.status) + " " + std::to_string(one.body_bytes) +
                        (one.complete ? "" : " broken"));
    last_duration = one.duration;
  }

  world::World& world_;
  Router router_;

 public:
  world::Duration last_duration{};
};

world::Task<> begin_after(world::Clock& clock, world::Duration delay, std::shared_ptr<Drain> drain) {
  co_await clock.sleep_for(delay);
  drain->begin();
}

WORLD_TEST(ServerHooks, TellOfEveryExchangeOnce) {
  HookedServer server(host);
  const std::string both = "GET /things/a HTTP/1.1\r\nHost: t\r\n\r\nHEAD /things/a HTTP/1.1\r\n" + kClose;
  const std::string answer = co_await raw(host, server.endpoint, both);
  EXPECT_THAT(answer, HasSubstr("X-Id: id-1"));
  EXPECT_THAT(server.exchanges,
              ElementsAre("GET /things/a /things/{name} 200 14", "HEAD /things/a /things/{name} 200 0"));
}

WORLD_TEST(ServerHooks, ARefusedRequestHasAnIdAndIsTold) {
  HookedServer server(host);
  const std::string request = "GET / HTTP/1.1\r\nX: " + std::string(600, 'x') + "\r\n" + kClose;
  const std::string answer = co_await raw(host, server.endpoint, request);
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 431"), HasSubstr("X-Id: id-1")));
  EXPECT_THAT(server.exchanges, ElementsAre(HasSubstr("431")));
}

WORLD_TEST(ServerHooks, TheDurationIsFromTheFirstByteToTheLast) {
  HookedServer server(host);
  const std::string request = "GET /slow HTTP/1.1\r\n" + kClose;
  const std::string answer = co_await raw(host, server.endpoint, request);
  EXPECT_THAT(server.exchanges, ElementsAre("GET /slow  200 12"));
  EXPECT_GE(server.last_duration, 1s);
  EXPECT_LT(server.last_duration, 2s);
}

WORLD_TEST(Drain, ClosesIdleConnectionsAndRefusesNewOnes) {
  HookedServer server(host);
  auto idle = co_await host.network().connect(server.endpoint);
  CO_ASSERT_OK(idle);
  co_await host.clock().sleep_for(1s);
  server.drain->begin();
  const world::Instant began = host.clock().now();
  co_await server.group.join();
  EXPECT_LT(host.clock().now() - began, 10ms);
  const std::string rest = co_await read_to_end(*idle);
  EXPECT_EQ(rest, "");
  const std::string again = co_await raw(host, server.endpoint, "GET / HTTP/1.1\r\n" + kClose);
  EXPECT_THAT(again, StartsWith("["));
}

// Begins at each microsecond of a connection's first ones: on its way, accepted, its request on its way, answered.
WORLD_TEST(Drain, WhoeverIsAcceptedAsItBeginsIsAnswered) {
  // The latency of loopback: until then the listener closes before the client is there.
  constexpr int kRefusedUntil = 10;
  int told = 0;
  for (int offset = 0; offset < 60; ++offset) {
    HookedServer server(host);
    world::TaskGroup drains(host.executor());
    drains.spawn("drain", begin_after(host.clock(), std::chrono::microseconds(offset), server.drain));
    const std::string answer = co_await raw(host, server.endpoint, "GET /things/a HTTP/1.1\r\nHost: t\r\n\r\n");
    if (offset > kRefusedUntil) {
      EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200"), EndsWith("GET /things/a "))) << offset << " us";
      if (answer.find("Connection: close") != std::string::npos) ++told;
    } else {
      EXPECT_THAT(answer, testing::AnyOf(StartsWith("HTTP/1.1 200"), StartsWith("["))) << offset << " us";
    }
    co_await drains.join();
    co_await server.group.join();
  }
  EXPECT_GT(told, 5) << "whose answers were not on their way yet";
}

WORLD_TEST(Drain, ANewcomerThatAsksNothingIsClosedSoon) {
  HookedServer server(host);
  auto silent = co_await host.network().connect(server.endpoint);
  CO_ASSERT_OK(silent);
  server.drain->begin();
  const world::Instant began = host.clock().now();
  co_await server.group.join();
  EXPECT_LE(host.clock().now() - began, 251ms);
  const std::string rest = co_await read_to_end(*silent);
  EXPECT_EQ(rest, "");
}

WORLD_TEST(Drain, LetsARequestThatHasBegunBeAnsweredAndThenCloses) {
  HookedServer server(host);
  auto stream = co_await host.network().connect(server.endpoint);
  CO_ASSERT_OK(stream);
  const std::string first = "GET /things/a HTTP/1.1\r\n";
  (void)co_await world::write_all(*stream, first);
  co_await host.clock().sleep_for(10ms);
  server.drain->begin();
  co_await host.clock().sleep_for(10ms);
  const std::string rest_of_it = "Host: t\r\n\r\n";
  (void)co_await world::write_all(*stream, rest_of_it);
  const std::string answer = co_await read_to_end(*stream);
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("Connection: close"), EndsWith("GET /things/a ")));
  co_await server.group.join();
}

WORLD_TEST(Drain, LetsABodyThatTakesTimeEnd) {
  HookedServer server(host);
  auto stream = co_await host.network().connect(server.endpoint);
  CO_ASSERT_OK(stream);
  const std::string request = "GET /slow HTTP/1.1\r\nHost: t\r\n\r\n";
  (void)co_await world::write_all(*stream, request);
  co_await host.clock().sleep_for(500ms);
  server.drain->begin();
  co_await server.group.join();
  EXPECT_THAT(server.exchanges, ElementsAre("GET /slow  200 12"));
}

}  // namespace
}  // namespace checkride::http
