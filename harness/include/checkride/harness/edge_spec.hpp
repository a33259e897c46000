// What a scenario may declare of an edge proxy: a model of nginx on the virtual rig, nginx itself on the process rig.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checkride/world/time.hpp"

namespace checkride::harness {

enum class EdgeTlsVersion { tls_1_2, tls_1_3 };

// What is asked of clients that come by https.
struct EdgeTls {
  EdgeTlsVersion least = EdgeTlsVersion::tls_1_2;
  EdgeTlsVersion most = EdgeTlsVersion::tls_1_3;
  std::vector<std::string> ciphers;  // of TLS 1.2, by OpenSSL's names; empty: the library's own
  bool operator==(const EdgeTls&) const = default;
};

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
  std::optional<EdgeTls> tls;  // none: http only
  bool redirect_http = true;   // with tls: http is answered with 301 to https
  EdgeHeaders headers;         // on every answer, errors too
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
