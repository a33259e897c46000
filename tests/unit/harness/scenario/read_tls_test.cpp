// Goal: every key of a policy of TLS means what it says, with each service that has one, and mistakes have their words.
// Method: maps read alone.
#include "scenario/read_tls.hpp"

#include <gmock/gmock.h>

#include "checkride/values/values.hpp"
#include "scenario/read_upstream.hpp"
#include "services/service.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

struct ReadPolicy {
  explicit ReadPolicy(const std::string& text) {
    values::Diagnostics errors;
    if (const auto document = values::load(text, "s.yaml", errors)) {
      values::MapReader map = document->root_map(errors);
      policy = read_tls_policy(map);
      map.finish();
    }
    mistakes = errors.empty() ? "" : errors.text();
  }
  std::optional<TlsPolicy> policy;
  std::string mistakes;
};

TEST(ReadTls, EveryKey) {
  const ReadPolicy read(
      "tls: {least: tls_1_2, most: tls_1_2, ciphers: [ECDHE-RSA-AES256-GCM-SHA384], sessions: 10m, key: rsa, "
      "certificate: wrong_name}\n");
  EXPECT_EQ(read.mistakes, "");
  TlsPolicy wanted;
  wanted.most = TlsVersion::tls_1_2;
  wanted.ciphers = {"ECDHE-RSA-AES256-GCM-SHA384"};
  wanted.sessions = 10min;
  wanted.key = CertificateKey::rsa;
  wanted.certificate = BadCertificate::wrong_name;
  EXPECT_EQ(read.policy, wanted);
}

TEST(ReadTls, AnEmptyMapIsTheUsualOneAndNothingIsNone) {
  EXPECT_EQ(ReadPolicy("tls: {}\n").policy, TlsPolicy{});
  EXPECT_EQ(ReadPolicy("{}\n").policy, std::nullopt);
}

TEST(ReadTls, MistakesAreNamed) {
  EXPECT_THAT(ReadPolicy("tls: {least: tls_1_1}").mistakes, HasSubstr("tls_1_2"));
  EXPECT_THAT(ReadPolicy("tls: {least: tls_1_3, most: tls_1_2}").mistakes, HasSubstr("at least this"));
  EXPECT_THAT(ReadPolicy("tls: {ciphers: ['A:B']}").mistakes, HasSubstr("cannot stand here"));
  EXPECT_THAT(ReadPolicy("tls: {sessions: 10ms}").mistakes, HasSubstr("out of range"));
  EXPECT_THAT(ReadPolicy("tls: {certificate: old}").mistakes, HasSubstr("expired"));
  EXPECT_THAT(ReadPolicy("tls: at_once").mistakes, HasSubstr("expected"));
}

TEST(SpeaksTls, IsOfAPort) {
  UpstreamSpec upstream;
  upstream.metrics_port = 9100;
  EXPECT_FALSE(speaks_tls(upstream, "http"));
  upstream.tls = TlsPolicy{};
  EXPECT_TRUE(speaks_tls(upstream, "http"));
  EXPECT_FALSE(speaks_tls(upstream, "metrics")) << "a port of its own speaks in the clear";
  EdgeSpec edge;
  EXPECT_FALSE(speaks_tls(edge, "http"));
  edge.tls = TlsPolicy{};
  EXPECT_FALSE(speaks_tls(edge, "http"));
  EXPECT_TRUE(speaks_tls(edge, "https"));
  BalancerSpec balancer;
  EXPECT_EQ(ports_of(balancer).size(), 1U);
  balancer.tls = TlsPolicy{};
  EXPECT_TRUE(speaks_tls(balancer, ports_of(balancer).back().name));
  WebhookSpec chat;
  chat.tls = TlsMode::at_once;
  EXPECT_TRUE(speaks_tls(chat, "http"));
}

}  // namespace
}  // namespace checkride::harness
