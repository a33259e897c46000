// An endpoint of an upstream: what it asks of a request, what it does for it, what it answers.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reading/one_of.hpp"
#include "scenario/read_latency.hpp"
#include "scenario/read_upstream.hpp"

namespace checkride::harness {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using values::MapReader;
using values::Node;
using values::Range;

const Range<int> kStatuses{200, 599};
constexpr std::string_view kMemory = "memory";

void check_path(MapReader& map, std::string_view key, const std::string& path) {
  if (!path.starts_with('/')) map.error(key, "a path starts with /");
}

EndpointError read_error(const Node& node, values::Diagnostics& errors) {
  static constexpr std::array<std::string_view, 2> kHow{"share", "every"};
  EndpointError error;
  MapReader map(node, errors);
  const auto which = read_one_of(map, kHow, "an error", [&](std::size_t word) {
    if (word == 1) {
      map.optional("every", &error.every, {1, 1'000'000'000});
    } else if (const auto share = map.node("share")) {
      error.share_ppm = read_share(*share, errors).value_or(0);
    }
  });
  if (!which && !map.described() && map.self().is_map() && !map.has("share") && !map.has("every")) {
    errors.add(map.position(), "how often? Say share: 2 %, or every: 50");
  }
  map.optional("status", &error.status, kStatuses);
  map.optional("reset", &error.reset);
  map.finish();
  return error;
}

// ---- uses

// The dependency under `key`: one of these kinds, if its member is known by now.
void check_dependency(MapReader& map, std::string_view key, const UseSpec& use, const UpstreamSpec& spec) {
  std::vector<std::string> names;
  for (const DependencySpec& one : spec.dependencies) names.push_back(one.name);
  if (std::find(names.begin(), names.end(), use.name) != names.end()) return;
  map.error(key,
            fmt::format("there is no dependency {}{}", values::quote(use.name), values::suggestion(use.name, names)));
}

void read_cache(MapReader& map, UseSpec& use, const UpstreamSpec& spec) {
  use.kind = UseKind::cache;
  use.name = kMemory;
  map.map("cache", [&](MapReader& cache) {
    if (cache.optional("in", &use.name) && use.name != kMemory) check_dependency(cache, "in", use, spec);
    cache.optional("ttl", &use.ttl, Range<world::Duration>{milliseconds(1), hours(24 * 365)});
    cache.optional("entries_max", &use.entries_max, {1, 10'000'000});
    std::vector<std::string> key{"path", "query", "body"};
    if (!cache.optional("key", &key)) return;
    const auto has = [&key](std::string_view word) { return std::find(key.begin(), key.end(), word) != key.end(); };
    use.key_path = has("path");
    use.key_query = has("query");
    use.key_body = has("body");
    const std::size_t known = static_cast<std::size_t>(use.key_path) + static_cast<std::size_t>(use.key_query) +
                              static_cast<std::size_t>(use.key_body);
    if (known != key.size()) cache.error("key", "a key is made of path, query and body");
  });
}

void read_db(MapReader& map, UseSpec& use, const UpstreamSpec& spec) {
  map.map("db", [&](MapReader& db) {
    if (db.required("in", &use.name)) check_dependency(db, "in", use, spec);
    use.kind = UseKind::db_read;
    db.choice("do", &use.kind, {{"read", UseKind::db_read}, {"write", UseKind::db_write}});
    db.required("table", &use.table);
    db.optional("by", &use.by);
  });
}

void read_call(MapReader& map, UseSpec& use, const UpstreamSpec& spec) {
  use.kind = UseKind::call;
  map.map("call", [&](MapReader& call) {
    if (call.required("to", &use.name)) check_dependency(call, "to", use, spec);
    if (call.optional("target", &use.target)) check_path(call, "target", use.target);
    call.optional("pass_query", &use.pass_query);
  });
}

void read_part(MapReader& map, UseSpec& use, const UpstreamSpec& spec) {
  use.kind = UseKind::part;
  std::vector<std::string> names;
  for (const PartSpec& one : spec.parts) names.push_back(one.name);
  if (map.optional("part", &use.name) && std::find(names.begin(), names.end(), use.name) == names.end()) {
    map.error("part",
              fmt::format("there is no part {}{}", values::quote(use.name), values::suggestion(use.name, names)));
  }
}

UseSpec read_use(const Node& node, const UpstreamSpec& spec, values::Diagnostics& errors) {
  static constexpr std::array<std::string_view, 4> kWords{"cache", "db", "call", "part"};
  static constexpr std::array kReaders{read_cache, read_db, read_call, read_part};
  UseSpec use;
  MapReader map(node, errors);
  const auto which = read_one_of(map, kWords, "a use", [&](std::size_t word) { kReaders[word](map, use, spec); });
  if (!which && !map.described() && map.self().is_map() && map.self().entries().empty()) {
    errors.add(map.position(), "what is used? Give cache, db, call or part");
  }
  map.finish();
  return use;
}

// ---- answers and counters

void read_answer(MapReader& map, UpstreamAnswer& answer) {
  map.optional("status", &answer.status, kStatuses);
  map.optional("type", &answer.type);
  if (const auto body = map.node("body")) {
    answer.body.clear();
    if (body->is_scalar() && !answer.type.ends_with("json")) {
      answer.body = body->text();
    } else {
      values::append_json(answer.body, *body);
    }
  }
  values::Bytes bytes{};
  map.optional("bytes", &bytes, Range<values::Bytes>{{0}, {100'000'000}});
  map.entries("headers", [&](const values::Entry& entry) {
    auto value = values::read_text(entry.value, map.errors());
    if (!value) return;
    const std::string& name = entry.key;
    if (name.empty() || name.find_first_of(" :\r\n\t") != std::string::npos) {
      map.errors().add(entry.key_position, "this is no name of a header");
    }
    if (value->find_first_of("\r\n") != std::string::npos) {
      map.errors().add(entry.value.position(), "a header's value has no line ends");
    }
    answer.headers.emplace_back(name, std::move(*value));
  });
  answer.bytes = bytes.count;
}

CountSpec read_count(const Node& node, values::Diagnostics& errors) {
  static constexpr std::array<std::string_view, 4> kFrom{"outcome", "status", "method", "path"};
  CountSpec count;
  MapReader map(node, errors);
  map.required("metric", &count.metric);
  map.entries("labels", [&](const values::Entry& entry) {
    const auto from = values::read_text(entry.value, errors);
    if (!from) return;
    const bool known =
        from->starts_with('/') || from->starts_with('=') || std::find(kFrom.begin(), kFrom.end(), *from) != kFrom.end();
    if (!known) {
      errors.add(entry.value.position(),
                 "expected outcome, status, method, path, a place in the request (/aircraft_type) or a text (=gpt)");
    }
    count.labels.emplace_back(entry.key, *from);
  });
  map.optional("durations", &count.durations);
  map.finish();
  return count;
}

// A limit of its own, or one of the service's by its name: {shared: readers}.
LimitSpec read_endpoint_limit(MapReader& map, const UpstreamSpec& spec) {
  LimitSpec limit;
  if (map.described() || !map.has("shared")) read_limit(map, limit);
  std::string name;
  if (!map.optional("shared", &name)) return limit;
  std::vector<std::string> names;
  for (const LimitSpec& one : spec.limits) {
    if (one.shared == name) return one;
    names.push_back(one.shared);
  }
  if (!map.described()) {
    map.error("shared", fmt::format("there is no limit {} of the service{}", values::quote(name),
                                    values::suggestion(name, names)));
  }
  return limit;
}

}  // namespace

void read_limit(MapReader& map, LimitSpec& limit) {
  if (read_rate_at(map, "rate", &limit.rate)) limit.rate.burst = limit.rate.count;
  map.optional("burst", &limit.rate.burst, {1, 1'000'000});
  map.choice("per", &limit.per, {{"client", LimitPer::client}, {"key", LimitPer::key}, {"all", LimitPer::all}});
  map.optional("status", &limit.status, Range<int>{400, 599});
}

EndpointSpec read_endpoint(const Node& node, const UpstreamSpec& spec, Reader& reader) {
  values::Diagnostics& errors = reader.errors;
  EndpointSpec endpoint;
  MapReader map(node, errors);
  if (map.required("path", &endpoint.path)) check_path(map, "path", endpoint.path);
  map.optional("methods", &endpoint.methods);
  read_latency_at(map, "latency", &endpoint.latency);
  map.optional("latency_per_mb", &endpoint.latency_per_mb, Range<world::Duration>{world::Duration::zero(), hours(1)});
  map.list("errors", [&](const Node& error) { endpoint.errors.push_back(read_error(error, errors)); });
  map.optional("auth", &endpoint.auth);
  if (endpoint.auth && !spec.auth) map.error("auth", "the service says nothing of how callers say who they are: auth");
  map.list("limits", [&](const Node& item) {
    (void)values::read_map(item, errors,
                           [&](MapReader& limit) { endpoint.limits.push_back(read_endpoint_limit(limit, spec)); });
  });
  if (const auto schema = map.node("schema")) endpoint.schema = read_json_schema(*schema, errors);
  map.list("uses", [&](const Node& use) { endpoint.uses.push_back(read_use(use, spec, errors)); });
  map.map(
      "answer", [&](MapReader& answer) { read_answer(answer, endpoint.answer); }, MapReader::Absent::defaults);
  map.list("counts", [&](const Node& count) { endpoint.counts.push_back(read_count(count, errors)); });
  map.finish();
  return endpoint;
}

}  // namespace checkride::harness
