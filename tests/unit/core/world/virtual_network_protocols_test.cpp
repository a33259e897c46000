// Goal: hosts hear IPv4 and IPv6 as those of a real machine do. Method: a server that greets with the address it was
// reached at, clients that come by each.
#include <memory>
#include <string>
#include <vector>

#include "checkride/test/world_test.hpp"
#include "network_programs.hpp"

namespace checkride::world {
namespace {

using namespace std::chrono_literals;
using namespace checkride::test;

// What a client of each protocol hears of a server that greets with the address it was reached at.
Task<> greet(std::shared_ptr<Listener> listener) {
  Result<Stream> stream = co_await listener->accept();
  if (!stream.has_error()) (void)co_await write_all(*stream, "at " + stream->local().text());
}

Task<int> greet_at(World& world, std::vector<std::string> hosts) {
  TaskGroup greetings(world.executor());
  for (const std::string& host : hosts) {
    Result<std::unique_ptr<Listener>> listener = world.network().listen(endpoint(host));
    if (listener.has_error()) throw std::runtime_error(listener.error().message());
    greetings.spawn("greet", greet(std::move(*listener)));
  }
  co_await greetings.join();
  co_return 0;
}

Task<int> hear_greeting(World& world, std::string host, std::string& heard) {
  Result<Stream> stream = co_await world.network().connect(endpoint(host));
  if (stream.has_error()) {
    heard = stream.error().code().message();
    co_return 0;
  }
  std::array<std::byte, 100> part{};
  while (true) {
    const Result<std::size_t> count = co_await read_some(*stream, part);
    if (count.has_error()) co_return 0;
    heard.append(reinterpret_cast<const char*>(part.data()), *count);
  }
}

// Greets by saying from where it is called.
Task<int> greet_caller(World& world, std::string address) {
  auto listener = world.network().listen(endpoint(std::move(address)));
  if (!listener) co_return 1;
  Result<Stream> stream = co_await (*listener)->accept();
  if (stream.has_error()) co_return 1;
  const std::string text = "from " + stream->remote().host;
  const std::span<const char> bytes(text);
  (void)co_await write_all(*stream, std::as_bytes(bytes));
  co_return 0;
}

TEST(VirtualNetworkProtocols, WhoSitsBesideAllIsSeenOnTheServersOwnMachine) {
  for (const bool beside : {false, true}) {
    VirtualWorld world;
    VirtualHost& server = world.add_host("server");
    VirtualHost& client = world.add_host("client");
    if (beside) world.seat_beside_all(client);
    server.start("greet", greet_caller(server, "0.0.0.0"));
    std::string heard;
    client.start("ask", hear_greeting(client, "server", heard));
    world.run_until(world.now() + 1s);
    EXPECT_EQ(heard, beside ? "from 127.0.0.1" : "from 10.0.0.2");
  }
}

TEST(VirtualNetworkProtocols, AHostHearsIpv4AndIpv6AtOnePort) {
  VirtualWorld world;
  VirtualHost& server = world.add_host("server");
  VirtualHost& client = world.add_host("client");
  server.start("greet", greet_at(server, {"0.0.0.0", "::"}));
  std::string v4;
  std::string v6;
  client.start("v4", hear_greeting(client, "10.0.0.1", v4));
  world.run_until(world.now() + 1s);
  client.start("v6", hear_greeting(client, "fd00::1", v6));
  world.run_until(world.now() + 1s);
  EXPECT_EQ(v4, "at 10.0.0.1:5111");
  EXPECT_EQ(v6, "at [fd00::1]:5111");
}

TEST(VirtualNetworkProtocols, AnIpv6ListenerOnAnyAddressTakesIpv4OneOnLoopbackDoesNot) {
  VirtualWorld world;
  VirtualHost& server = world.add_host("server");
  server.start("greet", greet_at(server, {"::"}));
  std::string by_v4;
  VirtualHost& client = world.add_host("client");
  client.start("v4", hear_greeting(client, "10.0.0.1", by_v4));
  world.run_until(world.now() + 1s);
  EXPECT_EQ(by_v4, "at 10.0.0.1:5111");

  VirtualHost& alone = world.add_host("alone");
  alone.start("greet", greet_at(alone, {"::1"}));
  std::string loopback;
  client.start("v6", hear_greeting(client, "fd00::3", loopback));
  world.run_until(world.now() + 1s);
  EXPECT_EQ(loopback, "Connection refused");
}

}  // namespace
}  // namespace checkride::world
