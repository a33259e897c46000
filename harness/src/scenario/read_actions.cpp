// What a step can do to members.
#include <fmt/format.h>

#include <cstdint>
#include <limits>

#include "checkride/catalog/key_event.hpp"
#include "checks/approach.hpp"
#include "reading/one_of.hpp"
#include "reading/variables.hpp"
#include "scenario/read_balancer.hpp"
#include "scenario/read_programs.hpp"
#include "scenario/read_send.hpp"
#include "scenario/read_steps.hpp"
#include "scenario/read_traffic.hpp"
#include "scenario/read_upstream.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;
using values::Node;

Set read_set(MapReader& map, Reader& reader) {
  Set set;
  set.on = reader.member(map, "on", {MemberKind::simulator, MemberKind::balancer, MemberKind::upstream});
  const Service* const service = reader.scenario.service(set.on);
  const bool is_upstream = service != nullptr && kind_of(service->spec) == MemberKind::upstream;
  if (map.described() || (service != nullptr && !is_upstream)) {
    set.service_json = read_balancer_change(map, service, reader);
  }
  if (map.described() || is_upstream) set.service_json = read_upstream_change(map, service, reader);
  if (map.described() || service == nullptr) set.variables = read_variables(map, reader);
  return set;
}

// Programs on every rig on which they are.
constexpr std::initializer_list<MemberKind> kCanFreeze = {
    MemberKind::simulator,  MemberKind::monitor,      MemberKind::subject, MemberKind::balancer,
    MemberKind::prometheus, MemberKind::alertmanager, MemberKind::edge};

Freeze read_freeze(const Node& node, Reader& reader) {
  Freeze freeze;
  const auto members = [&](const Node& names) { freeze.members = reader.members(names, kCanFreeze); };
  const auto for_a_time = [&](const Node& map_node) {
    MapReader map(map_node, reader.errors);
    if (const auto what = map.required_node("what")) members(*what);
    map.optional("for", &freeze.duration);
    map.finish();
  };
  values::read_forms(node, values::Kind::map, for_a_time, members);
  return freeze;
}

// Whole numbers, as many as a key event has room for.
void read_event_data(MapReader& map, TransmitEvent& event, Reader& reader) {
  constexpr std::size_t kDataMax = 5;
  map.list("data", [&](const Node& item) {
    constexpr std::int64_t kLeast = std::numeric_limits<std::int32_t>::min();
    constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
    if (const auto number = values::read_integer(item, reader.errors, {kLeast, kMost})) event.data.push_back(*number);
  });
  if (event.data.size() > kDataMax) {
    map.error("data", fmt::format("an event carries at most {} numbers", kDataMax));
  }
}

TransmitEvent read_event(MapReader& map, Reader& reader) {
  TransmitEvent event;
  event.on = reader.member(map, "on", {MemberKind::simulator});
  if (map.required("name", &event.name) && catalog::find_key_event(event.name) == nullptr) {
    const auto nearest = catalog::nearest_key_event(event.name);
    map.error("name", fmt::format("there is no key event {}{}", values::quote(event.name),
                                  nearest ? fmt::format(", did you mean \"{}\"?", *nearest) : ""));
  }
  read_event_data(map, event, reader);
  return event;
}

LoadFlight read_flight(MapReader& map, Reader& reader) {
  static constexpr std::string_view kWords[] = {"file", "restart", "unload"};
  static constexpr LoadFlight::Kind kKinds[] = {LoadFlight::Kind::load, LoadFlight::Kind::restart,
                                                LoadFlight::Kind::unload};
  LoadFlight flight;
  flight.on = reader.member(map, "on", {MemberKind::simulator});
  const auto which = read_one_of(map, kWords, "flight", [&](std::size_t word) {
    flight.kind = kKinds[word];
    bool yes = true;
    if (word == 0) {
      if (const auto file = map.node("file")) flight.file = read_path(*file, reader);
    } else if (map.optional(kWords[word], &yes) && !yes) {
      map.error(kWords[word], fmt::format("{} is true, or not there", kWords[word]));
    }
  });
  if (!which && map.self().is_map() && !map.has("file") && !map.has("restart") && !map.has("unload")) {
    reader.errors.add(map.position(), "what becomes of the flight? Give file, restart: true or unload: true");
  }
  return flight;
}

HttpRequest read_request(MapReader& map, Reader& reader) {
  HttpRequest request;
  request.of = reader.member(map, "of", kHttpMembers);
  const bool simulator = reader.scenario.kind_of(request.of) == MemberKind::simulator;
  request.port = simulator ? Port::control : Port::health;
  read_port_word(map, &request.port);
  reader.own_port(map, request.of, &request.port);
  map.choice<std::string>("method", &request.method,
                          {{"GET", "GET"}, {"HEAD", "HEAD"}, {"POST", "POST"}, {"PUT", "PUT"}, {"DELETE", "DELETE"}});
  if (map.required("target", &request.target)) {
    request.target = read_target(map, "target", request.target, request.approach);
  }
  read_approach(map, request.of, &request.port, request.approach, reader);
  map.optional("body", &request.body);
  map.optional("status", &request.status, values::Range<int>{100, 599});
  return request;
}

void read_insert(MapReader& map, StoreWrite& write) {
  if (map.required("table", &write.table) && write.table.empty()) map.error("table", "must not be empty");
  if (const auto row = map.required_node("row")) {
    if (!row->is_map() && !map.described()) map.error("row", "expected columns with their values: {iata: SEA}");
    values::append_json(write.row_json, *row);
  }
}

StoreWrite read_store_write(MapReader& map, Reader& reader) {
  StoreWrite write;
  write.on = reader.member(map, "on", {MemberKind::database, MemberKind::key_value});
  map.entries("set", [&](const values::Entry& entry) {
    if (auto text = values::read_text(entry.value, reader.errors)) write.keys.emplace_back(entry.key, std::move(*text));
  });
  map.optional("ttl", &write.ttl, values::Range<Duration>{std::chrono::milliseconds(1), std::chrono::hours(24 * 3650)});
  map.map("insert", [&](MapReader& insert) { read_insert(insert, write); });
  const auto kind = reader.scenario.kind_of(write.on);
  if (map.described() || reader.unclear.contains(write.on)) return write;
  if (kind == MemberKind::key_value && (!map.has("set") || map.has("insert"))) {
    map.error("insert", "a keyvalue takes keys with their values: set: {greeting: hello}");
  } else if (kind == MemberKind::database && (!map.has("insert") || map.has("set") || map.has("ttl"))) {
    map.error("set", "a database takes a row: insert: {table: airports, row: {iata: SEA}}");
  }
  return write;
}

// An action whose content is a map.
template <auto read>
Action in_map(const Node& node, Reader& reader) {
  MapReader map(node, reader.errors);
  Action action = read(map, reader);
  map.finish();
  return action;
}

template <class Of>
Action of_members(const Node& node, Reader& reader) {
  return Of{reader.members(node, {})};
}

Action read_thaw(const Node& node, Reader& reader) {
  return Thaw{reader.members(node, kCanFreeze)};
}

Action read_wait(const Node& node, Reader& reader) {
  return Wait{values::read_duration(node, reader.errors).value_or(Duration{})};
}

Action read_clear(const Node& node, Reader& reader) {
  return Clear{reader.texts(node)};
}

constexpr ActionRow kRows[] = {
    {"start", "starts members, in this order, and waits until each listens",
     [](const Node& node, Reader& reader) { return Action(read_start(node, reader)); }},
    {"stop", "asks members to end and waits until they have", of_members<Stop>},
    {"kill", "ends members at once, as a crash does", of_members<Kill>},
    {"freeze", "lets members stand still, for a time or until thaw",
     [](const Node& node, Reader& reader) { return Action(read_freeze(node, reader)); }},
    {"signal", "sends a signal to the program of a member", in_map<read_signal>},
    {"run", "runs a command of checkride-monitor on the configuration and folder of a monitor", in_map<read_run>},
    {"thaw", "lets frozen members go on", read_thaw},
    {"wait", "does nothing for so long", read_wait},
    {"set",
     "gives variables of a simulator values, which it keeps until they are released, or backends of a balancer their "
     "shares, or takes parts from an upstream and gives them back",
     in_map<read_set>},
    {"release", "lets the simulation decide variables again", in_map<read_release>},
    {"event", "transmits a key event to a simulator, as a client would", in_map<read_event>},
    {"flight", "loads a flight into a simulator, restarts it or unloads it", in_map<read_flight>},
    {"inject", "makes a fault of a simulator or of a link between members", in_map<read_inject>},
    {"clear", "ends faults, by their ids", read_clear},
    {"request", "sends an HTTP request to a member", in_map<read_request>},
    {"send", "sends bytes to a member as they are, slowly or in part, over connections of their own",
     in_map<read_send>},
    {"store", "writes into a store, as a client would, and waits until that is acknowledged", in_map<read_store_write>},
    {"traffic", "sends requests at their times, whatever becomes of them, or lets clients ask a simulator for data",
     in_map<read_traffic>},
};

}  // namespace

std::span<const ActionRow> action_rows() {
  return kRows;
}

}  // namespace checkride::harness
