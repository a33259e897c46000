// Goal: each network fault of the virtual world does what its declaration says, on exact virtual times.
// Method: a server and a client host, one connection between them.
#include <boost/asio/error.hpp>
#include <optional>
#include <string>

#include "checkride/test/world_test.hpp"
#include "network_programs.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using namespace checkride::test;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class VirtualNetwork : public testing::Test {
 protected:
  // 1 ms each way, nothing random.
  VirtualNetwork() {
    LinkOptions options;
    options.latency = 1ms;
    options.short_reads = false;
    world.set_link(server, client, options);
    server.start("serve", serve(server, at_server));
  }
  void run_for(Duration time) { world.run_until(world.now() + time); }
  Instant at(Duration since_start) const { return Instant(1us) + since_start; }

  VirtualWorld world;
  VirtualHost& server = world.add_host("server");
  VirtualHost& client = world.add_host("client");
  Log at_server;
  Log at_client;
};

TEST_F(VirtualNetwork, LatencyIsExact) {
  client.start("ask", ask(client, Script{{{0s, "hello"}}, 10ms}, at_client));
  run_for(1s);
  EXPECT_EQ(at_client.ended, at(2ms));         // there and back
  EXPECT_EQ(at_server.ended, at(2ms + 11ms));  // the end of the stream
  EXPECT_EQ(at_server.received, "hello");
  EXPECT_EQ(at_server.error->code(), asio::error::eof);
}

TEST_F(VirtualNetwork, BandwidthTakesTime) {
  LinkOptions options;
  options.latency = 1ms;
  options.bytes_per_second = 1000;
  options.short_reads = false;
  world.set_link(server, client, options);
  client.start("ask", ask(client, Script{{{0s, std::string(500, 'x')}}, 0s}, at_client));
  run_for(10s);
  EXPECT_EQ(at_server.received.size(), 500U);
  EXPECT_EQ(at_server.ended, at(2ms + 500ms + 1ms));
}

TEST_F(VirtualNetwork, PartitionDelaysAndHealResends) {
  client.start("ask", ask(client, Script{{{0s, "before"}, {1s, "during"}}, 10s}, at_client));
  run_for(500ms);
  world.partition(server, client);
  run_for(5s);
  EXPECT_EQ(at_server.received, "before");
  world.heal(server, client);
  run_for(1ms);
  EXPECT_EQ(at_server.received, "beforeduring");
  EXPECT_FALSE(at_server.error.has_value());
}

TEST_F(VirtualNetwork, ConnectHangsDuringAPartition) {
  world.partition(server, client);
  client.start("ask", ask(client, Script{}, at_client));
  run_for(1min);
  EXPECT_EQ(at_client.ended, Instant{});
  EXPECT_THAT(world.waiting(), Contains(HasSubstr("client/ask: connecting to server:5111")));
  const Instant healed = world.now();
  world.heal(server, client);
  run_for(1s);
  EXPECT_EQ(at_client.ended, healed + 2ms);
  EXPECT_FALSE(at_client.error.has_value());
}

TEST_F(VirtualNetwork, ResetIsSeenByBoth) {
  client.start("ask", ask(client, Script{{{0s, "one"}, {1s, "two"}}, 0s}, at_client));
  run_for(500ms);
  world.reset_connections(client, server);
  run_for(2s);
  EXPECT_EQ(at_server.error->code(), asio::error::connection_reset);
  EXPECT_EQ(at_client.error->code(), asio::error::connection_reset);
  EXPECT_EQ(at_server.received, "one");
}

TEST_F(VirtualNetwork, RefusedWhileSet) {
  world.refuse(server, kPort, true);
  client.start("ask", ask(client, Script{}, at_client));
  run_for(1s);
  EXPECT_EQ(at_client.error->code(), asio::error::connection_refused);
  world.refuse(server, kPort, false);
  at_client = Log();
  client.start("ask", ask(client, Script{}, at_client));
  run_for(1s);
  EXPECT_FALSE(at_client.error.has_value());
}

TEST_F(VirtualNetwork, StallDeliversLateAndAtOnce) {
  client.start("ask", ask(client, Script{{{0s, "one "}, {1s, "two "}, {1s, "three"}}, 1min}, at_client));
  run_for(500ms);
  world.stall(client, server, true);
  run_for(10s);
  EXPECT_EQ(at_server.received, "one ");
  EXPECT_FALSE(at_client.error.has_value());
  world.stall(client, server, false);
  run_for(0s);
  EXPECT_EQ(at_server.received, "one two three");
}

TEST_F(VirtualNetwork, StallFillsTheBuffersUntilTheWriterWaits) {
  world.stall(client, server, true);
  client.start("ask", ask(client, Script{{{0s, std::string(1'000'000, 'x')}}, 0s}, at_client));
  run_for(1min);
  EXPECT_FALSE(client.exit_code().has_value());
  EXPECT_THAT(world.waiting(), Contains(HasSubstr("client/ask: writing to 10.0.0.1:5111")));
  world.stall(client, server, false);
  run_for(1min);
  EXPECT_EQ(client.exit_code(), 0);
  EXPECT_EQ(at_server.received.size(), 1'000'000U);
}

TEST_F(VirtualNetwork, HalfOpenPeerIsWrittenIntoNothing) {
  client.start("ask", ask(client, Script{{{0s, "one"}, {1s, "two"}}, 1h}, at_client));
  run_for(500ms);
  world.half_open(client, server);
  run_for(10min);
  EXPECT_EQ(at_server.received, "one");
  EXPECT_EQ(at_server.error->code(), asio::error::connection_reset);  // It knows nothing of it any more.
  EXPECT_FALSE(at_client.error.has_value());
  EXPECT_FALSE(client.exit_code().has_value());
}

TEST_F(VirtualNetwork, HalfOpenWriterWaitsOnceItsBufferIsFull) {
  client.start("ask", ask(client, Script{{{0s, "one"}, {1s, std::string(300'000, 'x')}}, 0s}, at_client));
  run_for(500ms);
  world.half_open(client, server);
  run_for(1h);
  EXPECT_FALSE(client.exit_code().has_value());
}

TEST_F(VirtualNetwork, FlipsExactlyOneBitOfTheByteThatIsCounted) {
  client.start("ask", ask(client, Script{{{0s, "aaaa"}, {1s, "aaaaaaaa"}}, 0s}, at_client));
  run_for(500ms);
  world.flip_bit(client, server, 2, 1);
  run_for(2s);
  EXPECT_EQ(at_server.received, "aaaaaacaaaaa");
}

TEST_F(VirtualNetwork, WritingToAClosedPeerEndsInAReset) {
  server.crash();
  server.restart();
  server.start("refuse", [](World& on) -> Task<int> {
    Result<std::unique_ptr<Listener>> listener = on.network().listen(endpoint("0.0.0.0"));
    Result<Stream> stream = co_await (*listener)->accept();
    stream->close();
    co_await on.clock().sleep_for(1h);
    co_return 0;
  }(server));
  client.start("ask", ask(client, Script{{{1s, "one"}, {1s, "two"}}, 0s}, at_client));
  run_for(10s);
  EXPECT_EQ(at_client.error->code(), asio::error::connection_reset);
}

TEST_F(VirtualNetwork, AFrozenHostStillConnectsButDoesNotAnswer) {
  run_for(0s);
  server.freeze();
  client.start("ask", ask(client, Script{{{0s, "piles up"}}, 1h}, at_client));
  run_for(1min);
  EXPECT_FALSE(at_client.error.has_value());
  EXPECT_EQ(at_client.ended, at(2ms));
  EXPECT_EQ(at_server.received, "");
  server.thaw();
  run_for(1s);
  EXPECT_EQ(at_server.received, "piles up");
}

TEST_F(VirtualNetwork, ACrashResetsThePeerAndFreesThePort) {
  client.start("ask", ask(client, Script{{{0s, "one"}, {1s, "two"}}, 0s}, at_client));
  run_for(500ms);
  server.crash();
  run_for(2s);
  EXPECT_EQ(at_client.error->code(), asio::error::connection_reset);
  server.restart();
  at_server = Log();
  at_client = Log();
  server.start("serve", serve(server, at_server));
  client.start("ask", ask(client, Script{{{0s, "again"}}, 0s}, at_client));
  run_for(1s);
  EXPECT_EQ(at_server.received, "again");
}

TEST_F(VirtualNetwork, NamesResolveToHosts) {
  world.add_name("smtp.company.com", server);
  const auto resolve = [](World& on, std::vector<std::string>& into, std::optional<Error>& error) -> Task<int> {
    Result<std::vector<std::string>> known = co_await on.network().resolve("smtp.company.com");
    into = *known;
    Result<std::vector<std::string>> unknown = co_await on.network().resolve("nowhere.example");
    error = unknown.error();
    co_return 0;
  };
  std::vector<std::string> found;
  std::optional<Error> error;
  client.start("resolve", resolve(client, found, error));
  run_for(1s);
  EXPECT_THAT(found, ElementsAre("10.0.0.1"));
  EXPECT_EQ(error->code(), asio::error::host_not_found);
  EXPECT_THAT(error->message(), HasSubstr("nowhere.example"));
}

TEST_F(VirtualNetwork, ALoopbackListenerIsNotReachableFromOutside) {
  server.crash();
  server.restart();
  server.start("private", [](World& on) -> Task<int> {
    Result<std::unique_ptr<Listener>> listener = on.network().listen(endpoint("127.0.0.1"));
    co_await on.clock().sleep_for(1h);
    co_return 0;
  }(server));
  client.start("ask", ask(client, Script{}, at_client));
  run_for(1s);
  EXPECT_EQ(at_client.error->code(), asio::error::connection_refused);
}

}  // namespace
}  // namespace checkride::world
