// Goal: what TLS has to say to itself between the bytes of its users costs them nothing, however it is cut on its way.
// Method: a server that sends a long session ticket in pieces, while its client reads, writes, and gives up.
#include "ticket_peer.hpp"

namespace checkride::tls {
namespace {

using namespace std::chrono_literals;

constexpr bool kBoth[] = {false, true};

// A client and such a server, after the handshake.
struct Pair {
  explicit Pair(world::World& its_world)
      : world(its_world), who(its_world), peer(its_world, who), group(its_world.executor()) {}

  world::Task<> meet() {
    auto listener = world.network().listen(world::Endpoint{"127.0.0.1", 0}).value();
    group.spawn("peer", peer.accept(*listener));
    auto plain = co_await world.network().connect(listener->local());
    Client trusting = Client::make(world, who.client).value();
    auto connected = co_await connect(world, std::move(trusting), std::move(*plain), who.host);
    EXPECT_TRUE(connected.has_value());
    client = std::move(*connected);
    co_await group.join();
  }
  // The client takes what is there of the ticket.
  world::Task<> read_for(world::Duration limit) {
    std::array<std::byte, 64> into;
    auto reading = world::read_some(client, into);
    const auto late = co_await world::within(world.clock(), limit, std::move(reading));
    EXPECT_EQ(late.error().code(), boost::asio::error::timed_out);
  }
  // The first record of the ticket, of several, is with the client's engine.
  world::Task<> meet_halfway() {
    co_await meet();
    EXPECT_GT(peer.ticket_bytes(), 1500u);
    co_await peer.send_record();
    co_await read_for(1s);
    EXPECT_GT(peer.ticket_bytes(), 512u) << "there is more to come";
  }

  world::World& world;
  Acquaintance who;
  TicketPeer peer;
  world::Stream client;
  world::TaskGroup group;
};

world::Task<> write(world::Stream& stream, std::string text, std::optional<Result<>>* ended) {
  *ended = co_await world::write_all(stream, text);
}
world::Task<> read(world::Stream& stream, std::string* text) {
  auto heard = co_await read_to_end(stream);
  *text = heard.first + "[" + heard.second.message() + "]";
}

// What became of a write and a read.
struct Waiting {
  std::optional<Result<>> written;
  std::string text;
};

// A write, and a second later a read that comes along; returns when both have waited.
world::Task<> let_both_wait(Pair& pair, Waiting* waiting) {
  pair.group.spawn("writer", write(pair.client, "hello", &waiting->written));
  co_await pair.world.clock().sleep_for(1s);
  pair.group.spawn("reader", read(pair.client, &waiting->text));
  co_await pair.world.clock().sleep_for(1s);
}

void expect_ended_by(ErrorCode end, const Waiting& waiting) {
  ASSERT_TRUE(waiting.written.has_value());
  EXPECT_EQ(waiting.written->error().code(), end);
  EXPECT_EQ(waiting.text, "[" + end.message() + "]");
}

WORLD_TEST(TlsHalfMessage, AWriteFetchesTheRestItself) {
  Pair pair(host);
  co_await pair.meet_halfway();
  pair.group.spawn("rest", pair.peer.send_rest_after(3s));
  const world::Instant began = host.clock().now();
  const auto written = co_await world::write_all(pair.client, std::string_view("hello"));
  CO_ASSERT_OK(written);
  EXPECT_GE(host.clock().now() - began, 3s);
  const std::string heard = co_await pair.peer.hear_text(5);
  EXPECT_EQ(heard, "hello");
}

// Wherever the ticket is cut, a write gets through in the end, and so does what the peer says behind it.
WORLD_TEST(TlsHalfMessage, NoCutCostsAWrite) {
  std::size_t whole = 0;
  for (std::size_t bytes = 0; bytes <= whole; bytes += 83) {
    Pair pair(host);
    co_await pair.meet();
    whole = pair.peer.ticket_bytes();
    co_await pair.peer.send_ticket(bytes);
    co_await pair.read_for(1s);
    pair.group.spawn("rest", pair.peer.send_rest_after(1s));
    const auto written = co_await world::write_all(pair.client, std::string_view("hello"));
    EXPECT_TRUE(written.has_value()) << bytes;
    const std::string heard = co_await pair.peer.hear_text(5);
    EXPECT_EQ(heard, "hello") << bytes;
    co_await pair.group.join();
    co_await pair.peer.say("bye");
    std::array<std::byte, 64> into;
    const auto count = co_await world::read_some(pair.client, into);
    CO_ASSERT_OK(count);
    EXPECT_EQ(*count, 3u) << bytes;
  }
  EXPECT_GT(whole, 1500u);
}

WORLD_TEST(TlsHalfMessage, AWriteWaitsForTheReaderWhoIsThereAlready) {
  Pair pair(host);
  co_await pair.meet_halfway();
  std::string text;
  std::optional<Result<>> written;
  pair.group.spawn("reader", read(pair.client, &text));
  co_await host.clock().sleep_for(1s);
  pair.group.spawn("writer", write(pair.client, "hello", &written));
  co_await host.clock().sleep_for(1s);
  EXPECT_FALSE(written);
  co_await pair.peer.send_rest_after(1s);
  const std::string heard = co_await pair.peer.hear_text(5);
  EXPECT_EQ(heard, "hello");
  EXPECT_TRUE(written && written->has_value());
  co_await pair.peer.say("bye");
  pair.peer.hang_up();
  co_await pair.group.join();
  EXPECT_EQ(text, "bye[" + ErrorCode(boost::asio::error::connection_reset).message() + "]");
}

WORLD_TEST(TlsHalfMessage, AReadThatComesLaterWaitsAlong) {
  Pair pair(host);
  co_await pair.meet_halfway();
  std::string text;
  std::optional<Result<>> written;
  pair.group.spawn("writer", write(pair.client, "hello", &written));
  co_await host.clock().sleep_for(1s);
  std::array<std::byte, 8> into;
  EXPECT_EQ(pair.client.try_read(into).value(), 0u);
  pair.group.spawn("reader", read(pair.client, &text));
  co_await pair.peer.send_rest_after(1s);
  co_await pair.peer.say("bye");
  const std::string heard = co_await pair.peer.hear_text(5);
  EXPECT_EQ(heard, "hello");
  pair.peer.hang_up();
  co_await pair.group.join();
  EXPECT_EQ(text, "bye[" + ErrorCode(boost::asio::error::connection_reset).message() + "]");
}

// Whoever of the two gives up, and whoever of them had asked below, the other goes on.
WORLD_TEST(TlsHalfMessage, WhoGivesUpLeavesTheOtherWaiting) {
  for (const bool reader_first : kBoth) {
    SCOPED_TRACE(reader_first);
    Pair pair(host);
    co_await pair.meet_halfway();
    std::string text;
    if (reader_first) pair.group.spawn("reader", read(pair.client, &text));
    co_await host.clock().sleep_for(1s);
    world::Task<Result<>> writing = world::write_all(pair.client, std::string_view("never"));
    const auto late = co_await world::within(host.clock(), 2s, std::move(writing));
    EXPECT_EQ(late.error().code(), boost::asio::error::timed_out);
    if (!reader_first) co_await pair.read_for(1s);
    std::optional<Result<>> written;
    pair.group.spawn("writer", write(pair.client, "hello", &written));
    co_await pair.peer.send_rest_after(1s);
    const std::string heard = co_await pair.peer.hear_text(5);
    EXPECT_EQ(heard, "hello");
    co_await pair.peer.say("bye");
    pair.peer.hang_up();
    if (!reader_first) pair.group.spawn("reader", read(pair.client, &text));
    co_await pair.group.join();
    EXPECT_EQ(text, "bye[" + ErrorCode(boost::asio::error::connection_reset).message() + "]");
  }
}

WORLD_TEST(TlsHalfMessage, AReadThatGivesUpLeavesTheWriteWaiting) {
  for (const bool reader_first : kBoth) {
    SCOPED_TRACE(reader_first);
    Pair pair(host);
    co_await pair.meet_halfway();
    std::optional<Result<>> written;
    if (!reader_first) pair.group.spawn("writer", write(pair.client, "hello", &written));
    co_await host.clock().sleep_for(1s);
    if (reader_first) {
      pair.group.spawn("reader", pair.read_for(2s));
      co_await host.clock().sleep_for(1s);
      pair.group.spawn("writer", write(pair.client, "hello", &written));
      co_await host.clock().sleep_for(2s);
    } else {
      co_await pair.read_for(2s);
    }
    EXPECT_FALSE(written);
    co_await pair.peer.send_rest_after(1s);
    const std::string heard = co_await pair.peer.hear_text(5);
    EXPECT_EQ(heard, "hello");
    co_await pair.group.join();
    EXPECT_TRUE(written && written->has_value());
  }
}

WORLD_TEST(TlsHalfMessage, APeerThatGoesEndsTheWrite) {
  Pair pair(host);
  co_await pair.meet_halfway();
  Waiting waiting;
  co_await let_both_wait(pair, &waiting);
  pair.peer.hang_up();
  co_await pair.group.join();
  expect_ended_by(boost::asio::error::connection_reset, waiting);
}

WORLD_TEST(TlsHalfMessage, ClosingEndsBothWhoWait) {
  Pair pair(host);
  co_await pair.meet_halfway();
  Waiting waiting;
  co_await let_both_wait(pair, &waiting);
  pair.client.close();
  co_await pair.group.join();
  expect_ended_by(boost::asio::error::operation_aborted, waiting);
}

world::Task<int> wait_for_ever(world::VirtualHost& host) {
  Pair pair(host);
  co_await pair.meet_halfway();
  Waiting waiting;
  co_await let_both_wait(pair, &waiting);
  co_await pair.group.join();
  co_return 0;
}

// What is left of them would be found by the sanitizers.
TEST(TlsHalfMessageCrash, BothWhoWaitAreDroppedWithTheirHost) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("test");
  host.start("wait", wait_for_ever(host));
  world.run_until(world.now() + 1min, [] { return false; });
  EXPECT_FALSE(host.exit_code().has_value());
  host.crash();
  EXPECT_FALSE(host.up());
}

}  // namespace
}  // namespace checkride::tls
