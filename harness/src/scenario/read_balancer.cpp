#include "scenario/read_balancer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenario/read_tls.hpp"
#include "scenario/readers.hpp"
#include "services/balancer/balancer_change.hpp"

namespace checkride::harness {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using values::MapReader;
using values::Range;

const Range<world::Duration> kWaits{milliseconds(1), hours(1)};

std::vector<std::string> names_of(const BalancerSpec& spec) {
  std::vector<std::string> names;
  for (const BackendSpec& backend : spec.backends) names.push_back(backend.name);
  return names;
}

bool is_http_service(MemberKind kind) {
  return answers_http(kind) && kind != MemberKind::simulator && kind != MemberKind::monitor &&
         kind != MemberKind::subject;
}

// Must be one of them; which is told otherwise.
bool check_backend(const std::string& name, const values::Position& where, const BalancerSpec& spec,
                   values::Diagnostics& errors) {
  const std::vector<std::string> names = names_of(spec);
  if (std::find(names.begin(), names.end(), name) != names.end()) return true;
  errors.add(where, fmt::format("there is no backend {}{}", values::quote(name), values::suggestion(name, names)));
  return false;
}

void read_backend(const values::Entry& entry, BalancerSpec& spec, Reader& reader) {
  BackendSpec backend;
  backend.name = entry.key;
  if (!good_name(backend.name)) {
    reader.errors.add(entry.key_position, "names of backends are made of small letters, digits, - and _");
  }
  MapReader map(entry.value, reader.errors);
  if (map.required("to", &backend.to)) {
    reader.needed.push_back({{backend.to, map.position_of("to")}, is_http_service, "service that answers requests"});
  }
  map.optional("weight", &backend.weight, {0, balancer::kWeightMax});
  map.optional("backup", &backend.backup);
  map.finish();
  spec.backends.push_back(std::move(backend));
}

void read_check(MapReader& map, HealthCheckSpec& check) {
  if (map.optional("path", &check.path) && !check.path.starts_with('/')) map.error("path", "a path starts with /");
  map.optional("status", &check.status, Range<int>{100, 599});
  map.optional("every", &check.every, Range<world::Duration>{milliseconds(10), hours(1)});
  map.optional("timeout", &check.timeout, kWaits);
  map.optional("fall", &check.fall, Range<std::uint64_t>{1, 1000});
  map.optional("rise", &check.rise, Range<std::uint64_t>{1, 1000});
}

// What a header's name is made of; it stands bare in HAProxy's configuration.
bool is_header_name(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

void read_route(MapReader& map, BalancerSpec& spec, Reader& reader) {
  RouteSpec route;
  map.entries("header", [&](const values::Entry& entry) {
    if (!is_header_name(entry.key)) reader.errors.add(entry.key_position, "this is no name of a header");
    if (auto value = values::read_text(entry.value, reader.errors)) route.headers.push_back({entry.key, *value});
  });
  if (!map.has("header")) map.errors().add(map.position(), "a route needs a header: {canary: \"true\"}");
  if (const auto to = map.required_node("to")) {
    route.to = reader.texts(*to);
    for (const std::string& name : route.to) (void)check_backend(name, to->position(), spec, reader.errors);
    if (route.to.empty() && !map.described()) reader.errors.add(to->position(), "a route needs a backend");
  }
  spec.routes.push_back(std::move(route));
}

}  // namespace

BalancerSpec read_balancer(MapReader& map, Reader& reader) {
  BalancerSpec spec;
  map.optional("port", &spec.port, {1, 65'535});
  map.optional("https_port", &spec.https_port, {1, 65'535});
  spec.tls = read_tls_policy(map);
  map.optional("redirect_http", &spec.redirect_http);
  map.choice<BalancerAlgorithm>("algorithm", &spec.algorithm,
                                {{"round_robin", BalancerAlgorithm::round_robin},
                                 {"least_connections", BalancerAlgorithm::least_connections},
                                 {"first", BalancerAlgorithm::first}});
  map.optional("connections_max", &spec.connections_max, {1, 100'000});
  map.optional("connect", &spec.connect, kWaits);
  map.optional("client", &spec.client, kWaits);
  map.optional("server", &spec.server, kWaits);
  map.entries("backends", [&](const values::Entry& entry) { read_backend(entry, spec, reader); });
  if (spec.backends.empty() && !map.described()) {
    map.errors().add(map.position(), "a balancer needs backends: {app1: {to: SERVICE}}");
  }
  map.map(
      "check", [&](MapReader& check) { read_check(check, spec.check); }, MapReader::Absent::defaults);
  map.list("routes", [&](const values::Node& node) {
    values::read_map(node, map.errors(), [&](MapReader& route) { read_route(route, spec, reader); });
  });
  return spec;
}

std::string read_balancer_change(MapReader& map, const Service* service, Reader& reader) {
  const auto* spec = service == nullptr ? nullptr : std::get_if<BalancerSpec>(&service->spec);
  std::string weights;
  map.entries("weights", [&](const values::Entry& entry) {
    if (spec != nullptr && !check_backend(entry.key, entry.key_position, *spec, reader.errors)) return;
    const auto weight = values::read_unsigned(entry.value, reader.errors, {0, balancer::kWeightMax});
    if (weight) weights += fmt::format("{}\"{}\":{}", weights.empty() ? "" : ",", entry.key, *weight);
  });
  std::string states;
  map.entries("state", [&](const values::Entry& entry) {
    if (spec != nullptr && !check_backend(entry.key, entry.key_position, *spec, reader.errors)) return;
    const std::vector<std::string_view> words = {"ready", "drain", "maintenance"};
    const auto state = values::read_word(entry.value, reader.errors, words);
    if (state) states += fmt::format("{}\"{}\":\"{}\"", states.empty() ? "" : ",", entry.key, words[*state]);
  });
  if (!map.has("weights") && !map.has("state")) {
    map.errors().add(map.position(), "what of the balancer is set? Give weights or state");
  }
  return fmt::format("{{\"weights\":{{{}}},\"state\":{{{}}}}}", weights, states);
}

}  // namespace checkride::harness
