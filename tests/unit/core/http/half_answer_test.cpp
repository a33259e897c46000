// Goal: an answer breaks off where and how it is told to, and nothing but that. Method: raw clients and fetch against a
// handler that gives halves, on both worlds.
#include <boost/asio/error.hpp>

#include "../world/both_worlds.hpp"
#include "checkride/test/world_test.hpp"
#include "task_server.hpp"

namespace checkride::http {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
using End = RawExchange::End;

const std::string kRequest = "GET /half HTTP/1.1\r\nHost: t\r\n\r\n";

world::Task<Response> answer_with(const RawExchange& raw, const Request& request) {
  Response response = echo(request);
  response.raw = std::make_shared<RawExchange>(raw);
  co_return response;
}

AsyncHandler half(RawExchange raw) {
  return [raw = std::move(raw)](const Request& request) { return answer_with(raw, request); };
}

RawExchange first(std::size_t bytes, End end) {
  RawExchange raw;
  raw.bytes_max = bytes;
  raw.end = end;
  return raw;
}

BOTH_WORLDS_TEST(HalfAnswer, EndsInOrder) {
  TaskServer server(world, half(first(20, End::close)));
  const std::string answer = co_await raw(world, server.endpoint, kRequest);
  EXPECT_EQ(answer, "HTTP/1.1 200 OK\r\nDat");
  EXPECT_THAT(server.exchanges, ElementsAre("/half 200 20 broken"));
  const auto fetched = co_await fetch(world, server.url("/half"), Request(), 5s);
  EXPECT_THAT(fetched, FailsWith(HasSubstr("ended before the answer was whole")));
  co_await server.stop();
}

BOTH_WORLDS_TEST(HalfAnswer, EndsInAReset) {
  TaskServer server(world, half(first(20, End::reset)));
  const std::string answer = co_await raw(world, server.endpoint, kRequest);
  EXPECT_EQ(answer, "HTTP/1.1 200 OK\r\nDat[Connection reset by peer]");
  EXPECT_THAT(server.exchanges, ElementsAre("/half 200 20 broken"));
  const auto fetched = co_await fetch(world, server.url("/half"), Request(), 5s);
  EXPECT_EQ(fetched.error().code(), boost::asio::error::connection_reset);
  co_await until(world.clock(), [&] { return server.open == 0; });
  co_await server.stop();
}

BOTH_WORLDS_TEST(HalfAnswer, StallsUntilTheClientGoes) {
  TaskServer server(world, half(first(20, End::stall)));
  const auto fetched = co_await fetch(world, server.url("/half"), Request(), 300ms);
  EXPECT_EQ(fetched.error().code(), boost::system::errc::timed_out);
  EXPECT_THAT(server.exchanges, ElementsAre("/half 200 20 broken"));
  co_await until(world.clock(), [&] { return server.open == 0; });
  co_await server.stop();
}

BOTH_WORLDS_TEST(HalfAnswer, ADrainEndsAStall) {
  TaskServer server(world, half(first(20, End::stall)));
  auto stream = co_await world.network().connect(server.endpoint);
  CO_ASSERT_OK(stream);
  (void)co_await world::write_all(*stream, kRequest);
  co_await until(world.clock(), [&] { return server.exchanges.size() == 1; });
  server.drain->begin();
  co_await server.group.join();
  const std::string rest = co_await read_to_end(*stream);
  EXPECT_EQ(rest, "HTTP/1.1 200 OK\r\nDat");
}

WORLD_TEST(HalfAnswer, AStallHasItsLimit) {
  RawExchange short_one = first(20, End::stall);
  short_one.stall = 5s;
  TaskServer server(host, half(short_one));
  const world::Instant began = host.clock().now();
  const std::string answer = co_await raw(host, server.endpoint, kRequest);
  EXPECT_EQ(answer, "HTTP/1.1 200 OK\r\nDat");
  EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(host.clock().now() - began), 5s);
  co_await server.stop();
}

// The second request has come already, and is not taken for an end.
WORLD_TEST(HalfAnswer, WhatWasAskedBehindItIsNotAnswered) {
  RawExchange short_one = first(20, End::stall);
  short_one.stall = 5s;
  TaskServer server(host, half(short_one));
  const std::string answer = co_await raw(host, server.endpoint, kRequest + kRequest);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\nDat"));
  EXPECT_EQ(server.asked, 1);
  co_await server.stop();
}

BOTH_WORLDS_TEST(HalfAnswer, MayBeNoHttpAtAll) {
  RawExchange garbage;
  garbage.bytes = "220 mail.test ESMTP\r\n\r\n";
  TaskServer server(world, half(garbage));
  const std::string answer = co_await raw(world, server.endpoint, kRequest);
  EXPECT_EQ(answer, "220 mail.test ESMTP\r\n\r\n");
  const auto fetched = co_await fetch(world, server.url(), Request(), 5s);
  EXPECT_THAT(fetched, FailsWith(HasSubstr("not well-formed HTTP")));
  co_await server.stop();
}

BOTH_WORLDS_TEST(HalfAnswer, MayBeNothing) {
  TaskServer server(world, half(first(0, End::close)));
  const std::string answer = co_await raw(world, server.endpoint, kRequest);
  EXPECT_EQ(answer, "");
  EXPECT_THAT(server.exchanges, ElementsAre("/half 200 0 broken"));
  co_await server.stop();
}

BOTH_WORLDS_TEST(HalfAnswer, AWholeOneIsStillTheLast) {
  TaskServer server(world, half(RawExchange()));
  const std::string answer = co_await raw(world, server.endpoint, kRequest + kRequest);
  EXPECT_THAT(answer, EndsWith("\r\n\r\nGET /half "));
  EXPECT_EQ(server.asked, 1);
  co_await server.stop();
}

}  // namespace
}  // namespace checkride::http
