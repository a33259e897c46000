// The side of a service that its clients meet behind TLS: its certificate of the run's authority, and what faults make
// of the handshake.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "checkride/tls/authority.hpp"
#include "services/active_faults.hpp"
#include "services/service.hpp"

namespace checkride::harness {

class ServiceTls {
 public:
  // Requires an authority and at least one name of the place. `faults` outlive this.
  static Result<std::unique_ptr<ServiceTls>> make(const ServicePlace& place, const ActiveFaults& faults);

  // Without faults.
  const tls::Server& server() const { return good_; }
  // Before each handshake: takes the time that slow_tls says, and gives the server that is met then.
  world::Task<tls::Server> greet();

 private:
  ServiceTls(const ServicePlace& place, const ActiveFaults& faults, tls::Server good);
  static Result<tls::Server> server_of(world::World& world, tls::Identity identity);
  Result<tls::Server> bad(BadCertificate reason) const;

  world::World& world_;
  std::vector<std::string> names_;
  const tls::Authority& authority_;
  const ActiveFaults& faults_;
  tls::Server good_;
  std::map<BadCertificate, tls::Server> bad_;  // those that were wanted so far
};

}  // namespace checkride::harness
