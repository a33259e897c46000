// Certificates for rigs and tests: an authority of one's own and those it vouches for. Keys are drawn from the world,
// so that a virtual world makes the same ones again.
#pragma once

#include <string>
#include <vector>

#include "checkride/tls/tls.hpp"

namespace checkride::tls {

// The kind of a certificate's key: on the curve P-256, or of RSA with 2048 bits, which takes a while to be found.
enum class KeyKind { ecdsa, rsa };

struct CertificateRequest {
  // DNS names ("*.example.com" too) and IP addresses; the first is also the subject's common name.
  std::vector<std::string> names;
  world::UtcTime from;
  world::UtcTime until;
  KeyKind key = KeyKind::ecdsa;
};

class Authority {
 public:
  // Valid from a day before the world's time for ten years, on the curve P-256.
  static Authority make(world::World& world, const std::string& name);

  // What those who trust it are given.
  const std::string& trust_pem() const { return own_.chain_pem; }
  // A new key and its certificate. Requires a name.
  Identity issue(world::World& world, const CertificateRequest& request) const;

 private:
  Identity own_;
};

}  // namespace checkride::tls
