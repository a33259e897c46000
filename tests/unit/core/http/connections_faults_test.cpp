// Goal: whatever becomes of a connection, the next exchange works, nothing is sent twice that must not be, and nothing
// is counted that is gone. Method: a server that breaks off where the test says, at every byte; peers by script.
#include <boost/asio/error.hpp>
#include <map>

#include "../world/both_worlds.hpp"
#include "checkride/http/connections.hpp"
#include "checkride/test/world_test.hpp"
#include "task_server.hpp"

namespace checkride::http {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using testing::HasSubstr;
using testing::StartsWith;
using End = RawExchange::End;

// Answers the first request of every connection, and breaks off at the second.
class Moody {
 public:
  AsyncHandler handler() {
    return [this](const Request& request) { return answer(request); };
  }

  std::size_t bytes = 0;
  End end = End::close;
  bool breaks_at_once = false;
  int handled = 0;

 private:
  world::Task<Response> answer(const Request& request) {
    ++handled;
    Response response = echo(request);
    if (breaks_at_once || ++seen_[request.remote.text()] > 1) {
      RawExchange raw;
      raw.bytes_max = bytes;
      raw.end = end;
      response.raw = std::make_shared<RawExchange>(raw);
    }
    co_return response;
  }

  std::map<std::string, int> seen_;
};

world::Task<Result<Response>> send(Connections& connections, const TaskServer& server, std::string method) {
  Request request = request_of(std::move(method), "/a");
  co_return co_await connections.fetch(server.url(), std::move(request), 1s);
}

BOTH_WORLDS_TEST(KeptConnection, AStaleOneIsTriedAgainOnceOnANewOne) {
  Moody moody;
  TaskServer server(world, moody.handler());
  Connections connections(world);
  (void)co_await send(connections, server, "GET");
  for (const char* method : {"GET", "PUT", "DELETE", "OPTIONS", "TRACE", "HEAD"}) {
    const int before = moody.handled;
    const auto again = co_await send(connections, server, method);
    EXPECT_TRUE(again.has_value()) << method;
    EXPECT_EQ(moody.handled, before + 2) << method;
  }
  EXPECT_EQ(connections.counts().retried, 6u);
  EXPECT_EQ(connections.counts().opened, 7u);
  moody.breaks_at_once = true;
  const int before = moody.handled;
  const auto given_up = co_await send(connections, server, "GET");
  EXPECT_THAT(given_up, FailsWith(HasSubstr("ended before the answer was whole")));
  EXPECT_EQ(moody.handled, before + 2);
  EXPECT_EQ(connections.counts().open, 0u);
  co_await server.stop();
}

BOTH_WORLDS_TEST(KeptConnection, WhatIsNotIdempotentIsNotSentAgain) {
  Moody moody;
  TaskServer server(world, moody.handler());
  Connections connections(world);
  for (const char* method : {"POST", "PATCH", "BREW"}) {
    (void)co_await send(connections, server, "GET");
    const int before = moody.handled;
    const auto refused = co_await send(connections, server, method);
    EXPECT_THAT(refused, FailsWith(HasSubstr("ended before the answer was whole"))) << method;
    EXPECT_EQ(moody.handled, before + 1) << method;
  }
  EXPECT_EQ(connections.counts().retried, 0u);
  co_await server.stop();
}

BOTH_WORLDS_TEST(KeptConnection, AnAnswerThatHasBegunIsNotAskedForAgain) {
  Moody moody;
  moody.bytes = 1;
  TaskServer server(world, moody.handler());
  Connections connections(world);
  (void)co_await send(connections, server, "GET");
  const auto half = co_await send(connections, server, "GET");
  EXPECT_TRUE(half.has_error());
  EXPECT_EQ(moody.handled, 2);
  EXPECT_EQ(connections.counts().retried, 0u);
  co_await server.stop();
}

// The end of the connection came before the request: there is nothing to be tried again.
BOTH_WORLDS_TEST(KeptConnection, OneThatTheServerHasClosedIsNotUsed) {
  ServerLimits limits;
  limits.idle = 200ms;
  TaskServer server(world, later(world), limits);
  Connections connections(world);
  const auto first = co_await send(connections, server, "POST");
  CO_ASSERT_OK(first);
  co_await until(world.clock(), [&] { return connections.counts().open == 0; });
  const auto second = co_await send(connections, server, "POST");
  CO_ASSERT_OK(second);
  EXPECT_EQ(connections.counts().opened, 2u);
  EXPECT_EQ(connections.counts().retried, 0u);
  co_await server.stop();
}

const End kEnds[] = {End::close, End::reset, End::stall};

// Every byte of the answer may be the last, and each end may follow it.
WORLD_TEST(KeptConnection, WhereverAnAnswerBreaksOffTheNextIsWhole) {
  for (const End end : kEnds) {
    bool whole = false;
    for (std::size_t bytes = 0; !whole; ++bytes) {
      CO_ASSERT_TRUE(bytes < 1000);
      Moody moody;
      TaskServer server(host, moody.handler());
      Connections connections(host);
      moody.bytes = bytes;
      moody.end = end;
      moody.breaks_at_once = true;
      const auto broken = co_await send(connections, server, "GET");
      whole = broken.has_value();
      if (!whole) {
        moody.breaks_at_once = false;
        const auto next = co_await send(connections, server, "GET");
        CO_ASSERT_OK(next);
        EXPECT_EQ(next->body, "GET /a ") << bytes;
        EXPECT_EQ(connections.counts().open, 1u) << bytes;
      }
      connections.close_idle();
      co_await until(host.clock(), [&] { return server.open == 0; });
      co_await server.stop();
    }
  }
}

BOTH_WORLDS_TEST(KeptConnection, OneThatIsGivenUpIsNobodysAnyMore) {
  TaskServer server(world, later(world));
  ConnectionLimits limits;
  limits.open_max = 1;
  Connections connections(world, limits);
  const auto late = co_await connections.fetch(server.url("/slow"), Request(), 50ms);
  EXPECT_EQ(late.error().code(), boost::system::errc::timed_out);
  EXPECT_EQ(connections.counts().open, 0u);
  const auto next = co_await send(connections, server, "GET");
  EXPECT_TRUE(next.has_value());
  co_await server.stop();
}

BOTH_WORLDS_TEST(KeptConnection, ARefusedOneIsNotCounted) {
  auto listener = world.network().listen(loopback(0)).value();
  Url url;
  url.host = "127.0.0.1";
  url.port = listener->local().port;
  listener->close();
  Connections connections(world);
  const auto answer = co_await connections.fetch(url, Request(), 5s);
  EXPECT_EQ(answer.error().code(), boost::system::errc::connection_refused);
  EXPECT_EQ(connections.counts().open, 0u);
  EXPECT_EQ(connections.counts().opened, 0u);
}

// Answers each connection's first request with bytes of the test's choice, and waits for the client to end it.
world::Task<> answer_by_script(std::unique_ptr<world::Listener>& listener, std::string answer) {
  for (;;) {
    auto stream = co_await listener->accept();
    if (!stream) co_return;
    std::array<std::byte, 1024> part;
    (void)co_await world::read_some(*stream, part);
    (void)co_await world::write_all(*stream, answer);
    (void)co_await read_to_end(*stream);
  }
}

struct Script {
  const char* title;
  const char* answer;
  bool kept;
};

const Script kScripts[] = {
    {"with a length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", true},
    {"in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", true},
    {"the server closes", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", false},
    {"an old server", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", false},
    {"an old server that stays", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", true},
    {"and more than was asked for",
     "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno", false},
};

WORLD_TEST(KeptConnection, IsOneThatBothSidesWantToKeep) {
  for (const Script& script : kScripts) {
    SCOPED_TRACE(script.title);
    auto listener = host.network().listen(loopback(0)).value();
    world::TaskGroup peer(host.executor());
    peer.spawn("peer", answer_by_script(listener, script.answer));
    Url url;
    url.host = "127.0.0.1";
    url.port = listener->local().port;
    Connections connections(host);
    const auto answer = co_await connections.fetch(url, Request(), 5s);
    CO_ASSERT_OK(answer);
    EXPECT_EQ(answer->body, "ok");
    co_await host.clock().sleep_for(10ms);  // more may come, and ends the rest of what was kept
    EXPECT_EQ(connections.counts().idle, script.kept ? 1u : 0u);
    EXPECT_EQ(connections.counts().open, script.kept ? 1u : 0u);
    (void)co_await peer.stop(host.clock(), 1s);
  }
}

world::Task<int> keep_one(world::VirtualHost& host, std::string server, std::string& answer) {
  Url url;
  url.host = std::move(server);
  Connections connections(host);
  const auto first = co_await connections.fetch(url, Request(), 5s);
  if (first) answer = first->body;
  co_await host.clock().sleep_for(1h);
  co_return 0;
}

world::Task<int> serve_echo(world::VirtualHost& host) {
  const world::Endpoint where{host.address(), 80};
  auto listener = host.network().listen(where).value();
  std::function<Response(const Request&)> handler = [](const Request& request) { return echo(request); };
  co_await serve(host, std::move(listener), std::move(handler));
  co_return 0;
}

// What is left of it would be found by the sanitizers.
TEST(KeptConnectionCrash, NothingIsLeftOfAClientWhoseHostGoesDown) {
  std::string answer;
  world::VirtualWorld world;
  world::VirtualHost& server = world.add_host("server");
  world::VirtualHost& client = world.add_host("client");
  server.start("serve", serve_echo(server));
  client.start("ask", keep_one(client, server.address(), answer));
  world.run_until(world.now() + 1s);
  EXPECT_THAT(answer, StartsWith("GET / "));
  client.crash();
  world.run_until(world.now() + 1s);
}

}  // namespace
}  // namespace checkride::http
