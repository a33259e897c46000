// Goal: only the versions and suites that a side names are agreed on. Method: both ends in one virtual world, each with
// settings of the test's own; who has nothing in common is refused, and both are told.
#include "tls_fixture.hpp"

namespace checkride::tls {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct Offer {
  const char* title;
  Version version;  // the only one
  const char* server;
  const char* client;
  bool agreed;
};

const Offer kOffers[] = {
    {"the same", Version::tls_1_2, "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256", true},
    {"a block cipher that is not taken", Version::tls_1_2, "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA",
     false},
    {"a block cipher that is taken", Version::tls_1_2, "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-SHA", true},
    {"the same of the newest", Version::tls_1_3, "TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256", true},
    {"another of the newest", Version::tls_1_3, "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256", false},
    {"names of the older say nothing of the newest", Version::tls_1_3, "ECDHE-ECDSA-AES128-GCM-SHA256",
     "ECDHE-ECDSA-AES128-SHA", true},
};

WORLD_TEST(Ciphers, AreThoseThatBothSidesName) {
  Meetings meetings(host);
  for (const Offer& offer : kOffers) {
    SCOPED_TRACE(offer.title);
    Acquaintance who(host);
    who.server.least = who.server.most = offer.version;
    who.client.least = who.client.most = offer.version;
    who.server.ciphers = {offer.server};
    who.client.ciphers = {offer.client};
    const Meeting both = co_await meetings.meet(who);
    EXPECT_EQ(both.server->has_value(), offer.agreed);
    EXPECT_EQ(both.client->has_value(), offer.agreed);
    if (offer.agreed) continue;
    EXPECT_THAT(both.server->error().message(), HasSubstr("no shared cipher"));
    EXPECT_THAT(both.client->error().message(), HasSubstr("handshake failure"));
  }
}

WORLD_TEST(Ciphers, WhatIsNoneIsNamed) {
  const Acquaintance who(host);
  for (const char* name :
       {"ROT13", "TLS_ROT13", "", "HIGH", "@SECLEVEL=0", "ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES128-GCM-SHA256"}) {
    const std::string told = "\"" + std::string(name) + "\" is no cipher suite of OpenSSL";
    ServerSettings server = who.server;
    server.ciphers = {"ECDHE-ECDSA-AES128-GCM-SHA256", "TLS_AES_128_GCM_SHA256", name};
    EXPECT_THAT(Server::make(host, server).error().message(), HasSubstr(told));
    ClientSettings client = who.client;
    client.ciphers = {name};
    EXPECT_THAT(Client::make(host, client).error().message(), AllOf(HasSubstr(told), HasSubstr("openssl ciphers")));
  }
  co_return;
}

WORLD_TEST(Versions, TheBrokenOneIsOfferedAndRefused) {
  Acquaintance who(host);
  who.client.least = who.client.most = Version::tls_1_1;
  Meetings meetings(host);
  const Meeting both = co_await meetings.meet(who);
  CO_ASSERT_TRUE(both.client->has_error());
  CO_ASSERT_TRUE(both.server->has_error());
  EXPECT_THAT(both.client->error().message(), HasSubstr("alert protocol version"));
  EXPECT_THAT(both.server->error().message(), HasSubstr("unsupported protocol"));
}

WORLD_TEST(Versions, NoServerTakesTheBrokenOne) {
  Acquaintance who(host);
  who.server.least = Version::tls_1_1;
  EXPECT_THAT(Server::make(host, who.server).error().message(), HasSubstr("servers begin at TLS 1.2"));
  co_return;
}

}  // namespace
}  // namespace checkride::tls
