#include "scenario/read_upstream.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/http/http.hpp"
#include "scenario/read_latency.hpp"
#include "scenario/read_tls.hpp"
#include "scenario/readers.hpp"
#include "services/upstream/metar_book.hpp"

namespace checkride::harness {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using values::MapReader;
using values::Node;
using values::Range;

const Range<world::Duration> kWaits{milliseconds(1), hours(24)};
const Range<world::Duration> kTimes{world::Duration::zero(), hours(24)};

void read_size_at(MapReader& map, std::string_view key, std::uint64_t* out) {
  values::Bytes bytes{*out};
  if (map.optional(key, &bytes)) *out = bytes.count;
}

void read_path_at(MapReader& map, std::string_view key, std::string* out) {
  if (map.optional(key, out) && !out->starts_with('/')) map.error(key, "a path starts with /");
}

void read_auth(MapReader& map, AuthSpec& auth) {
  map.required_choice("kind", &auth.kind,
                      {{"bearer", AuthKind::bearer},
                       {"api_key", AuthKind::api_key},
                       {"jwt_hs256", AuthKind::jwt_hs256},
                       {"hmac_v1", AuthKind::hmac_v1}});
  map.optional("header", &auth.header);
  map.optional("keys", &auth.keys);
  map.optional("secret", &auth.secret);
  map.optional("leeway", &auth.leeway, kTimes);
  if (map.described()) return;
  const bool by_keys = auth.kind == AuthKind::bearer || auth.kind == AuthKind::api_key;
  if (by_keys && auth.keys.empty()) map.error("keys", "which keys are taken? keys: [...]");
  if (!by_keys && auth.secret.empty()) map.error("secret", "a secret is needed, by which callers sign");
}

void read_pool(MapReader& map, PoolSpec& pool) {
  map.optional("open_max", &pool.open_max, {1, 100'000});
  map.optional("idle_max", &pool.idle_max, {0, 100'000});
  map.optional("lifetime", &pool.lifetime, kWaits);
  map.optional("idle", &pool.idle, kWaits);
  map.optional("wait", &pool.wait, kTimes);
  map.optional("leak_every", &pool.leak_every, {0, 1'000'000});
}

bool can_be_asked(MemberKind kind) {
  return kind == MemberKind::database || kind == MemberKind::key_value ||
         (answers_http(kind) && kind != MemberKind::simulator && kind != MemberKind::monitor &&
          kind != MemberKind::subject);
}

DependencySpec read_dependency(const values::Entry& entry, Reader& reader) {
  DependencySpec dependency;
  dependency.name = entry.key;
  MapReader map(entry.value, reader.errors);
  if (map.required("member", &dependency.member)) {
    reader.needed.push_back(
        {{dependency.member, map.position_of("member")}, can_be_asked, "service that can be asked for something"});
  }
  map.optional("timeout", &dependency.timeout, kWaits);
  map.optional("optional", &dependency.optional);
  map.entries("headers", [&](const values::Entry& header) {
    if (auto value = values::read_text(header.value, reader.errors)) {
      dependency.headers.emplace_back(header.key, std::move(*value));
    }
  });
  map.map(
      "pool", [&](MapReader& pool) { read_pool(pool, dependency.pool); }, MapReader::Absent::defaults);
  map.finish();
  return dependency;
}

PartSpec read_part(const values::Entry& entry, values::Diagnostics& errors) {
  PartSpec part;
  part.name = entry.key;
  MapReader map(entry.value, errors);
  map.optional("available", &part.available);
  map.optional("optional", &part.optional);
  map.optional("reason", &part.reason);
  read_latency_at(map, "takes", &part.takes);
  map.finish();
  return part;
}

void read_pages(MapReader& map, UpstreamSpec& spec) {
  map.map("health", [&](MapReader& health) {
    read_path_at(health, "path", &spec.health_path);
    const auto body = health.node("body");
    if (!body) return;
    if (!body->is_map() && !health.described()) health.error("body", "expected a map, which is merged into the page");
    spec.health_body.clear();
    values::append_json(spec.health_body, *body);
  });
  map.map("metrics", [&](MapReader& metrics) {
    read_path_at(metrics, "path", &spec.metrics_path);
    metrics.optional("port", &spec.metrics_port, {1, 65'535});
  });
  map.map("memory", [&](MapReader& memory) {
    read_size_at(memory, "base", &spec.memory.base);
    read_size_at(memory, "per_cached", &spec.memory.per_cached);
    read_size_at(memory, "leak_per_request", &spec.memory.leak_per_request);
  });
  map.map("log", [&](MapReader& log) {
    log.entries("fields", [&](const values::Entry& field) {
      auto pointer = values::read_text(field.value, map.errors());
      if (!pointer) return;
      if (!pointer->starts_with('/')) map.errors().add(field.value.position(), "a place in the request: /user_id");
      spec.log_fields.emplace_back(field.key, std::move(*pointer));
    });
  });
}

void read_recycling(MapReader& map, UpstreamSpec& spec) {
  map.map("recycle", [&](MapReader& recycle) {
    RecycleSpec read;
    recycle.optional("after", &read.after, {1, 1'000'000'000});
    recycle.optional("jitter", &read.jitter, {0, 1'000'000'000});
    recycle.optional("takes", &read.takes, kTimes);
    spec.recycle = read;
    if (spec.workers == 0 && !recycle.described()) map.error("recycle", "without workers there is none to recycle");
  });
}

StationSpec read_station(const values::Entry& entry, values::Diagnostics& errors) {
  StationSpec station;
  station.icao = entry.key;
  if (!good_icao(station.icao) && entry.value.probed() == nullptr) {
    errors.add(entry.key_position, "a station has four capital letters or digits: KSEA");
  }
  MapReader map(entry.value, errors);
  map.optional("wind_deg", &station.wind_deg, {0, 360});
  map.optional("wind_kt", &station.wind_kt, {0, 199});
  map.optional("visibility_m", &station.visibility_m, {0, 9999});
  map.optional("temperature_c", &station.temperature_c, {-90, 60});
  map.optional("dewpoint_c", &station.dewpoint_c, {-90, 60});
  map.optional("pressure_hpa", &station.pressure_hpa, {850, 1090});
  map.finish();
  return station;
}

}  // namespace

UpstreamSpec read_upstream(MapReader& map, Reader& reader) {
  UpstreamSpec spec;
  map.optional("port", &spec.port, {1, 65'535});
  spec.tls = read_tls_policy(map);
  if (spec.tls && !map.has("port")) spec.port = http::kHttpsPort;
  map.optional("version", &spec.version);
  map.optional("workers", &spec.workers, {0, 100'000});
  map.optional("queue_max", &spec.queue_max, {0, 1'000'000});
  read_recycling(map, spec);
  map.optional("start_time", &spec.start_time, kTimes);
  map.optional("request_timeout", &spec.request_timeout, kWaits);
  read_size_at(map, "body_max", &spec.body_max);
  read_pages(map, spec);
  map.map("auth", [&](MapReader& auth) { read_auth(auth, spec.auth.emplace()); });
  map.entries("dependencies",
              [&](const values::Entry& entry) { spec.dependencies.push_back(read_dependency(entry, reader)); });
  map.entries("parts", [&](const values::Entry& entry) { spec.parts.push_back(read_part(entry, reader.errors)); });
  map.entries("limits", [&](const values::Entry& entry) {
    spec.limits.emplace_back();
    spec.limits.back().shared = entry.key;
    (void)values::read_map(entry.value, reader.errors,
                           [&](MapReader& limit) { read_limit(limit, spec.limits.back()); });
  });
  map.list("endpoints", [&](const Node& node) { spec.endpoints.push_back(read_endpoint(node, spec, reader)); });
  return spec;
}

std::string read_upstream_change(MapReader& map, const Service* service, Reader& reader) {
  const auto* spec = service == nullptr ? nullptr : std::get_if<UpstreamSpec>(&service->spec);
  std::vector<std::string> names;
  if (spec != nullptr) {
    for (const PartSpec& part : spec->parts) names.push_back(part.name);
  }
  std::string parts;
  map.entries("parts", [&](const values::Entry& entry) {
    if (spec != nullptr && std::find(names.begin(), names.end(), entry.key) == names.end()) {
      reader.errors.add(entry.key_position, fmt::format("there is no part {}{}", values::quote(entry.key),
                                                        values::suggestion(entry.key, names)));
    }
    const auto word = values::read_word(entry.value, reader.errors, {"available", "missing"});
    if (word) parts += fmt::format("{}\"{}\":{}", parts.empty() ? "" : ",", entry.key, *word == 0);
  });
  if (!map.has("parts")) map.errors().add(map.position(), "what of the service is set? Give parts");
  return fmt::format("{{\"parts\":{{{}}}}}", parts);
}

MetarSpec read_metar(MapReader& map) {
  MetarSpec spec;
  map.optional("port", &spec.port, {1, 65'535});
  spec.tls = read_tls_policy(map);
  if (spec.tls && !map.has("port")) spec.port = http::kHttpsPort;
  map.choice("flavour", &spec.flavour,
             {{"aviationweather", MetarFlavour::aviationweather}, {"checkwx", MetarFlavour::checkwx}});
  map.optional("key", &spec.key);
  map.entries("stations",
              [&](const values::Entry& entry) { spec.stations.push_back(read_station(entry, map.errors())); });
  map.optional("every", &spec.every, Range<world::Duration>{std::chrono::minutes(1), hours(24)});
  map.map("limit", [&](MapReader& limit) { read_limit(limit, spec.limit.emplace()); });
  read_latency_at(map, "latency", &spec.latency);
  return spec;
}

}  // namespace checkride::harness
