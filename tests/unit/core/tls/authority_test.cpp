// Goal: certificates are what was asked for, and drawn from the world. Method: identities of equal and of other worlds.
#include <gmock/gmock.h>

#include "tls_fixture.hpp"

namespace checkride::tls {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Identity issued(std::uint64_t seed) {
  world::VirtualOptions options;
  options.seed = seed;
  world::VirtualWorld world(options);
  world::VirtualHost& host = world.add_host("test");
  return Authority::make(host, "A").issue(host, valid_for(host, {"a.test"}));
}

TEST(Authority, TheSameWorldMakesTheSameKeysAgain) {
  const Identity first = issued(7);
  EXPECT_THAT(first.chain_pem, StartsWith("-----BEGIN CERTIFICATE-----"));
  EXPECT_THAT(first.key_pem, HasSubstr("PRIVATE KEY-----"));
  EXPECT_EQ(first.chain_pem, issued(7).chain_pem);
  EXPECT_EQ(first.key_pem, issued(7).key_pem);
  EXPECT_NE(first.key_pem, issued(8).key_pem);
}

WORLD_TEST(Settings, WhatCannotBeUsedIsToldWithoutTheKey) {
  const Acquaintance one(host);
  const Acquaintance other(host);
  ServerSettings mixed = one.server;
  mixed.identity.key_pem = other.server.identity.key_pem;
  EXPECT_THAT(Server::make(host, mixed).error().message(),
              HasSubstr("the private key does not belong to the certificate"));
  ServerSettings empty;
  EXPECT_THAT(Server::make(host, empty).error().message(),
              HasSubstr("the certificate file: there is no PEM certificate"));
  ServerSettings damaged = one.server;
  damaged.identity.chain_pem += other.server.identity.chain_pem.substr(0, 200) + "\n-----END CERTIFICATE-----\n";
  EXPECT_THAT(Server::make(host, damaged).error().message(), StartsWith("the certificate file: "));
  ServerSettings keyless = one.server;
  keyless.identity.key_pem = "secret words";
  const std::string told = Server::make(host, keyless).error().message();
  EXPECT_THAT(told, HasSubstr("the key file holds no PEM private key"));
  EXPECT_THAT(told, testing::Not(HasSubstr("secret words")));
  ClientSettings untrusting;
  untrusting.trust_pem = "nothing";
  EXPECT_THAT(Client::make(host, untrusting).error().message(),
              HasSubstr("the trusted authorities: there is no PEM certificate"));
  co_return;
}

WORLD_TEST(SystemTrust, SaysWhereItLooked) {
  EXPECT_THAT(system_trust(host).error().message(), HasSubstr("/etc/ssl/certs/ca-certificates.crt"));
  const std::string text = "roots";
  CO_ASSERT_OK(host.files().make_directories("/etc/ssl/certs"));
  CO_ASSERT_OK(host.files().write("/etc/ssl/certs/ca-certificates.crt", text));
  EXPECT_EQ(system_trust(host).value(), "roots");
}

}  // namespace
}  // namespace checkride::tls
