#include "scenario/read_tls.hpp"

#include <chrono>

#include "checkride/values/values.hpp"
#include "checks/approach.hpp"

namespace checkride::harness {

namespace {

using std::chrono::hours;
using values::MapReader;

TlsPolicy read_policy(MapReader& map) {
  TlsPolicy tls;
  map.choice<TlsVersion>("least", &tls.least, {{"tls_1_2", TlsVersion::tls_1_2}, {"tls_1_3", TlsVersion::tls_1_3}});
  map.choice<TlsVersion>("most", &tls.most, {{"tls_1_2", TlsVersion::tls_1_2}, {"tls_1_3", TlsVersion::tls_1_3}});
  if (tls.least > tls.most) map.error("least", "no version is at least this and at most that");
  read_ciphers(map, &tls.ciphers);
  map.optional("sessions", &tls.sessions, values::Range<world::Duration>{std::chrono::seconds(1), hours(24 * 365)});
  map.choice<CertificateKey>("key", &tls.key, {{"ecdsa", CertificateKey::ecdsa}, {"rsa", CertificateKey::rsa}});
  BadCertificate reason = BadCertificate::expired;
  map.choice<BadCertificate>("certificate", &reason,
                             {{"expired", BadCertificate::expired},
                              {"wrong_name", BadCertificate::wrong_name},
                              {"unknown_authority", BadCertificate::unknown_authority}});
  if (map.has("certificate")) tls.certificate = reason;
  return tls;
}

}  // namespace

// Of mail servers and webhooks a word stands under the same key: whoever describes the language has both forms.
std::optional<TlsPolicy> read_tls_policy(MapReader& map) {
  std::optional<TlsPolicy> policy;
  const auto node = map.node("tls");
  if (!node) return policy;
  const auto of_map = [&](const values::Node& given) {
    (void)values::read_map(given, map.errors(), [&](MapReader& tls) { policy = read_policy(tls); });
  };
  const auto of_word = [&](const values::Node& given) {
    if (!map.described()) return of_map(given);  // tells that a map is needed
    (void)values::read_word(given, map.errors(), {"none", "starttls", "at_once"});
  };
  values::read_forms(*node, values::Kind::map, of_map, of_word);
  return policy;
}

}  // namespace checkride::harness
