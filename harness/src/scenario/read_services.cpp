// Services: one row for each kind, with the reader of its keys.
#include <fmt/format.h>

#include <algorithm>

#include "scenario/read_balancer.hpp"
#include "scenario/read_edge.hpp"
#include "scenario/read_prometheus.hpp"
#include "scenario/read_sinks.hpp"
#include "scenario/read_stores.hpp"
#include "scenario/read_upstream.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;

struct ServiceRow {
  std::string_view word;
  std::string_view name;  // that leads to it, where the scenario gives none; empty: its own alone
  // Reads the keys of this kind; the service's own are read already.
  ServiceSpec (*read)(MapReader& map, Reader& reader);
};

template <auto read>
ServiceSpec read_keys(MapReader& map, Reader&) {
  return read(map);
}

template <auto read>
ServiceSpec read_with_neighbours(MapReader& map, Reader& reader) {
  return read(map, reader);
}

constexpr ServiceRow kServices[] = {{"smtp", "smtp.company.com", read_keys<read_smtp>},
                                    {"webhook", "hooks.slack.com", read_keys<read_webhook>},
                                    {"database", "", read_keys<read_database>},
                                    {"keyvalue", "", read_keys<read_key_value>},
                                    {"upstream", "", read_with_neighbours<read_upstream>},
                                    {"metar", "", read_keys<read_metar>},
                                    {"balancer", "", read_with_neighbours<read_balancer>},
                                    {"edge", "", read_with_neighbours<read_edge>},
                                    {"prometheus", "", read_with_neighbours<read_prometheus>},
                                    {"alertmanager", "", read_with_neighbours<read_alertmanager>}};

// The member that a store copies; empty: none.
std::string leader_of(const ServiceSpec& spec) {
  if (const auto* database = std::get_if<DatabaseSpec>(&spec)) return database->replica_of;
  if (const auto* keys = std::get_if<KeyValueSpec>(&spec)) return keys->replica_of;
  return {};
}

// Why that one cannot be copied; empty: it can.
std::string uncopyable(const Reader::Replica& replica, const Scenario& scenario) {
  const std::string& leader = replica.leader.text;
  const MemberKind kind = scenario.service(replica.name)->kind();
  if (leader == replica.name) return "a store is no replica of itself";
  const Service* found = scenario.service(leader);
  if (found == nullptr || found->kind() != kind) {
    std::vector<std::string> names;
    for (const Service& one : scenario.services) {
      if (one.kind() == kind && one.name != replica.name) names.push_back(one.name);
    }
    return fmt::format("there is no {} {}{}", to_string(kind), values::quote(leader),
                       values::suggestion(leader, names));
  }
  const std::string first = leader_of(found->spec);
  return first.empty() ? "" : fmt::format("{} is a replica itself: name {}", leader, values::quote(first));
}

// Null after a mistake.
const ServiceRow* read_kind(MapReader& map, Reader& reader) {
  std::vector<std::string_view> words;
  for (const ServiceRow& row : kServices) words.push_back(row.word);
  const auto kind = map.required_node("kind");
  const auto which = kind ? values::read_word(*kind, reader.errors, words) : std::nullopt;
  return which ? &kServices[*which] : nullptr;
}

}  // namespace

void read_service(const values::Entry& entry, Reader& reader) {
  Service service;
  service.name = entry.key;
  service.line = entry.key_position.line;
  MapReader map(entry.value, reader.errors);
  const ServiceRow* row = read_kind(map, reader);
  if (row != nullptr && !row->name.empty()) service.names = {std::string(row->name)};
  for (const ServiceRow& one : kServices) {
    map.only_with("kind", one.word, &one == row, [&] { service.spec = one.read(map, reader); });
  }
  // Of several a name leads to the first, where the scenario says nothing.
  const bool is_first =
      row != nullptr && std::none_of(reader.scenario.services.begin(), reader.scenario.services.end(),
                                     [&](const Service& one) { return one.kind() == service.kind(); });
  if (!is_first) service.names.clear();
  if (const auto names = map.node("names")) service.names = reader.texts(*names);
  if (row != nullptr) map.finish();
  if (!check_member_name(entry, reader)) return;
  if (row == nullptr) reader.unclear.insert(service.name);
  if (std::string leader = leader_of(service.spec); !leader.empty()) {
    reader.replicas.push_back({service.name, {std::move(leader), map.position_of("replica_of")}});
  }
  reader.scenario.services.push_back(std::move(service));
}

// Names that are said of other services are those of such.
void check_services(Reader& reader) {
  for (const Reader::Replica& replica : reader.replicas) {
    if (reader.unclear.contains(replica.leader.text)) continue;
    const std::string why = uncopyable(replica, reader.scenario);
    if (!why.empty()) reader.errors.add(replica.leader.where, why);
  }
}

void check_needed(const Reader& reader) {
  for (const Reader::Needed& needed : reader.needed) {
    const std::string& name = needed.member.text;
    const auto kind = reader.scenario.kind_of(name);
    if (reader.unclear.contains(name) || (kind && needed.fits(*kind))) continue;
    std::vector<std::string> names;
    for (const std::string& member : reader.scenario.members()) {
      if (needed.fits(*reader.scenario.kind_of(member))) names.push_back(member);
    }
    reader.errors.add(needed.member.where, fmt::format("there is no {} {}{}", needed.expected, values::quote(name),
                                                       values::suggestion(name, names)));
  }
}

bool is_http_service(MemberKind kind) {
  return answers_http(kind) && kind != MemberKind::simulator && kind != MemberKind::monitor &&
         kind != MemberKind::subject;
}

bool answers_http(MemberKind kind) {
  return std::find(kHttpMembers.begin(), kHttpMembers.end(), kind) != kHttpMembers.end();
}

}  // namespace checkride::harness
