// Goal: the server speaks HTTP/1.1 as clients expect, keeps its limits, and survives what it is sent. Method: raw bytes
// over a virtual network with short reads, exact virtual times.
#include <boost/asio/error.hpp>

#include "checkride/http/http.hpp"
#include "checkride/test/world_test.hpp"
#include "http_fixture.hpp"

namespace checkride::http {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// Sends byte after byte, each when the one before is there, and reads to the end.
world::Task<std::string> drip(world::World& world, world::Endpoint to, std::string bytes) {
  auto stream = co_await world.network().connect(to);
  if (!stream) co_return "[" + stream.error().message() + "]";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    (void)co_await world::write_all(*stream, std::string_view(bytes).substr(i, 1));
    co_await world.clock().sleep_for(1ms);
  }
  std::string answer = co_await read_to_end(*stream);
  co_return answer;
}

const std::string kClose = "Host: t\r\nConnection: close\r\n\r\n";

WORLD_TEST(Server, AnswersARequest) {
  RunningServer server(host);
  const std::string answer = co_await raw(host, server.endpoint(), "GET /x?y=1 HTTP/1.1\r\n" + kClose);
  EXPECT_EQ(answer,
            "HTTP/1.1 200 OK\r\nDate: Mon, 05 Jan 2026 08:00:00 GMT\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "Content-Length: 11\r\nConnection: close\r\n\r\nGET /x?y=1 ");
  EXPECT_EQ(server.last.headers.find("host"), "t");
  EXPECT_EQ(server.last.remote.host, "127.0.0.1");
  EXPECT_NE(server.last.remote.port, 0);
}

WORLD_TEST(Server, KeepsTheConnectionAndTakesPipelinedRequests) {
  RunningServer server(host);
  const std::string bytes =
      "POST /1 HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc\r\nGET /2 HTTP/1.1\r\nHost: t\r\n\r\n"
      "GET /3 HTTP/1.1\r\n" +
      kClose;
  const std::string answer = co_await raw(host, server.endpoint(), bytes);
  EXPECT_THAT(answer,
              AllOf(HasSubstr("POST /1 abcHTTP/1.1 200"), HasSubstr("GET /2 HTTP/1.1 200"), EndsWith("GET /3 ")));
  EXPECT_EQ(server.handled, 3);
}

WORLD_TEST(Server, TakesChunkedBodies) {
  RunningServer server(host);
  const std::string bytes = "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + kClose +
                            "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: 1\r\n\r\n";
  const std::string answer = co_await raw(host, server.endpoint(), bytes);
  EXPECT_THAT(answer, EndsWith("PUT / abcde"));
}

WORLD_TEST(Server, HeadHasTheLengthButNoBody) {
  RunningServer server(host);
  const std::string answer = co_await raw(host, server.endpoint(), "HEAD /big HTTP/1.1\r\n" + kClose);
  EXPECT_THAT(answer, AllOf(HasSubstr("Content-Length: 100000\r\n"), EndsWith("\r\n\r\n")));
}

// As a proxy knows it, which has asked another with HEAD too.
WORLD_TEST(Server, HeadHasTheLengthThatTheHandlerKnows) {
  RunningServer server(host);
  const std::string head = co_await raw(host, server.endpoint(), "HEAD /far HTTP/1.1\r\n" + kClose);
  EXPECT_THAT(head, AllOf(HasSubstr("Content-Length: 12345\r\n"), EndsWith("\r\n\r\n")));
  const std::string get = co_await raw(host, server.endpoint(), "GET /far HTTP/1.1\r\n" + kClose);
  EXPECT_THAT(get, AllOf(HasSubstr("Content-Length: 0\r\n"), EndsWith("\r\n\r\n")));
}

WORLD_TEST(Server, SendsLargeBodiesWhole) {
  RunningServer server(host);
  const std::string answer = co_await raw(host, server.endpoint(), "GET /big HTTP/1.1\r\n" + kClose);
  EXPECT_THAT(answer, EndsWith("\r\n\r\n" + std::string(100'000, 'x')));
}

WORLD_TEST(Server, NoContentHasNoLength) {
  RunningServer server(host);
  const std::string answer = co_await raw(host, server.endpoint(), "GET /empty HTTP/1.1\r\n" + kClose);
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 204 No Content\r\n"), Not(HasSubstr("Content-Length"))));
}

WORLD_TEST(Server, Http10ClosesUnlessAskedToStay) {
  RunningServer server(host);
  const std::string closed = co_await raw(host, server.endpoint(), "GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(closed, AllOf(StartsWith("HTTP/1.1 200 OK"), HasSubstr("Connection: close")));
  const std::string kept =
      co_await raw(host, server.endpoint(), "GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\n");
  EXPECT_THAT(kept, AllOf(HasSubstr("Connection: keep-alive\r\n\r\nGET /1 "), EndsWith("GET /2 ")));
}

WORLD_TEST(Server, InvitesABodyThatWaits) {
  RunningServer server(host);
  auto stream = co_await host.network().connect(server.endpoint());
  CO_ASSERT_OK(stream);
  const std::string head = "PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n" + kClose;
  (void)co_await world::write_all(*stream, head);
  std::array<std::byte, 25> invitation;
  std::size_t received = 0;
  while (received < invitation.size()) {
    const auto count = co_await world::read_some(*stream, std::span(invitation).subspan(received));
    CO_ASSERT_OK(count);
    received += *count;
  }
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(invitation.data()), received), "HTTP/1.1 100 Continue\r\n\r\n");
  const std::string body = "ok";
  (void)co_await world::write_all(*stream, body);
  const std::string answer = co_await read_to_end(*stream);
  EXPECT_THAT(answer, EndsWith("PUT / ok"));
}

WORLD_TEST(Server, RefusesWithADocumentAndCloses) {
  ServerLimits limits;
  limits.body_bytes_max = 100;
  limits.header_bytes_max = 500;
  RunningServer server(host, limits);
  struct Case {
    std::string bytes;
    std::string start;
  };
  const std::vector<Case> cases = {
      {"GARBAGE\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n"},
      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello over TLS\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n"},
      {"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n"},
      {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n"},
      {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", "HTTP/1.1 505 HTTP Version Not Supported\r\n"},
      {"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "HTTP/1.1 501 Not Implemented\r\n"},
      {"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 400 Bad Request\r\n"},
      {"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n", "HTTP/1.1 413 Content Too Large\r\n"},
      {"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + std::string(101, 'x'),
       "HTTP/1.1 413 Content Too Large\r\n"},
      {"GET /" + std::string(600, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n",
       "HTTP/1.1 431 Request Header Fields Too Large\r\n"},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(600, 'x'), "HTTP/1.1 431 Request Header Fields Too Large\r\n"},
  };
  for (const Case& c : cases) {
    const std::string answer = co_await raw(host, server.endpoint(), c.bytes);
    EXPECT_THAT(answer, AllOf(StartsWith(c.start), HasSubstr("Connection: close\r\n"),
                              HasSubstr("\r\n\r\n{\"error\":{\"code\":")))
        << c.bytes;
  }
  EXPECT_EQ(server.handled, 0);
}

// How it is cut on its way changes nothing, so it comes whole and byte by byte.
WORLD_TEST(Server, OnlyAVersionOfHttpThatIsNotSpokenIs505) {
  RunningServer server(host);
  const std::vector<std::string> malformed = {
      "GET /x",           "GET /x ",          "GET / HTP/1.1",      "GET / HTTP/1",    "GET / HTTP/x.y",
      "GET / http/1.1",   "GET / HTTP/1.1x",  "GET / HTTP/1.1 ",    "GET / HTTP/10.0", "GET / HTTP/-1.1",
      "GET / x HTTP/1.1", "GET / x HTTP/2.0", "GET / RTSP/1.0",     "GET / HTTP/2",    "GET HTTP/2.0",
      " GET / HTTP/2.0",  "GET  / HTTP/2.0",  "GET /\x01 HTTP/2.0", "G(T / HTTP/2.0",  "HELO mail.example.com HTTP"};
  const std::vector<std::string> other = {"GET / HTTP/2.0", "GET / HTTP/3.0", "GET / HTTP/0.9", "PRI * HTTP/2.0"};
  for (const std::string& line : malformed) {
    const std::string answer = co_await raw(host, server.endpoint(), line + "\r\nHost: t\r\n\r\n");
    EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("not a well-formed HTTP/1.1 request"))) << line;
    const std::string dripped = co_await drip(host, server.endpoint(), line + "\r\nHost: t\r\n\r\n");
    EXPECT_THAT(dripped, StartsWith("HTTP/1.1 400 ")) << line;
  }
  for (const std::string& line : other) {
    const std::string answer = co_await raw(host, server.endpoint(), line + "\r\nHost: t\r\n\r\n");
    EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 505 "), HasSubstr("HTTP/1.0 and HTTP/1.1"))) << line;
    const std::string dripped = co_await drip(host, server.endpoint(), line + "\r\nHost: t\r\n\r\n");
    EXPECT_THAT(dripped, StartsWith("HTTP/1.1 505 ")) << line;
  }
  EXPECT_EQ(server.handled, 0);
}

WORLD_TEST(Server, ARefusedBodyIsReadOnSoThatTheAnswerArrives) {
  ServerLimits limits;
  limits.body_bytes_max = 100;
  RunningServer server(host, limits);
  const std::string bytes = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n" + std::string(200'000, 'x');
  const std::string answer = co_await raw(host, server.endpoint(), bytes);
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 413"), EndsWith("}}")));
}

WORLD_TEST(Server, ARequestCutShortIsRefused) {
  RunningServer server(host);
  auto stream = co_await host.network().connect(server.endpoint());
  CO_ASSERT_OK(stream);
  const std::string part = "GET / HT";
  (void)co_await world::write_all(*stream, part);
  stream->shutdown_send();
  const std::string answer = co_await read_to_end(*stream);
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 400"), HasSubstr("ended before it was whole")));
}

WORLD_TEST(Server, ASlowRequestTimesOutHoweverItDrips) {
  RunningServer server(host);
  auto stream = co_await host.network().connect(server.endpoint());
  CO_ASSERT_OK(stream);
  const auto begin = host.clock().now();
  const std::string drip = "X";
  for (int i = 0; i < 9; ++i) {
    (void)co_await world::write_all(*stream, drip);
    co_await host.clock().sleep_for(1s);
  }
  const std::string answer = co_await read_to_end(*stream);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 408 Request Timeout"));
  const world::Duration took = host.clock().now() - begin;
  EXPECT_GE(took, 10s);
  EXPECT_LT(took, 10100ms);
}

WORLD_TEST(Server, AnIdleConnectionIsClosedWithoutAWord) {
  RunningServer server(host);
  const auto begin = host.clock().now();
  const std::string answer = co_await raw(host, server.endpoint(), "");
  EXPECT_EQ(answer, "");
  const world::Duration took = host.clock().now() - begin;
  EXPECT_GE(took, 60s);
  EXPECT_LT(took, 60100ms);
}

WORLD_TEST(Server, BeyondTheLimitWhoIdlesLongestMakesRoom) {
  ServerLimits limits;
  limits.connections_max = 2;
  RunningServer server(host, limits);
  auto first = co_await host.network().connect(server.endpoint());
  co_await host.clock().sleep_for(10ms);
  auto second = co_await host.network().connect(server.endpoint());
  CO_ASSERT_OK(first);
  CO_ASSERT_OK(second);
  co_await host.clock().sleep_for(10ms);
  const std::string third = co_await raw(host, server.endpoint(), "GET / HTTP/1.1\r\n" + kClose);
  EXPECT_THAT(third, HasSubstr("200 OK"));
  const std::string end_of_first = co_await read_to_end(*first);
  EXPECT_EQ(end_of_first, "") << "it had waited longest";
  const std::string request = "GET / HTTP/1.1\r\n" + kClose;
  (void)co_await world::write_all(*second, request);
  const std::string answer = co_await read_to_end(*second);
  EXPECT_THAT(answer, HasSubstr("200 OK"));
  EXPECT_EQ(server.errors, "");
}

WORLD_TEST(Server, RequestsThatNeverEndKeepNobodyOut) {
  ServerLimits limits;
  limits.connections_max = 2;
  RunningServer server(host, limits);
  auto first = co_await host.network().connect(server.endpoint());
  auto second = co_await host.network().connect(server.endpoint());
  CO_ASSERT_OK(first);
  CO_ASSERT_OK(second);
  const std::string part = "GET / HTTP/1.1\r\nX: ";
  (void)co_await world::write_all(*first, part);
  (void)co_await world::write_all(*second, part);
  co_await host.clock().sleep_for(10ms);
  for (int i = 0; i < 5; ++i) {
    const std::string further = co_await raw(host, server.endpoint(), "GET / HTTP/1.1\r\n" + kClose);
    EXPECT_THAT(further, HasSubstr("200 OK")) << i;
  }
}

// Who sends a little now and then would else stay, and whoever is quick would go.
WORLD_TEST(Server, TheRequestThatBeganFirstMakesRoomHoweverOftenMoreOfItComes) {
  ServerLimits limits;
  limits.connections_max = 2;
  RunningServer server(host, limits);
  auto slow = co_await host.network().connect(server.endpoint());
  CO_ASSERT_OK(slow);
  (void)co_await world::write_all(*slow, "GET /slow HTTP/1.1\r\nX: ");
  co_await host.clock().sleep_for(10ms);
  auto quick = co_await host.network().connect(server.endpoint());
  CO_ASSERT_OK(quick);
  (void)co_await world::write_all(*quick, "GET /quick HTTP/1.1\r\n");
  co_await host.clock().sleep_for(10ms);
  (void)co_await world::write_all(*slow, "x");
  co_await host.clock().sleep_for(10ms);
  const std::string third = co_await raw(host, server.endpoint(), "GET / HTTP/1.1\r\n" + kClose);
  EXPECT_THAT(third, HasSubstr("200 OK"));
  (void)co_await world::write_all(*quick, kClose);
  const std::string answer = co_await read_to_end(*quick);
  EXPECT_THAT(answer, HasSubstr("GET /quick"));
  const std::string end_of_slow = co_await read_to_end(*slow);
  EXPECT_THAT(end_of_slow, Not(HasSubstr("HTTP/1.1")));
}

WORLD_TEST(Server, WhoIdlesLongestMakesRoomThoughItSendsEmptyLines) {
  ServerLimits limits;
  limits.connections_max = 2;
  RunningServer server(host, limits);
  auto first = co_await host.network().connect(server.endpoint());
  CO_ASSERT_OK(first);
  co_await host.clock().sleep_for(10ms);
  auto second = co_await host.network().connect(server.endpoint());
  CO_ASSERT_OK(second);
  co_await host.clock().sleep_for(10ms);
  (void)co_await world::write_all(*first, "\r\n");
  co_await host.clock().sleep_for(10ms);
  const std::string third = co_await raw(host, server.endpoint(), "GET / HTTP/1.1\r\n" + kClose);
  EXPECT_THAT(third, HasSubstr("200 OK"));
  const std::string request = "GET /second HTTP/1.1\r\n" + kClose;
  (void)co_await world::write_all(*second, request);
  const std::string answer = co_await read_to_end(*second);
  EXPECT_THAT(answer, HasSubstr("GET /second"));
}

WORLD_TEST(Server, AHandlerThatThrowsAnswers500AndIsReported) {
  RunningServer server(host);
  const std::string answer =
      co_await raw(host, server.endpoint(), "GET /throws HTTP/1.1\r\nHost: t\r\n\r\nGET /next HTTP/1.1\r\n" + kClose);
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 500 Internal Server Error"), EndsWith("GET /next ")));
  EXPECT_THAT(answer, Not(HasSubstr("the handler broke")));
  EXPECT_EQ(server.errors, "GET /throws: the handler broke\n");
}

WORLD_TEST(Server, AHeaderThatEndsItsLineIsNotSent) {
  RunningServer server(host);
  const std::string answer = co_await raw(host, server.endpoint(), "GET /bad HTTP/1.1\r\n" + kClose);
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 500"), Not(HasSubstr("Set-Cookie"))));
  EXPECT_THAT(server.errors, HasSubstr("cannot be sent"));
}

WORLD_TEST(Server, StoppingEndsItsConnections) {
  RunningServer server(host);
  auto stream = co_await host.network().connect(server.endpoint());
  CO_ASSERT_OK(stream);
  co_await host.clock().sleep_for(10ms);
  const auto left = co_await server.group().stop(host.clock(), 1s);
  EXPECT_TRUE(left.empty());
  const std::string request = "GET / HTTP/1.1\r\n" + kClose;
  (void)co_await world::write_all(*stream, request);
  const std::string answer = co_await read_to_end(*stream);
  EXPECT_THAT(answer, Not(HasSubstr("HTTP/1.1")));
  EXPECT_EQ(server.handled, 0);
  const std::string again = co_await raw(host, server.endpoint(), request);
  EXPECT_THAT(again, StartsWith("["));
}

WORLD_TEST(Server, ServesManyClientsAtOnce) {
  RunningServer server(host);
  world::TaskGroup clients(host.executor());
  int whole = 0;
  struct Client {
    static world::Task<> run(world::World& world, Url url, int& whole) {
      Request request;
      auto answer = co_await fetch(world, std::move(url), std::move(request), 10s);
      if (answer && answer->body.size() == 100'000) ++whole;
    }
  };
  for (int i = 0; i < 50; ++i) clients.spawn("client", Client::run(host, server.url("/big"), whole));
  co_await clients.join();
  EXPECT_EQ(whole, 50);
}

}  // namespace
}  // namespace checkride::http
