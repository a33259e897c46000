// What a scenario may declare of an HTTP service of its own (upstream) and of a provider of weather reports (metar).
// The defaults are those of a scenario that says nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checkride/harness/tls_policy.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness {

// ---- how long something takes

enum class LatencyShape { constant, uniform, normal, lognormal, exponential };

// One shape of a distribution; what its fields mean is said by the shape.
struct LatencyPart {
  LatencyShape shape = LatencyShape::constant;
  world::Duration middle{};               // constant, mean (normal, exponential), median (lognormal), least (uniform)
  world::Duration spread{};               // most (uniform), deviation (normal), 99th percentile (lognormal)
  std::optional<world::Duration> most{};  // lognormal, exponential: no draw is longer
  std::uint64_t share_ppm = 1'000'000;    // of a mixture
  bool operator==(const LatencyPart&) const = default;
};
// Several parts are a mixture, of which each draw takes one by its share. None: no time at all.
struct LatencySpec {
  std::vector<LatencyPart> parts;
  bool operator==(const LatencySpec&) const = default;
};

// ---- what is asked of a request

// So many in `per`, and `burst` of them at once.
struct RateSpec {
  std::uint64_t count = 1;
  world::Duration per = std::chrono::seconds(1);
  std::uint64_t burst = 1;
  bool operator==(const RateSpec&) const = default;
};
// Whose requests are counted together: those of an address, of a key or token, or all.
enum class LimitPer { client, key, all };
struct LimitSpec {
  RateSpec rate;
  LimitPer per = LimitPer::client;
  int status = 429;
  std::string shared;  // by which name it counts for several endpoints together; empty: for one
  bool operator==(const LimitSpec&) const = default;
};

enum class AuthKind { bearer, api_key, jwt_hs256, hmac_v1 };
struct AuthSpec {
  AuthKind kind = AuthKind::bearer;
  std::string header = "X-API-Key";  // api_key
  std::vector<std::string> keys;     // bearer, api_key
  std::string secret;                // jwt_hs256, hmac_v1
  world::Duration leeway{};          // by how much clocks may differ
  bool operator==(const AuthSpec&) const = default;
};

// The part of JSON Schema that is understood, and `trim`, which is ours. A property that a request lacks gets its
// default.
enum class JsonType { any, object, array, string, number, integer, boolean };
struct JsonSchema {
  std::string name;  // of a property
  JsonType type = JsonType::any;
  std::vector<std::string> required;
  std::vector<JsonSchema> properties;
  std::optional<std::uint64_t> min_length;  // in characters
  std::optional<std::uint64_t> max_length;
  std::string pattern;             // of the whole text; empty: any
  bool trim = false;               // blanks around a text are taken off first
  std::vector<std::string> words;  // enum; empty: any
  std::optional<double> minimum;
  std::optional<double> maximum;
  std::optional<double> exclusive_minimum;
  std::optional<double> exclusive_maximum;
  std::string default_json;  // empty: none
  bool operator==(const JsonSchema&) const = default;
};

// ---- what it does

struct PoolSpec {
  std::uint64_t open_max = 25;
  std::uint64_t idle_max = 5;
  world::Duration lifetime = std::chrono::minutes(5);
  world::Duration idle = std::chrono::minutes(10);
  world::Duration wait = std::chrono::seconds(4);  // for one of open_max
  std::uint64_t leak_every = 0;                    // a connection is never given back; 0: all are
  bool operator==(const PoolSpec&) const = default;
};
struct DependencySpec {
  std::string name;
  std::string member;
  world::Duration timeout = std::chrono::seconds(5);
  bool optional = false;                                     // without it the answer is degraded, and no failure
  std::vector<std::pair<std::string, std::string>> headers;  // of every call over HTTP
  PoolSpec pool;
  bool operator==(const DependencySpec&) const = default;
};
// A part of the service itself that may be missing.
struct PartSpec {
  std::string name;
  bool available = true;
  bool optional = true;
  std::string reason;
  LatencySpec takes;
  bool operator==(const PartSpec&) const = default;
};

enum class UseKind { cache, db_read, db_write, call, part };
struct UseSpec {
  UseKind kind = UseKind::part;
  std::string name;  // the dependency, the part; of a cache "memory" or a dependency
  // cache
  world::Duration ttl = std::chrono::hours(1);
  bool key_path = true;
  bool key_query = true;
  bool key_body = true;
  std::uint64_t entries_max = 1000;  // in memory
  // db_read, db_write
  std::string table;
  std::vector<std::string> by;  // parameters of the query that are columns
  // call
  std::string target = "/";
  bool pass_query = false;
  bool operator==(const UseSpec&) const = default;
};

struct EndpointError {
  std::uint64_t share_ppm = 0;  // 0: `every`
  std::uint64_t every = 0;
  int status = 500;
  bool reset = false;  // in the place of an answer
  bool operator==(const EndpointError&) const = default;
};

// A label's value is a JSON pointer into the request, a word (outcome, status, method, path) or "=text".
struct CountSpec {
  std::string metric;
  std::vector<std::pair<std::string, std::string>> labels;
  bool durations = false;  // a histogram of how long requests took, in seconds
  bool operator==(const CountSpec&) const = default;
};

struct UpstreamAnswer {
  int status = 200;
  std::string type = "application/json";
  std::string body = "{}";
  std::uint64_t bytes = 0;  // padded to so many
  std::vector<std::pair<std::string, std::string>> headers;
  bool operator==(const UpstreamAnswer&) const = default;
};

struct EndpointSpec {
  std::string path = "/";  // exact; "/x/*": everything below
  std::vector<std::string> methods;
  LatencySpec latency;
  world::Duration latency_per_mb{};  // of the request's body and the answer's
  std::vector<EndpointError> errors;
  bool auth = false;
  std::vector<LimitSpec> limits;
  std::optional<JsonSchema> schema;
  std::vector<UseSpec> uses;
  UpstreamAnswer answer;
  std::vector<CountSpec> counts;
  bool operator==(const EndpointSpec&) const = default;
};

// A worker that has served `after` requests, and up to `jitter` more, is away for `takes`.
struct RecycleSpec {
  std::uint64_t after = 1000;
  std::uint64_t jitter = 0;
  world::Duration takes = std::chrono::seconds(2);
  bool operator==(const RecycleSpec&) const = default;
};

struct MemorySpec {
  std::uint64_t base = 10'000'000;
  std::uint64_t per_cached = 50'000;
  std::uint64_t leak_per_request = 0;
  bool operator==(const MemorySpec&) const = default;
};

struct UpstreamSpec {
  std::uint16_t port = 80;
  std::optional<TlsPolicy> tls;  // none: http, else https on the same port
  std::string version = "1";
  std::uint64_t workers = 0;  // requests at work at once; 0: no limit
  std::uint64_t queue_max = 1000;
  std::optional<RecycleSpec> recycle;
  world::Duration start_time{};  // not listening before
  world::Duration request_timeout = std::chrono::seconds(60);
  std::uint64_t body_max = 1'000'000;
  std::string health_path = "/health";
  std::string health_body = "{}";  // merged into the page
  std::string metrics_path = "/metrics";
  std::optional<std::uint16_t> metrics_port;  // of its own
  MemorySpec memory;
  std::optional<AuthSpec> auth;
  std::vector<std::pair<std::string, std::string>> log_fields;  // name, JSON pointer into the request
  std::vector<DependencySpec> dependencies;
  std::vector<PartSpec> parts;
  std::vector<LimitSpec> limits;  // shared ones, which endpoints name
  std::vector<EndpointSpec> endpoints;
  bool operator==(const UpstreamSpec&) const = default;
};

// ---- weather

enum class MetarFlavour { aviationweather, checkwx };
// What is fixed in a station's reports; the rest is drawn.
struct StationSpec {
  std::string icao;
  std::optional<std::uint64_t> wind_deg;
  std::optional<std::uint64_t> wind_kt;
  std::optional<std::uint64_t> visibility_m;
  std::optional<std::int64_t> temperature_c;
  std::optional<std::int64_t> dewpoint_c;
  std::optional<std::uint64_t> pressure_hpa;
  bool operator==(const StationSpec&) const = default;
};
struct MetarSpec {
  std::uint16_t port = 80;
  std::optional<TlsPolicy> tls;  // as of an upstream
  MetarFlavour flavour = MetarFlavour::aviationweather;
  std::string key;                    // X-API-Key that is asked for; empty: none
  std::vector<StationSpec> stations;  // none: any
  world::Duration every = std::chrono::minutes(30);
  std::optional<LimitSpec> limit;
  LatencySpec latency;
  bool operator==(const MetarSpec&) const = default;
};

}  // namespace checkride::harness
