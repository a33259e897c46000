// Goal: fetch gives the answer or says which host failed and how, within its limit. Method: our server, and a scripted
// peer that answers bytes of the test's choice, over a virtual network.
#include <boost/asio/error.hpp>

#include "checkride/http/http.hpp"
#include "checkride/test/world_test.hpp"
#include "http_fixture.hpp"

namespace checkride::http {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

// Accepts one connection, reads a request up to its empty line, sends `answer`, and closes.
class ScriptedPeer {
 public:
  ScriptedPeer(world::World& world, std::string answer)
      : listener_(world.network().listen(loopback(0)).value()), group_(world.executor()) {
    group_.spawn("peer", run(std::move(answer)));
  }
  Url url() const {
    Url url;
    url.scheme = "http";
    url.host = "127.0.0.1";
    url.port = listener_->local().port;
    return url;
  }
  std::string received;

 private:
  world::Task<> run(std::string answer) {
    auto stream = co_await listener_->accept();
    std::array<std::byte, 1024> part;
    while (received.find("\r\n\r\n") == std::string::npos) {
      const auto count = co_await world::read_some(*stream, part);
      if (!count) co_return;
      received.append(reinterpret_cast<const char*>(part.data()), *count);
    }
    (void)co_await world::write_all(*stream, answer);
    stream->close();
  }

  std::unique_ptr<world::Listener> listener_;
  world::TaskGroup group_;
};

world::Task<Result<Response>> get_from(world::World& world, Url url, std::size_t body_bytes_max = 1000) {
  Request request;
  co_return co_await fetch(world, std::move(url), std::move(request), 5s, body_bytes_max);
}

WORLD_TEST(Fetch, SendsARequestAndGetsTheAnswer) {
  RunningServer server(host);
  Request request;
  request.method = "POST";
  request.headers.add("X-Test", "1");
  request.headers.add("Content-Length", "999");
  request.body = "hello";
  const auto answer = co_await fetch(host, server.url("/hook?a=b"), std::move(request), 5s);
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "POST /hook?a=b hello");
  EXPECT_EQ(answer->headers.find("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(server.last.headers.find("X-Test"), "1");
  EXPECT_EQ(server.last.headers.find("Connection"), "close");
  EXPECT_EQ(server.last.headers.find("Host"), server.endpoint().text());
}

WORLD_TEST(Fetch, TheRequestsOwnTargetWins) {
  RunningServer server(host);
  Request request;
  request.target = "/mine";
  const auto answer = co_await fetch(host, server.url("/urls"), std::move(request), 5s);
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->body, "GET /mine ");
}

WORLD_TEST(Fetch, HeadHasNoBody) {
  RunningServer server(host);
  Request request;
  request.method = "HEAD";
  const auto answer = co_await fetch(host, server.url("/big"), std::move(request), 5s);
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->headers.find("Content-Length"), "100000");
  EXPECT_EQ(answer->body, "");
}

WORLD_TEST(Fetch, ReadsToTheEndWhereThereIsNoLength) {
  ScriptedPeer peer(host, "HTTP/1.1 200 OK\r\n\r\nall of it");
  const auto answer = co_await get_from(host, peer.url());
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->body, "all of it");
  EXPECT_THAT(peer.received, StartsWith("GET / HTTP/1.1\r\nHost: 127.0.0.1:"));
}

WORLD_TEST(Fetch, PassesOverInterimAnswers) {
  ScriptedPeer peer(host,
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                    "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok");
  const auto answer = co_await get_from(host, peer.url());
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->body, "ok");
}

WORLD_TEST(Fetch, ReadsChunkedAnswers) {
  ScriptedPeer peer(host, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
  const auto answer = co_await get_from(host, peer.url());
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->body, "abc");
}

WORLD_TEST(Fetch, AnAnswerCutShortIsAnErrorThatNamesTheHost) {
  for (const char* text :
       {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", "HTTP/1.1 100 Continue\r\n\r\n"}) {
    ScriptedPeer peer(host, text);
    const auto answer = co_await get_from(host, peer.url());
    EXPECT_THAT(answer, FailsWith(AllOf(HasSubstr("127.0.0.1:" + std::to_string(peer.url().port)),
                                        HasSubstr("ended before the answer was whole"))))
        << text;
  }
}

WORLD_TEST(Fetch, WhatIsNoHttpIsAnError) {
  ScriptedPeer peer(host, "220 smtp.example.com ESMTP\r\n\r\n");
  const auto answer = co_await get_from(host, peer.url());
  EXPECT_THAT(answer, FailsWith(HasSubstr("not well-formed HTTP")));
  EXPECT_EQ(answer.error().code(), boost::system::errc::protocol_error);
}

WORLD_TEST(Fetch, LargeAnswersAreRefused) {
  RunningServer server(host);
  const auto answer = co_await get_from(host, server.url("/big"));
  EXPECT_THAT(answer, FailsWith(HasSubstr("larger than 1000 bytes")));
}

WORLD_TEST(Fetch, ARefusalIsReadEvenWhileTheBodyIsStillBeingSent) {
  ServerLimits limits;
  limits.body_bytes_max = 100;
  RunningServer server(host, limits);
  Request request;
  request.method = "PUT";
  request.body = std::string(200'000, 'x');
  const auto answer = co_await fetch(host, server.url("/"), std::move(request), 5s);
  CO_ASSERT_OK(answer);
  EXPECT_EQ(answer->status, 413);
}

WORLD_TEST(Fetch, ASilentPeerTimesOut) {
  const auto listener = host.network().listen(loopback(0));
  CO_ASSERT_OK(listener);
  Url url;
  url.scheme = "http";
  url.host = "127.0.0.1";
  url.port = (*listener)->local().port;
  const auto begin = host.clock().now();
  const auto answer = co_await get_from(host, url);
  EXPECT_THAT(answer, FailsWith(HasSubstr("127.0.0.1:" + std::to_string(url.port))));
  EXPECT_EQ(answer.error().code(), boost::system::errc::timed_out);
  EXPECT_EQ(host.clock().now() - begin, 5s);
}

WORLD_TEST(Fetch, AClosedPortAndAnUnknownHostAreErrors) {
  Url url;
  url.scheme = "http";
  url.host = "127.0.0.1";
  url.port = 9;
  const auto refused = co_await get_from(host, url);
  EXPECT_EQ(refused.error().code(), boost::system::errc::connection_refused);
  EXPECT_THAT(refused, FailsWith(HasSubstr("127.0.0.1:9")));
  url.host = "nowhere.invalid";
  const auto unknown = co_await get_from(host, url);
  EXPECT_THAT(unknown, FailsWith(HasSubstr("nowhere.invalid")));
}

WORLD_TEST(Fetch, RefusesRequestsThatCannotBeSent) {
  RunningServer server(host);
  Request injected;
  injected.headers.add("X", "a\r\nY: b");
  const auto header = co_await fetch(host, server.url(), std::move(injected), 5s);
  EXPECT_THAT(header, FailsWith(HasSubstr("the header \"X\" cannot be sent")));
  Request spaced;
  spaced.target = "/a b";
  const auto target = co_await fetch(host, server.url(), std::move(spaced), 5s);
  EXPECT_THAT(target, FailsWith(HasSubstr("space or a control character")));
  Request method;
  method.method = "GET /";
  const auto bad_method = co_await fetch(host, server.url(), std::move(method), 5s);
  EXPECT_THAT(bad_method, FailsWith(HasSubstr("not an HTTP method")));
  EXPECT_EQ(server.handled, 0);
}

}  // namespace
}  // namespace checkride::http
