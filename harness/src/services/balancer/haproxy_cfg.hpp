// What HAProxy is told, so that it is the balancer that a scenario declares. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/balancer_spec.hpp"
#include "checkride/world/stream.hpp"
#include "services/balancer/balancer_change.hpp"

namespace checkride::harness::balancer {

struct HaproxyPlaces {
  world::Endpoint clients;                            // where it listens
  world::Endpoint https{};                            // and, with tls, by https
  world::Endpoint control;                            // where it takes commands
  std::map<std::string, world::Endpoint> neighbours;  // services, by member
  std::set<std::string> secure{};                     // those of them that are asked by https
};

inline constexpr std::string_view kIdentityFile = "lb.pem";  // its certificate, and the key behind it
inline constexpr std::string_view kTrustFile = "ca.crt";     // whose certificates of backends are believed

// Requires all that the backends name among the neighbours.
std::string haproxy_cfg(const BalancerSpec& spec, const HaproxyPlaces& places);

// The commands that make a change, a line each. HAProxy answers each with an empty line if it has done it.
std::vector<std::string> haproxy_commands(const BalancerChange& change);

}  // namespace checkride::harness::balancer
