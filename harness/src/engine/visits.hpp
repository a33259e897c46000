// The requests of the rig's own clients: whose certificates they believe, and what they see of TLS.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "checkride/http/connections.hpp"
#include "checks/visit.hpp"
#include "rigs/rig.hpp"

namespace checkride::harness {

class Visits {
 public:
  // Both outlive it.
  Visits(Rig& rig, const Scenario& scenario);

  // Whose certificates are believed; nothing: no service of the scenario has one of the run's authority.
  const std::optional<tls::Client>& trust() const { return trust_; }
  // Is a member asked by https there, in this way?
  bool is_secure(const std::string& member, Port port, Scheme scheme) const;
  // With what traffic to that member begins its connections; nothing: with plain http. Errors: the offer cannot be
  // made.
  Result<std::optional<tls::Client>> trust_for(const TrafficRequest& request);

  world::Task<Visit> visit(std::string member, http::Url url, http::Request request, Approach approach, Duration limit);

 private:
  Result<tls::ClientSettings> settings_of(const std::string& member, const Approach& approach) const;
  Result<tls::Witness> witness_for(const std::string& member, const Approach& approach);

  Rig& rig_;
  const Scenario& scenario_;
  std::optional<tls::Client> trust_;
  // Of those who resume: member, then host and offer.
  struct Resuming {
    std::string member;
    Approach approach;
    tls::Witness witness;
  };
  std::vector<Resuming> resuming_;
};

}  // namespace checkride::harness
