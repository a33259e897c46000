// TLS as scenarios say it: what a service asks of its clients, and what a client of the rig's own offers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checkride/world/time.hpp"

namespace checkride::harness {

// The oldest only for clients that want to see it refused.
enum class TlsVersion { tls_1_1, tls_1_2, tls_1_3 };

// What is wrong with a certificate.
enum class BadCertificate { expired, wrong_name, unknown_authority };

enum class CertificateKey { ecdsa, rsa };

// What is asked of clients that come by https, and what they are shown.
struct TlsPolicy {
  TlsVersion least = TlsVersion::tls_1_2;
  TlsVersion most = TlsVersion::tls_1_3;
  std::vector<std::string> ciphers;                // of TLS 1.2, by OpenSSL's names; empty: the library's own
  world::Duration sessions{};                      // sessions of TLS 1.2 are resumed for so long; zero: not at all
  CertificateKey key = CertificateKey::ecdsa;      // of the certificate
  std::optional<BadCertificate> certificate = {};  // one that nobody should believe
  bool operator==(const TlsPolicy&) const = default;
};

// How a client of the rig's comes to a member.
struct TlsOffer {
  TlsVersion least = TlsVersion::tls_1_2;
  TlsVersion most = TlsVersion::tls_1_3;
  std::vector<std::string> ciphers;  // empty: the library's own
  bool verify = true;                // off: any certificate is taken
  bool resume = false;               // the session of the last handshake with the same offer is offered again
  bool operator==(const TlsOffer&) const = default;
};
enum class Scheme { own, http, https };  // own: what the port speaks
struct Approach {
  Scheme scheme = Scheme::own;
  std::string host{};  // that the URL names, and the certificate must bear; empty: the member is asked by its place
  std::optional<TlsOffer> offer{};
  bool operator==(const Approach&) const = default;
};
// A path, or the whole URL where one was written.
inline std::string address_text(const Approach& approach, const std::string& target) {
  if (approach.host.empty()) return target;
  return (approach.scheme == Scheme::https ? "https://" : "http://") + approach.host + target;
}

}  // namespace checkride::harness
