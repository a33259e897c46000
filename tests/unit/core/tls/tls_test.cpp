// Goal: a stream behind TLS is a stream like any other, and nobody talks to the wrong one. Method: both ends in one
// virtual world, with certificates of an authority of the test's own.
#include "tls_fixture.hpp"

namespace checkride::tls {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

world::Task<> send_and_end(world::Stream& stream, std::string text) {
  const auto written = co_await world::write_all(stream, text);
  EXPECT_TRUE(written.has_value());
  stream.shutdown_send();
}

WORLD_TEST(Tls, CarriesBytesBothWaysAndTheOrderlyEnd) {
  Acquaintance who(host);
  Meetings meetings(host);
  Meeting both = co_await meetings.meet(who);
  CO_ASSERT_OK(*both.server);
  CO_ASSERT_OK(*both.client);
  world::Stream& server = **both.server;
  world::Stream& client = **both.client;
  std::string much(300'000, 'x');
  for (std::size_t i = 0; i < much.size(); ++i) much[i] = static_cast<char>(i * 31);
  world::TaskGroup group(host.executor());
  group.spawn("client", send_and_end(client, much));
  const auto heard = co_await read_to_end(server);
  EXPECT_EQ(heard.first, much);
  EXPECT_EQ(heard.second, boost::asio::error::eof);
  group.spawn("server", send_and_end(server, "bye"));
  const auto answer = co_await read_to_end(client);
  EXPECT_EQ(answer.first, "bye");
  EXPECT_EQ(answer.second, boost::asio::error::eof);
  EXPECT_EQ(client.remote(), meetings.endpoint());
}

// Shakes hands with one client, and is gone without a word.
world::Task<> meet_and_vanish(world::World& world, world::Listener& listener, Server server) {
  auto plain = co_await listener.accept();
  const auto accepted = co_await accept(world, std::move(server), std::move(*plain));
  EXPECT_TRUE(accepted.has_value());
}

// An end that anybody on the way could have made is no end.
WORLD_TEST(Tls, AnEndWithoutFarewellIsAReset) {
  Acquaintance who(host);
  auto listener = host.network().listen(world::Endpoint{"127.0.0.1", 0}).value();
  world::TaskGroup group(host.executor());
  group.spawn("server", meet_and_vanish(host, *listener, Server::make(host, who.server).value()));
  auto plain = co_await host.network().connect(listener->local());
  Client trusting = Client::make(host, who.client).value();
  auto client = co_await connect(host, std::move(trusting), std::move(*plain), who.host);
  CO_ASSERT_OK(client);
  const auto heard = co_await read_to_end(*client);
  EXPECT_EQ(heard.second, boost::asio::error::connection_reset);
}

WORLD_TEST(Tls, SpeaksTheOlderVersionToo) {
  Acquaintance who(host);
  who.server.most = Version::tls_1_2;
  Meetings meetings(host);
  Meeting both = co_await meetings.meet(who);
  CO_ASSERT_OK(*both.client);
  world::TaskGroup group(host.executor());
  group.spawn("server", send_and_end(**both.server, "older"));
  const auto heard = co_await read_to_end(**both.client);
  EXPECT_EQ(heard.first, "older");
  EXPECT_EQ(heard.second, boost::asio::error::eof);
}

WORLD_TEST(Tls, RefusesAVersionBelowTheLeast) {
  Acquaintance who(host);
  who.server.most = Version::tls_1_2;
  who.client.least = Version::tls_1_3;
  Meetings meetings(host);
  const Meeting both = co_await meetings.meet(who);
  CO_ASSERT_TRUE(both.client->has_error());
  EXPECT_THAT(both.client->error().message(), HasSubstr("protocol version"));
  CO_ASSERT_TRUE(both.server->has_error());
  EXPECT_THAT(both.server->error().message(), HasSubstr("protocol"));
}

// Without a name every certificate would do.
WORLD_TEST(Tls, NeedsTheNameOfTheHost) {
  Acquaintance who(host);
  Meetings meetings(host);
  auto plain = co_await host.network().connect(meetings.endpoint());
  Client trusting = Client::make(host, who.client).value();
  const auto client = co_await connect(host, std::move(trusting), std::move(*plain), "");
  EXPECT_THAT(client, test::FailsWith(HasSubstr("needs the host's name")));
}

// A reader that comes late finds the farewell behind everything else.
WORLD_TEST(Tls, TheFarewellWaitsForRoom) {
  Acquaintance who(host);
  Meetings meetings(host);
  Meeting both = co_await meetings.meet(who);
  world::TaskGroup group(host.executor());
  const std::string much(1'000'000, 'x');
  group.spawn("client", send_and_end(**both.client, much));
  co_await host.clock().sleep_for(1s);
  const auto heard = co_await read_to_end(**both.server);
  EXPECT_EQ(heard.first, much);
  EXPECT_EQ(heard.second, boost::asio::error::eof);
}

WORLD_TEST(Tls, AClosedStreamIsClosed) {
  Acquaintance who(host);
  Meetings meetings(host);
  Meeting both = co_await meetings.meet(who);
  world::Stream& client = **both.client;
  client.shutdown_send();
  EXPECT_EQ((co_await world::write_all(client, "x")).error().code(), boost::asio::error::broken_pipe);
  client.close();
  std::array<std::byte, 8> into;
  EXPECT_EQ((co_await world::read_some(client, into)).error().code(), boost::asio::error::operation_aborted);
}

struct Refusal {
  const char* title;
  void (*change)(world::World&, Acquaintance&);
  const char* told;
};

const Refusal kRefusals[] = {
    {"another name", [](world::World&, Acquaintance& who) { who.host = "other.test"; }, "ostname mismatch"},
    {"another address", [](world::World&, Acquaintance& who) { who.host = "127.0.0.2"; }, "IP address mismatch"},
    {"expired",
     [](world::World& world, Acquaintance& who) {
       CertificateRequest old = valid_for(world, {"server.test"});
       old.until = world.clock().utc_now() - 1s;
       who.server.identity = who.authority.issue(world, old);
     },
     "certificate has expired"},
    {"not yet valid",
     [](world::World& world, Acquaintance& who) {
       CertificateRequest young = valid_for(world, {"server.test"});
       young.from = world.clock().utc_now() + 1h;
       who.server.identity = who.authority.issue(world, young);
     },
     "certificate is not yet valid"},
    {"a stranger's authority",
     [](world::World& world, Acquaintance& who) { who.client.trust_pem = Authority::make(world, "Else").trust_pem(); },
     "unable to get local issuer certificate"},
};

WORLD_TEST(Tls, AWrongCertificateIsRefusedAndToldWhy) {
  Meetings meetings(host);
  for (const Refusal& refusal : kRefusals) {
    SCOPED_TRACE(refusal.title);
    Acquaintance who(host);
    refusal.change(host, who);
    const Meeting both = co_await meetings.meet(who);
    CO_ASSERT_TRUE(both.client->has_error());
    const std::string told = both.client->error().message();
    EXPECT_THAT(told, HasSubstr(refusal.told));
    EXPECT_THAT(told, HasSubstr(meetings.endpoint().text()));
    EXPECT_TRUE(both.server->has_error());
  }
}

WORLD_TEST(Tls, WithoutVerifyingAnyCertificateIsTaken) {
  Acquaintance who(host);
  who.host = "other.test";
  who.client.verify = false;
  who.client.trust_pem.clear();
  Meetings meetings(host);
  const Meeting both = co_await meetings.meet(who);
  EXPECT_TRUE(both.client->has_value());
}

WORLD_TEST(Tls, AnAddressMayBeTheName) {
  Acquaintance who(host);
  who.host = "127.0.0.1";
  Meetings meetings(host);
  const Meeting both = co_await meetings.meet(who);
  EXPECT_TRUE(both.client->has_value());
}

WORLD_TEST(Tls, ClientsShowACertificateWhereItIsAskedFor) {
  Acquaintance who(host);
  who.server.client_trust_pem = who.authority.trust_pem();
  Meetings meetings(host);
  Meeting both = co_await meetings.meet(who);
  EXPECT_TRUE(both.server->has_error());
  who.client.identity = who.authority.issue(host, valid_for(host, {"client.test"}));
  both = co_await meetings.meet(who);
  EXPECT_TRUE(both.server->has_value());
  EXPECT_TRUE(both.client->has_value());
}

WORLD_TEST(Tls, AReadThatIsCancelledLosesNothing) {
  Acquaintance who(host);
  Meetings meetings(host);
  Meeting both = co_await meetings.meet(who);
  world::Stream& client = **both.client;
  std::array<std::byte, 8> into;
  auto reading = world::read_some(client, into);
  const auto late = co_await world::within(host.clock(), 1s, std::move(reading));
  EXPECT_EQ(late.error().code(), boost::asio::error::timed_out);
  (void)co_await world::write_all(**both.server, "hello");
  const auto count = co_await world::read_some(client, into);
  CO_ASSERT_OK(count);
  EXPECT_EQ(*count, 5u);
}

WORLD_TEST(Tls, WhatIsThereIsReadWithoutWaiting) {
  Acquaintance who(host);
  Meetings meetings(host);
  Meeting both = co_await meetings.meet(who);
  std::array<std::byte, 8> into;
  EXPECT_EQ((*both.client)->try_read(into).value(), 0u);
  (void)co_await world::write_all(**both.server, "hello");
  co_await host.clock().sleep_for(1s);
  EXPECT_EQ((*both.client)->try_read(into).value(), 5u);
}

world::Task<> greet_in_clear(world::World& world, world::Listener& listener) {
  auto plain = co_await listener.accept();
  (void)co_await world::write_all(*plain, "220 mail.test ESMTP\r\n");
  co_await world.clock().sleep_for(1s);
}

WORLD_TEST(Tls, APeerThatSpeaksNoTlsIsTold) {
  Acquaintance who(host);
  auto listener = host.network().listen(world::Endpoint{"127.0.0.1", 0}).value();
  world::TaskGroup group(host.executor());
  group.spawn("server", greet_in_clear(host, *listener));
  auto plain = co_await host.network().connect(listener->local());
  Client trusting = Client::make(host, who.client).value();
  const auto client = co_await connect(host, std::move(trusting), std::move(*plain), who.host);
  CO_ASSERT_TRUE(client.has_error());
  EXPECT_THAT(client.error().message(), HasSubstr("wrong version number"));
}

std::uint64_t hash_of_a_meeting(std::uint64_t seed) {
  world::VirtualOptions options;
  options.seed = seed;
  world::VirtualWorld world(options);
  world::VirtualHost& host = world.add_host("test");
  const auto talk = [](world::VirtualHost& where) -> world::Task<int> {
    Acquaintance who(where);
    Meetings meetings(where);
    Meeting both = co_await meetings.meet(who);
    (void)co_await world::write_all(**both.client, "hello");
    co_return 0;
  };
  host.start("talk", talk(host));
  world.run_until(world.now() + 1h, [&host] { return host.exit_code().has_value(); });
  return world.trace_hash();
}

TEST(TlsDeterminism, TheSameSeedGivesTheSameBytes) {
  EXPECT_EQ(hash_of_a_meeting(1), hash_of_a_meeting(1));
  EXPECT_NE(hash_of_a_meeting(1), hash_of_a_meeting(2));
}

// The host goes down while both ends wait for each other: nothing is left of them.
TEST(TlsCrash, WaitingEndsAreDroppedWithTheirHost) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("test");
  const auto wait = [](world::VirtualHost& where) -> world::Task<int> {
    Acquaintance who(where);
    Meetings meetings(where);
    Meeting both = co_await meetings.meet(who);
    (void)co_await read_to_end(**both.client);
    co_return 0;
  };
  host.start("wait", wait(host));
  world.run_until(world.now() + 1min, [] { return false; });
  EXPECT_FALSE(host.exit_code().has_value());
  host.crash();
  EXPECT_FALSE(host.up());
}

}  // namespace
}  // namespace checkride::tls
