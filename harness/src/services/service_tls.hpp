// The side of a service that its clients meet behind TLS: its certificate of the run's authority, its policy, and what
// faults make of the handshake.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "checkride/tls/authority.hpp"
#include "services/active_faults.hpp"
#include "services/service.hpp"

namespace checkride::harness {

// Certificate and key by which a service with that policy is known: of the authority, for a year, for these names;
// unless the policy wants a bad one.
tls::Identity identity_for(world::World& world, const tls::Authority& authority, const std::vector<std::string>& names,
                           const TlsPolicy& policy);
// Whom clients meet. Errors: a cipher suite that the library does not have.
Result<tls::Server> server_for(world::World& world, const ServicePlace& place, const TlsPolicy& policy);
// What a service believes when it asks others of the run. Requires an authority of the place.
tls::Client trust_for(world::World& world, const ServicePlace& place);
tls::Version version_of(TlsVersion version);

class ServiceTls {
 public:
  // Requires an authority and at least one name of the place. `faults` outlive this.
  static Result<std::unique_ptr<ServiceTls>> make(const ServicePlace& place, const ActiveFaults& faults,
                                                  const TlsPolicy& policy = {});

  // Without faults.
  const tls::Server& server() const { return good_; }
  // Before each handshake: takes the time that slow_tls says, and gives the server that is met then.
  world::Task<tls::Server> greet();

 private:
  ServiceTls(const ServicePlace& place, const ActiveFaults& faults, const TlsPolicy& policy, tls::Server good);

  ServicePlace place_;
  TlsPolicy policy_;
  const ActiveFaults& faults_;
  tls::Server good_;
  std::map<BadCertificate, tls::Server> bad_;  // those that were wanted so far
};

}  // namespace checkride::harness
