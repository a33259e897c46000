// Goal: a witness tells what was agreed on, or why nothing was, and sessions go on as long as their server keeps them.
// Method: both ends in one virtual world; between two handshakes its clock is moved.
#include "checkride/tls/session.hpp"

#include "checkride/world/virtual_world.hpp"
#include "tls_fixture.hpp"

namespace checkride::tls {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// A server that meets one client after the other, and ends each connection as it should.
class Door {
 public:
  Door(world::World& world, Server server)
      : world_(world),
        listener_(world.network().listen(world::Endpoint{"127.0.0.1", 0}).value()),
        group_(world.executor()) {
    group_.spawn("door", serve(std::move(server)));
  }

  world::Task<Result<>> visit(const Witness& witness, std::string host = "server.test") {
    auto plain = co_await world_.network().connect(listener_->local());
    Client client = witness.client();
    auto met = co_await connect(world_, std::move(client), std::move(*plain), std::move(host));
    if (!met) co_return met.error();
    (void)co_await world::write_all(*met, "hello");
    met->close();
    co_await world_.clock().sleep_for(10ms);
    co_return Result<>();
  }

 private:
  world::Task<> serve(Server server) {
    for (;;) {
      auto plain = co_await listener_->accept();
      Server one = server;
      auto met = co_await accept(world_, std::move(one), std::move(*plain));
      if (!met) continue;
      (void)co_await read_to_end(*met);
      met->close();
    }
  }

  world::World& world_;
  std::unique_ptr<world::Listener> listener_;
  world::TaskGroup group_;
};

ClientSettings older(const Acquaintance& who) {
  ClientSettings settings = who.client;
  settings.most = Version::tls_1_2;
  return settings;
}

WORLD_TEST(Witness, TellsWhatWasAgreedOn) {
  Acquaintance who(host);
  Door door(host, Server::make(host, who.server).value());
  Witness witness = Witness::make(host, who.client).value();
  EXPECT_FALSE(witness.agreement().has_value());
  const auto met = co_await door.visit(witness);
  EXPECT_THAT(met, test::IsOk());
  CO_ASSERT_TRUE(witness.agreement().has_value());
  EXPECT_EQ(witness.agreement()->version, Version::tls_1_3);
  EXPECT_THAT(witness.agreement()->cipher, HasSubstr("TLS_AES_256_GCM"));
  EXPECT_FALSE(witness.agreement()->resumed);
  EXPECT_THAT(witness.agreement()->names, ElementsAre("server.test", "127.0.0.1"));
  EXPECT_EQ(witness.agreement()->issuer, "Test Authority");
  const auto left = witness.agreement()->until - host.clock().utc_now();
  EXPECT_GT(left, 24h - 5s);
  EXPECT_LE(left, 24h);
  EXPECT_EQ(witness.refusal(), "");
  witness.forget();
  EXPECT_FALSE(witness.agreement().has_value());
}

WORLD_TEST(Witness, TellsWhyNothingWas) {
  Acquaintance who(host);
  Door door(host, Server::make(host, who.server).value());
  ClientSettings oldest = who.client;
  oldest.least = oldest.most = Version::tls_1_1;
  Witness old = Witness::make(host, oldest).value();
  const auto refused = co_await door.visit(old);
  EXPECT_FALSE(refused.has_value());
  EXPECT_THAT(old.refusal(), HasSubstr("protocol version"));
  EXPECT_FALSE(old.agreement().has_value());
  Witness witness = Witness::make(host, who.client).value();
  const auto wrong = co_await door.visit(witness, "another.test");
  EXPECT_FALSE(wrong.has_value());
  EXPECT_THAT(witness.refusal(), HasSubstr("hostname mismatch"));
  const auto right = co_await door.visit(witness);
  EXPECT_THAT(right, test::IsOk());
  EXPECT_EQ(witness.refusal(), "") << "of the last handshake";
}

WORLD_TEST(Sessions, GoOnForTheirTimeAndNoLonger) {
  Acquaintance who(host);
  const Server server = Server::make(host, who.server).value();
  keep_sessions(host, server, 10min);
  Door door(host, server);
  Witness witness = Witness::make(host, older(who), true).value();
  const std::vector<std::pair<world::Duration, bool>> visits{
      {0s, false}, {0s, true}, {9min, true}, {2min, false}, {1s, true}};
  for (const auto& [wait, resumed] : visits) {
    co_await host.clock().sleep_for(wait);
    const auto met = co_await door.visit(witness);
    EXPECT_THAT(met, test::IsOk());
    CO_ASSERT_TRUE(witness.agreement().has_value());
    EXPECT_EQ(witness.agreement()->resumed, resumed) << "after " << wait.count();
    EXPECT_THAT(witness.agreement()->names, ElementsAre("server.test", "127.0.0.1"));
  }
}

WORLD_TEST(Sessions, GoOnWithClientsThatHaveToShowACertificate) {
  Acquaintance who(host);
  who.server.client_trust_pem = who.authority.trust_pem();
  who.client.identity = who.authority.issue(host, valid_for(host, {"client.test"}));
  const Server server = Server::make(host, who.server).value();
  keep_sessions(host, server, 10min);
  Door door(host, server);
  Witness witness = Witness::make(host, older(who), true).value();
  for (const bool resumed : {false, true, true}) {
    const auto met = co_await door.visit(witness);
    EXPECT_THAT(met, test::IsOk());
    CO_ASSERT_TRUE(witness.agreement().has_value());
    EXPECT_EQ(witness.agreement()->resumed, resumed);
  }
}

WORLD_TEST(Sessions, GoOnForNobodyElse) {
  Acquaintance who(host);
  const Server keeps = Server::make(host, who.server).value();
  keep_sessions(host, keeps, 10min);
  Door door(host, keeps);
  Door forgetful(host, Server::make(host, who.server).value());
  Witness offers = Witness::make(host, older(who), true).value();
  Witness does_not = Witness::make(host, older(who)).value();
  for (int i = 0; i < 2; ++i) {
    const auto met = co_await door.visit(does_not);
    EXPECT_THAT(met, test::IsOk());
    EXPECT_FALSE(does_not.agreement()->resumed);
    const auto elsewhere = co_await forgetful.visit(offers);
    EXPECT_THAT(elsewhere, test::IsOk());
    EXPECT_FALSE(offers.agreement()->resumed) << "the server keeps nothing";
  }
}

WORLD_TEST(Sessions, OutliveOtherClients) {
  Acquaintance who(host);
  const Server server = Server::make(host, who.server).value();
  keep_sessions(host, server, 24h);
  Door door(host, server);
  Witness first = Witness::make(host, older(who), true).value();
  Witness others = Witness::make(host, older(who)).value();
  (void)co_await door.visit(first);
  for (int i = 0; i < 20; ++i) (void)co_await door.visit(others);
  const auto met = co_await door.visit(first);
  EXPECT_THAT(met, test::IsOk());
  EXPECT_TRUE(first.agreement()->resumed);
}

// The same seed is the same handshake, resumed or not.
TEST(Sessions, AreTheSameAgain) {
  const auto play = [] {
    world::VirtualWorld world;
    world::VirtualHost& host = world.add_host("host");
    host.start("test", [](world::World& here) -> world::Task<int> {
      Acquaintance who(here);
      const Server server = Server::make(here, who.server).value();
      keep_sessions(here, server, 10min);
      Door door(here, server);
      Witness witness = Witness::make(here, older(who), true).value();
      for (int i = 0; i < 3; ++i) (void)co_await door.visit(witness);
      co_return witness.agreement()->resumed ? 0 : 1;
    }(host));
    world.run_until(world.now() + 1h, [&host] { return host.exit_code().has_value(); });
    EXPECT_EQ(host.exit_code(), 0);
    return world.trace_hash();
  };
  EXPECT_EQ(play(), play());
}

// RSA keys are drawn of the world too.
WORLD_TEST(Authority, IssuesForRsaKeys) {
  Acquaintance who(host);
  CertificateRequest request = valid_for(host, {"server.test"});
  request.key = KeyKind::rsa;
  who.server.identity = who.authority.issue(host, request);
  Door door(host, Server::make(host, who.server).value());
  ClientSettings settings = older(who);
  settings.ciphers = {"ECDHE-RSA-AES256-GCM-SHA384"};
  Witness witness = Witness::make(host, settings).value();
  const auto met = co_await door.visit(witness);
  EXPECT_THAT(met, test::IsOk());
  EXPECT_EQ(witness.agreement()->cipher, "ECDHE-RSA-AES256-GCM-SHA384");
}

}  // namespace
}  // namespace checkride::tls
