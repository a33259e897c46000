// What a scenario may declare of a balancer: a model of HAProxy on the virtual rig, HAProxy itself on the process rig.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checkride/harness/tls_policy.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness {

enum class BalancerAlgorithm { round_robin, least_connections, first };

// One of those among whom requests are spread.
struct BackendSpec {
  std::string name;
  std::string to;            // the service
  std::uint64_t weight = 1;  // 0 to 256; 0: it gets nothing
  bool backup = false;       // only while none of the others can be used
  bool operator==(const BackendSpec&) const = default;
};

// Requests with these headers, all of them, go to these backends alone.
struct RouteSpec {
  struct Header {
    std::string name;
    std::string value;
    bool operator==(const Header&) const = default;
  };
  std::vector<Header> headers;
  std::vector<std::string> to;
  bool operator==(const RouteSpec&) const = default;
};

// How it is found out who can be used.
struct HealthCheckSpec {
  std::string path = "/health";
  int status = 200;
  world::Duration every = std::chrono::seconds(2);
  world::Duration timeout = std::chrono::seconds(2);
  std::uint64_t fall = 3;  // failures in a row that take it out
  std::uint64_t rise = 2;  // successes in a row that bring it back
  bool operator==(const HealthCheckSpec&) const = default;
};

struct BalancerSpec {
  std::uint16_t port = 80;
  std::uint16_t https_port = 443;
  std::optional<TlsPolicy> tls;  // none: http only
  bool redirect_http = true;     // with tls: http is answered with 301 to https
  BalancerAlgorithm algorithm = BalancerAlgorithm::round_robin;
  std::uint64_t connections_max = 4096;  // of clients; further ones wait
  world::Duration connect = std::chrono::seconds(5);
  world::Duration client = std::chrono::seconds(50);
  world::Duration server = std::chrono::seconds(50);
  std::vector<BackendSpec> backends;
  HealthCheckSpec check;
  std::vector<RouteSpec> routes;  // the first that fits
  bool operator==(const BalancerSpec&) const = default;
};

}  // namespace checkride::harness
