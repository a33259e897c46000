// Goal: a server tells its owner of every exchange, refusals too, and ends in order when it is drained: what is under
// way is answered, what waits is closed. Method: raw clients on a virtual world; every hook counted.
#include <gmock/gmock.h>

#include <array>
#include <stdexcept>
#include <utility>

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
using testing::Not;
using testing::SizeIs;
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

// One piece, and then no more.
class BrokenBody final : public BodySource {
 public:
  world::Task<std::string> next() override {
    if (std::exchange(told_, true)) throw std::runtime_error("the disk is gone");
    co_return "piece ";
  }

 private:
  bool told_ = false;
};

class HookedServer {
 public:
  explicit HookedServer(world::World& world, std::size_t connections_max = 256)
      : group(world.executor()), world_(world) {
    auto listener = world.network().listen(loopback(0));
    endpoint = listener.value()->local();
    ServerHooks hooks;
    hooks.on_request = [](Request& request) { request.id = "id-1"; };
    hooks.on_response = [this](const Request& request, Response& response) {
      response.headers.add("X-Id", request.id);
      if (closes) response.headers.set("Connection", "close");
    };
    hooks.on_exchange = [this](const Exchange& one) {
      note(one);
      if (exchange_fails) throw std::runtime_error("no room for a line");
    };
    hooks.on_error = [this](const std::string& what) { errors.push_back(what); };
    hooks.on_connections = [this](std::size_t now_open) { open = now_open; };
    hooks.drain = drain;
    ServerLimits limits;
    limits.header_bytes_max = 500;
    limits.connections_max = connections_max;
    std::function<Response(const Request&)> handler = [this](const Request& request) { return answer(request); };
    router_.add("GET", "/things/{name}",
                [](const Request& request, const Router::Parameters&) { return echo(request); });
    group.spawn("serve", serve(world, std::move(*listener), std::move(handler), limits, std::move(hooks)));
  }

  world::TaskGroup group;
  world::Endpoint endpoint;
  std::shared_ptr<Drain> drain = std::make_shared<Drain>();
  std::vector<std::string> exchanges;  // "METHOD TARGET route status bytes"
  std::vector<std::string> errors;
  std::size_t open = 0;
  bool closes = false;          // each answer says that it is the last
  bool exchange_fails = false;  // the owner, when he is told of one

 private:
  Response answer(const Request& request) {
    if (request.target != "/slow" && request.target != "/broken") return router_.route(request);
    Response response;
    response.stream = std::make_shared<SlowBody>(world_.clock());
    if (request.target == "/broken") response.stream = std::make_shared<BrokenBody>();
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

WORLD_TEST(ServerHooks, AnAnswerMayBeTheLastOfItsConnection) {
  HookedServer server(host);
  server.closes = true;
  const std::string both = "GET /things/a HTTP/1.1\r\nHost: t\r\n\r\nGET /things/b HTTP/1.1\r\nHost: t\r\n\r\n";
  const std::string answer = co_await raw(host, server.endpoint, both);
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("Connection: close"), EndsWith("GET /things/a ")));
  EXPECT_THAT(server.exchanges, SizeIs(1));
}

WORLD_TEST(ServerHooks, ABodyThatFailsIsToldAndBreaksOffAndItsConnectionIsNoLongerCounted) {
  HookedServer server(host);
  const std::string request = "GET /broken HTTP/1.1\r\nHost: t\r\n\r\n";
  const std::string answer = co_await raw(host, server.endpoint, request);
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200"), EndsWith("6\r\npiece \r\n")));
  EXPECT_THAT(server.exchanges, ElementsAre("GET /broken  200 6 broken"));
  EXPECT_THAT(server.errors, ElementsAre("GET /broken, in the middle of the body: the disk is gone"));
  EXPECT_EQ(server.open, 0u);
}

WORLD_TEST(ServerHooks, AConnectionWhoseOwnerFailsIsNoLongerCounted) {
  HookedServer server(host);
  server.exchange_fails = true;
  const std::string answer = co_await raw(host, server.endpoint, "GET /things/a HTTP/1.1\r\n" + kClose);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(server.errors, ElementsAre(HasSubstr("no room for a line")));
  EXPECT_EQ(server.open, 0u);
}

WORLD_TEST(ServerHooks, WhenAllAreAtWorkAFurtherConnectionIsClosedAndThatIsTold) {
  HookedServer server(host, 2);
  std::array<world::Stream, 2> busy;
  const std::string request = "GET /slow HTTP/1.1\r\n" + kClose;
  for (world::Stream& one : busy) {
    auto connected = co_await host.network().connect(server.endpoint);
    CO_ASSERT_OK(connected);
    one = std::move(*connected);
    (void)co_await world::write_all(one, request);
  }
  co_await host.clock().sleep_for(10ms);
  const std::string third = co_await raw(host, server.endpoint, "GET /things/a HTTP/1.1\r\n" + kClose);
  EXPECT_THAT(third, Not(HasSubstr("200 OK")));
  EXPECT_THAT(server.errors, ElementsAre(AllOf(HasSubstr("all 2 connections"), HasSubstr("are at work"))));
  for (world::Stream& one : busy) {
    const std::string answer = co_await read_to_end(one);
    EXPECT_THAT(answer, HasSubstr("200 OK"));
  }
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
