// Goal: a body that comes into being while it is sent arrives piece by piece, whole, and never holds up or outlives its
// server. Method: sources that wait on virtual time, raw bytes on the other side, exact times.
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

// "tick 1", "tick 2" ... one a second; endless without a count.
class Ticks final : public BodySource {
 public:
  Ticks(world::Clock& clock, int count, std::size_t bytes) : clock_(clock), count_(count), bytes_(bytes) {}
  world::Task<std::string> next() override {
    if (count_ != 0 && told_ == count_) co_return std::string();
    co_await clock_.sleep_for(1s);
    ++told_;
    std::string piece = "tick " + std::to_string(told_) + "\n";
    piece.resize(std::max(piece.size(), bytes_), '.');
    co_return piece;
  }

 private:
  world::Clock& clock_;
  int count_;
  std::size_t bytes_;
  int told_ = 0;
};

// Serves ticks, so many and of such a size, on a port of its own.
class TickServer {
 public:
  TickServer(world::World& world, int count, std::size_t bytes = 0) : group_(world.executor()) {
    auto listener = world.network().listen(loopback(0));
    endpoint = listener.value()->local();
    std::function<Response(const Request&)> handler = [this, &world, count, bytes](const Request&) {
      Response response = text_response(200, "");
      response.stream = std::make_shared<Ticks>(world.clock(), count, bytes);
      source = response.stream;
      return response;
    };
    group_.spawn("serve", serve(world, std::move(*listener), handler));
  }
  world::TaskGroup& group() { return group_; }
  // Whether the connection still holds the source.
  bool streaming() const { return !source.expired(); }

  world::Endpoint endpoint;
  std::weak_ptr<BodySource> source;

 private:
  world::TaskGroup group_;
};

WORLD_TEST(HttpStream, PiecesGoOutInChunksAndTheConnectionStays) {
  TickServer server(host, 2);
  const std::string answer =
      co_await raw(host, server.endpoint,
                   "GET /1 HTTP/1.1\r\nHost: t\r\n\r\nGET /2 HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  const std::string body = "\r\n\r\n7\r\ntick 1\n\r\n7\r\ntick 2\n\r\n0\r\n\r\n";
  EXPECT_THAT(answer, AllOf(HasSubstr("Transfer-Encoding: chunked"), Not(HasSubstr("Content-Length"))));
  EXPECT_THAT(answer, AllOf(HasSubstr(body + "HTTP/1.1 200 OK"), EndsWith(body)));
}

WORLD_TEST(HttpStream, APieceArrivesWhenItIsMade) {
  TickServer server(host, 0);
  auto stream = co_await host.network().connect(server.endpoint);
  CO_ASSERT_OK(stream);
  const std::string request = "GET / HTTP/1.1\r\nHost: t\r\n\r\n";
  (void)co_await world::write_all(*stream, request);
  const world::Instant start = host.clock().now();
  std::string text;
  std::array<std::byte, 512> part;
  while (text.find("tick 3\n") == std::string::npos) {
    const auto count = co_await world::read_some(*stream, part);
    CO_ASSERT_OK(count);
    text.append(reinterpret_cast<const char*>(part.data()), *count);
  }
  EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(host.clock().now() - start), 3s);
}

WORLD_TEST(HttpStream, Http10HasTheEndOfTheConnectionForAnEnd) {
  TickServer server(host, 2);
  const std::string answer = co_await raw(host, server.endpoint, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200 OK"), HasSubstr("Connection: close"), Not(HasSubstr("chunked")),
                            EndsWith("\r\n\r\ntick 1\ntick 2\n")));
}

WORLD_TEST(HttpStream, HeadHasNoPieces) {
  TickServer server(host, 0);
  const std::string answer =
      co_await raw(host, server.endpoint, "HEAD / HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, AllOf(HasSubstr("chunked"), EndsWith("\r\n\r\n")));
}

WORLD_TEST(HttpStream, OurClientReadsItToItsEnd) {
  TickServer server(host, 3);
  Url url;
  url.scheme = "http";
  url.host = server.endpoint.host;
  url.port = server.endpoint.port;
  auto response = co_await fetch(host, url, Request(), 10s);
  CO_ASSERT_OK(response);
  EXPECT_EQ(response->body, "tick 1\ntick 2\ntick 3\n");
}

WORLD_TEST(HttpStream, AClientThatWentIsNoticedByWhatIsToldIt) {
  TickServer server(host, 0);
  auto stream = co_await host.network().connect(server.endpoint);
  CO_ASSERT_OK(stream);
  const std::string request = "GET / HTTP/1.1\r\nHost: t\r\n\r\n";
  (void)co_await world::write_all(*stream, request);
  co_await host.clock().sleep_for(2500ms);
  EXPECT_TRUE(server.streaming());
  stream->reset();
  co_await host.clock().sleep_for(5s);
  EXPECT_FALSE(server.streaming());
}

WORLD_TEST(HttpStream, ASlowReaderIsDropped) {
  TickServer server(host, 0, 1024 * 1024);
  auto stream = co_await host.network().connect(server.endpoint);
  CO_ASSERT_OK(stream);
  const std::string request = "GET / HTTP/1.1\r\nHost: t\r\n\r\n";
  (void)co_await world::write_all(*stream, request);
  co_await host.clock().sleep_for(60s);
  EXPECT_FALSE(server.streaming()) << "it took nothing within the limit of a write";
}

WORLD_TEST(HttpStream, CancellingServeEndsStreams) {
  TickServer server(host, 0);
  auto stream = co_await host.network().connect(server.endpoint);
  CO_ASSERT_OK(stream);
  const std::string request = "GET / HTTP/1.1\r\nHost: t\r\n\r\n";
  (void)co_await world::write_all(*stream, request);
  co_await host.clock().sleep_for(1500ms);
  (void)co_await server.group().stop(host.clock(), 1s);
  const std::string rest = co_await read_to_end(*stream);
  EXPECT_THAT(rest, HasSubstr("tick 1\n"));
  EXPECT_FALSE(server.streaming());
}

}  // namespace
}  // namespace checkride::http
