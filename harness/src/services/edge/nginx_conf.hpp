// What nginx is told, so that it is the edge that a scenario declares. Pure.
#pragma once

#include <map>
#include <set>
#include <string>

#include "checkride/harness/edge_spec.hpp"
#include "checkride/world/stream.hpp"

namespace checkride::harness::edge {

struct NginxPlaces {
  world::Endpoint http;
  world::Endpoint https;                              // with tls
  std::map<std::string, world::Endpoint> neighbours;  // services, by member
  std::set<std::string> secure{};                     // those of them that are asked by https
};

inline constexpr std::string_view kChainFile = "edge.crt";
inline constexpr std::string_view kKeyFile = "edge.key";
inline constexpr std::string_view kTrustFile = "ca.crt";  // whose certificates of services are believed
inline constexpr std::string_view kAccessLog = "access.log";
inline constexpr std::string_view kCacheFolder = "cache";
inline constexpr std::string_view kErrorLog = "error.log";

// Requires all that the locations name among the neighbours. All paths in it are of nginx's own folder.
std::string nginx_conf(const EdgeSpec& spec, const NginxPlaces& places);

}  // namespace checkride::harness::edge
