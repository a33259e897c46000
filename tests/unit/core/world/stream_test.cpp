// Goal: streams, listeners and names behave alike in both worlds. Method: each test runs in both, over loopback.
#include "checkride/world/stream.hpp"

#include <boost/asio/error.hpp>
#include <optional>

#include "both_worlds.hpp"
#include "checkride/world/timed_stream.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;

Endpoint loopback(std::uint16_t port) {
  Endpoint endpoint;
  endpoint.host = "127.0.0.1";
  endpoint.port = port;
  return endpoint;
}

// Two ends of one connection; what failed in making it, if that did.
struct Ends {
  Ends() = default;
  std::unique_ptr<Listener> listener;
  Stream client;
  Stream server;
};

Task<> accept_into(Listener& listener, Stream& into) {
  Result<Stream> accepted = co_await listener.accept();
  if (!accepted.has_error()) into = std::move(*accepted);
}

Task<Result<>> connect_ends(World& world, Ends& ends) {
  CO_TRY(ends.listener, world.network().listen(loopback(0)));
  TaskGroup group(world.executor());
  group.spawn("accept", accept_into(*ends.listener, ends.server));
  CO_TRY(ends.client, co_await world.network().connect(ends.listener->local()));
  co_await group.join();
  co_return Result<>();
}

Task<Result<std::string>> read_to_end(Stream& stream) {
  std::string text;
  std::array<std::byte, 1000> part{};
  for (;;) {
    const Result<std::size_t> count = co_await read_some(stream, part);
    if (count.has_error() && count.error().code() == asio::error::eof) co_return text;
    if (count.has_error()) co_return count.error();
    text.append(reinterpret_cast<const char*>(part.data()), *count);
  }
}

BOTH_WORLDS_TEST(Stream, MovesAtOnceWhatNeedsNoWaiting) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  std::array<std::byte, 100> into{};
  const Result<std::size_t> nothing = ends.server.try_read(into);
  CO_ASSERT_OK(nothing);
  EXPECT_EQ(*nothing, 0u);

  const std::string text = "straight in";
  std::string sent;
  while (sent.size() < text.size()) {  // the virtual world moves a part now and then
    const Result<std::size_t> count = ends.client.try_write(std::as_bytes(std::span(text)).subspan(sent.size()));
    CO_ASSERT_OK(count);
    sent += text.substr(sent.size(), *count);
  }
  std::string heard;
  while (heard.size() < text.size()) {
    const Result<std::size_t> waited = co_await read_some(ends.server, std::span(into).first(1));
    CO_ASSERT_OK(waited);
    heard.append(reinterpret_cast<const char*>(into.data()), *waited);
    const Result<std::size_t> at_once = ends.server.try_read(into);
    CO_ASSERT_OK(at_once);
    heard.append(reinterpret_cast<const char*>(into.data()), *at_once);
  }
  EXPECT_EQ(heard, text);
}

BOTH_WORLDS_TEST(Stream, WritesAtOnceNoMoreThanThereIsRoomFor) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  const std::vector<std::byte> much(64 * 1024);
  std::size_t sent = 0;
  for (bool full = false; !full;) {
    const Result<std::size_t> count = ends.client.try_write(much);
    CO_ASSERT_OK(count);
    sent += *count;
    full = *count == 0;
    CO_ASSERT_TRUE(sent < 1000 * much.size());
  }
  EXPECT_GT(sent, 0u);
}

BOTH_WORLDS_TEST(Stream, WritingAtOnceIntoAClosedStreamIsAnError) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  ends.client.close();
  EXPECT_TRUE(ends.client.try_write(std::as_bytes(std::span("x", 1))).has_error());
}

BOTH_WORLDS_TEST(Stream, CarriesBytesBothWays) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  EXPECT_EQ(ends.client.remote(), ends.listener->local());
  EXPECT_EQ(ends.client.local(), ends.server.remote());
  std::array<std::byte, 16> buffer{};
  Result<> asked = co_await write_all(ends.client, "ping");
  CO_ASSERT_OK(asked);
  std::string heard;
  while (heard.size() < 4) {
    Result<std::size_t> count = co_await read_some(ends.server, buffer);
    CO_ASSERT_OK(count);
    heard.append(reinterpret_cast<const char*>(buffer.data()), *count);
  }
  EXPECT_EQ(heard, "ping");
  Result<> answered = co_await write_all(ends.server, "pong");
  CO_ASSERT_OK(answered);
  ends.server.shutdown_send();
  EXPECT_THAT(co_await read_to_end(ends.client), test::IsOkWith(testing::Eq("pong")));
}

// What a bounded read came to, for a test that cancels it.
Task<> read_by(World& world, Stream& stream, Instant deadline, std::optional<Result<std::size_t>>& into) {
  std::array<std::byte, 16> buffer{};
  into = co_await read_some(stream, buffer, world.clock(), deadline);
}

BOTH_WORLDS_TEST(Stream, ABoundedReadEndsByItsTimeAndTheNextGoesOn) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  std::array<std::byte, 16> buffer{};
  const Instant begun = world.clock().now();
  const Result<std::size_t> late = co_await read_some(ends.server, buffer, world.clock(), begun + 20ms);
  CO_ASSERT_TRUE(late.has_error());
  EXPECT_EQ(late.error().code(), asio::error::timed_out);
  EXPECT_THAT(late.error().message(), HasSubstr("no answer within "));
  EXPECT_GE(world.clock().now(), begun + 20ms);

  const Result<> written = co_await write_all(ends.client, "late", world.clock(), world.clock().now() + 1min);
  CO_ASSERT_OK(written);
  std::string heard;
  while (heard.size() < 4) {
    const Result<std::size_t> count = co_await read_some(ends.server, buffer, world.clock(), begun + 1min);
    CO_ASSERT_OK(count);
    heard.append(reinterpret_cast<const char*>(buffer.data()), *count);
  }
  EXPECT_EQ(heard, "late") << "nothing of it went to the read that was over";
  ends.client.close();
  const Result<std::size_t> end = co_await read_some(ends.server, buffer, world.clock(), begun + 1min);
  CO_ASSERT_TRUE(end.has_error());
  EXPECT_EQ(end.error().code(), asio::error::eof);
}

BOTH_WORLDS_TEST(Stream, ABoundedWriteIntoAFullPipeEndsByItsTime) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  const std::string much(64 * 1024 * 1024, 'x');
  const Result<> written = co_await write_all(ends.client, much, world.clock(), world.clock().now() + 50ms);
  CO_ASSERT_TRUE(written.has_error());
  EXPECT_EQ(written.error().code(), asio::error::timed_out);
}

BOTH_WORLDS_TEST(Stream, ABoundedReadIsCancelledWithItsTask) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  std::optional<Result<std::size_t>> seen;
  TaskGroup group(world.executor());
  group.spawn("read", read_by(world, ends.server, world.clock().now() + 1h, seen));
  co_await world.clock().sleep_for(1ms);
  const std::vector<std::string> stuck = co_await group.stop(world.clock(), 10s);
  EXPECT_THAT(stuck, IsEmpty());
  EXPECT_FALSE(seen.has_value()) << "a task that is cancelled does not go on";
}

BOTH_WORLDS_TEST(Stream, ABoundedReadOfAStreamThatIsClosedIsAnError) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  std::optional<Result<std::size_t>> seen;
  TaskGroup group(world.executor());
  group.spawn("read", read_by(world, ends.server, world.clock().now() + 1h, seen));
  co_await world.clock().sleep_for(1ms);
  ends.server.close();
  co_await group.join();
  CO_ASSERT_TRUE(seen.has_value());
  EXPECT_TRUE(seen->has_error());
}

BOTH_WORLDS_TEST(Stream, HalfCloseLeavesTheOtherDirectionOpen) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  ends.client.shutdown_send();
  EXPECT_THAT(co_await read_to_end(ends.server), test::IsOkWith(testing::Eq("")));
  Result<> written = co_await write_all(ends.server, "still here");
  CO_ASSERT_OK(written);
  ends.server.close();
  EXPECT_THAT(co_await read_to_end(ends.client), test::IsOkWith(testing::Eq("still here")));
}

BOTH_WORLDS_TEST(Stream, ResetIsAnErrorForThePeer) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  ends.client.reset();
  Result<std::string> heard = co_await read_to_end(ends.server);
  CO_ASSERT_TRUE(heard.has_error());
  EXPECT_EQ(heard.error().code(), asio::error::connection_reset);
  EXPECT_THAT(heard.error().message(), HasSubstr("127.0.0.1:"));
}

BOTH_WORLDS_TEST(Stream, ClosingWithUnreadDataResets) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  Result<> written = co_await write_all(ends.client, "nobody reads this");
  CO_ASSERT_OK(written);
  co_await world.clock().sleep_for(20ms);
  ends.server.close();
  Result<std::string> heard = co_await read_to_end(ends.client);
  CO_ASSERT_TRUE(heard.has_error());
  EXPECT_EQ(heard.error().code(), asio::error::connection_reset);
}

BOTH_WORLDS_TEST(Stream, DestructionEndsTheConnection) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  ends.client = Stream();
  EXPECT_THAT(co_await read_to_end(ends.server), test::IsOkWith(testing::Eq("")));
}

Task<> read_once(Stream& stream, std::optional<Error>& error) {
  std::array<std::byte, 16> buffer{};
  const Result<std::size_t> count = co_await read_some(stream, buffer);
  if (count.has_error()) error = count.error();
}

BOTH_WORLDS_TEST(Stream, OwnCloseEndsAPendingReadWithAnError) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  TaskGroup group(world.executor());
  std::optional<Error> error;
  group.spawn("read", read_once(ends.server, error));
  co_await world.clock().sleep_for(5ms);
  ends.server.close();
  co_await group.join();
  CO_ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->code(), asio::error::operation_aborted);
}

BOTH_WORLDS_TEST(Stream, CancellationEndsTheReadingTaskNotTheStream) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  std::optional<Error> error;
  TaskGroup group(world.executor());
  group.spawn("read", read_once(ends.server, error));
  co_await world.clock().sleep_for(5ms);
  const std::vector<std::string> left = co_await group.stop(world.clock(), 1s);
  EXPECT_THAT(left, IsEmpty());
  EXPECT_FALSE(error.has_value());  // It was ended by the exception.
  Result<> written = co_await write_all(ends.client, "later");
  CO_ASSERT_OK(written);
  ends.client.shutdown_send();
  EXPECT_THAT(co_await read_to_end(ends.server), test::IsOkWith(testing::Eq("later")));
}

BOTH_WORLDS_TEST(Stream, WithinBoundsARead) {
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  std::array<std::byte, 16> buffer{};
  Result<std::size_t> count = co_await within(world.clock(), 20ms, read_some(ends.server, buffer));
  CO_ASSERT_TRUE(count.has_error());
  EXPECT_EQ(count.error().code(), asio::error::timed_out);
}

Task<> write_much(Stream& stream, std::size_t size) {
  const std::string bytes(size, 'x');
  (void)co_await write_all(stream, bytes);  // What arrives is what the test looks at.
  stream.shutdown_send();
}

BOTH_WORLDS_TEST(Stream, ManyMegabytesPassWithBackPressure) {
  constexpr std::size_t kSize = 5'000'000;
  Ends ends;
  Result<> connected = co_await connect_ends(world, ends);
  CO_ASSERT_OK(connected);
  TaskGroup group(world.executor());
  group.spawn("write", write_much(ends.client, kSize));
  co_await world.clock().sleep_for(20ms);
  EXPECT_EQ(group.running(), 1U);  // The buffers are full, nobody reads.
  Result<std::string> heard = co_await read_to_end(ends.server);
  CO_ASSERT_OK(heard);
  EXPECT_EQ(heard->size(), kSize);
  co_await group.join();
}

BOTH_WORLDS_TEST(Listener, RefusesPortsInUseAndForeignAddresses) {
  Result<std::unique_ptr<Listener>> first = world.network().listen(loopback(0));
  CO_ASSERT_OK(first);
  EXPECT_NE((*first)->local().port, 0);
  Result<std::unique_ptr<Listener>> second = world.network().listen((*first)->local());
  CO_ASSERT_TRUE(second.has_error());
  EXPECT_EQ(second.error().code(), asio::error::address_in_use);
  EXPECT_THAT(second.error().message(), HasSubstr((*first)->local().text()));
  Endpoint foreign = loopback(0);
  foreign.host = "192.0.2.1";
  Result<std::unique_ptr<Listener>> third = world.network().listen(foreign);
  CO_ASSERT_TRUE(third.has_error());
  EXPECT_EQ(third.error().code(), boost::system::errc::address_not_available);
  co_return;
}

BOTH_WORLDS_TEST(Listener, ClosedPortRefusesAndCanBeUsedAgain) {
  Endpoint where;
  {
    Result<std::unique_ptr<Listener>> listener = world.network().listen(loopback(0));
    CO_ASSERT_OK(listener);
    where = (*listener)->local();
  }
  Result<Stream> refused = co_await world.network().connect(where);
  CO_ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error().code(), asio::error::connection_refused);
  EXPECT_THAT(refused.error().message(), HasSubstr(where.text()));
  EXPECT_THAT(world.network().listen(where), test::IsOk());
}

BOTH_WORLDS_TEST(Listener, CloseEndsAPendingAccept) {
  Result<std::unique_ptr<Listener>> listener = world.network().listen(loopback(0));
  CO_ASSERT_OK(listener);
  TaskGroup group(world.executor());
  Stream none;
  group.spawn("accept", accept_into(**listener, none));
  co_await world.clock().sleep_for(1ms);
  (*listener)->close();
  co_await group.join();
  EXPECT_FALSE(none.is_open());
}

BOTH_WORLDS_TEST(Network, ResolvesLiteralsAndLocalhost) {
  EXPECT_THAT(co_await world.network().resolve("127.0.0.1"), test::IsOkWith(testing::ElementsAre("127.0.0.1")));
  EXPECT_THAT(co_await world.network().resolve("localhost"), test::IsOkWith(testing::Contains("127.0.0.1")));
}

TEST(Endpoint, ParsesWhatItWrites) {
  for (const char* text : {"127.0.0.1:5111", "[::1]:5111", "localhost:0", "smtp.company.com:587", "[::]:65535"}) {
    const Result<Endpoint> endpoint = parse_endpoint(text);
    ASSERT_THAT(endpoint, test::IsOk()) << text;
    EXPECT_EQ(endpoint->text(), text);
  }
  for (const char* text : {"", "localhost", ":80", "a:", "a:65536", "a:-1", "::1:80", "a b:1", "a:1x", "[]:1"}) {
    EXPECT_THAT(parse_endpoint(text), test::FailsWith(HasSubstr("expected HOST:PORT"))) << text;
  }
}

}  // namespace
}  // namespace checkride::world
