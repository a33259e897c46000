// What a scenario may declare of an edge proxy: a model of nginx on the virtual rig, nginx itself on the process rig.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checkride/harness/tls_policy.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness {

// A count of requests by address, which several locations may share.
struct EdgeZone {
  std::string name;
  std::uint64_t per_minute = 60;
  bool operator==(const EdgeZone&) const = default;
};

// Said by the edge itself.
struct EdgeAnswer {
  int status = 200;
  std::string body;
  std::string type = "text/plain";
  bool operator==(const EdgeAnswer&) const = default;
};

using EdgeHeaders = std::vector<std::pair<std::string, std::string>>;

// Answers that the edge keeps, and gives without asking the service again.
struct EdgeStore {
  world::Duration keep = std::chrono::minutes(10);  // where the answer's Cache-Control says nothing
  std::vector<int> statuses;                        // what is kept so long; empty: 200, 301 and 302
  bool stale = false;                 // an old answer goes before a failure of the service, and while it is asked anew
  bool one_at_a_time = false;         // of requests for what is not kept yet one asks the service, the others wait
  std::vector<std::string> not_with;  // requests with one of these headers are answered by the service, and not kept
  bool operator==(const EdgeStore&) const = default;
};

struct EdgeLocation {
  std::string path;               // what the request's path begins with
  bool exact = false;             // or is
  std::vector<std::string> ends;  // in the place of a path: endings of files, "js"; they go before prefixes
  std::string to;                 // the service; empty: `answer`
  std::optional<EdgeAnswer> answer;
  std::string zone;         // empty: no limit
  std::uint64_t burst = 0;  // so many beyond the zone's rate, without delay
  world::Duration connect = std::chrono::seconds(60);
  world::Duration read = std::chrono::seconds(60);
  std::optional<world::Duration> cache_for;  // clients may keep the answer so long
  std::optional<EdgeStore> store;            // none: every request is handed on
  EdgeHeaders headers;                       // beside those of all
  bool log = true;
  bool operator==(const EdgeLocation&) const = default;
};

struct EdgeCompression {
  std::vector<std::string> types;  // beside text/html; empty: nothing is compressed
  std::uint64_t at_least = 1024;   // bytes
  bool operator==(const EdgeCompression&) const = default;
};

struct EdgeSpec {
  std::uint16_t port = 80;
  std::uint16_t https_port = 443;
  std::optional<TlsPolicy> tls;  // none: http only
  bool redirect_http = true;     // with tls: http is answered with 301 to https
  EdgeHeaders headers;           // on every answer, errors too
  world::Duration keep_alive = std::chrono::seconds(65);
  std::uint64_t connections_max = 1024;
  std::uint64_t upstream_keep = 32;
  int limit_status = 429;
  std::vector<EdgeZone> zones;
  EdgeCompression compress;
  std::vector<EdgeLocation> locations;
  bool operator==(const EdgeSpec&) const = default;
};

}  // namespace checkride::harness
