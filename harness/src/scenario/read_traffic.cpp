#include "scenario/read_traffic.hpp"
#include "checks/approach.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "checkride/catalog/unit.hpp"
#include "checkride/protocol/ids.hpp"
#include "reading/one_of.hpp"
#include "reading/rate.hpp"
#include "reading/variables.hpp"
#include "rigs/powers.hpp"
#include "scenario/read_lists.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using values::MapReader;
using values::Node;

constexpr values::Range<Duration> kTimes{milliseconds(1), hours(24 * 365)};
constexpr values::Range<std::size_t> kClients{1, 10'000};
// More than anybody sends in a test; it keeps what is counted of each within memory.
constexpr double kEventsMax = 1e8;
constexpr double kShares = 1'000'000;  // a whole mix

// ---- HTTP

TrafficRequest read_one_request(MapReader& map, Reader& reader) {
  TrafficRequest request;
  request.of = reader.member(map, "of", kHttpMembers);
  if (map.optional("target", &request.target)) {
    request.target = read_target(map, "target", request.target, request.approach);
  }
  const bool simulator = reader.scenario.kind_of(request.of) == MemberKind::simulator;
  request.port = simulator ? Port::control : request.target == "/metrics" ? Port::metrics : Port::health;
  read_port_word(map, &request.port);
  reader.own_port(map, request.of, &request.port);
  read_approach(map, request.of, &request.port, request.approach, reader);
  if (request.approach.offer && request.approach.offer->resume) {
    map.error("offer", "traffic resumes no sessions: its connections are kept");
  }
  map.choice<std::string>("method", &request.method,
                          {{"GET", "GET"},
                           {"HEAD", "HEAD"},
                           {"POST", "POST"},
                           {"PUT", "PUT"},
                           {"PATCH", "PATCH"},
                           {"DELETE", "DELETE"},
                           {"OPTIONS", "OPTIONS"}});
  map.entries("headers", [&](const values::Entry& entry) {
    if (auto text = values::read_text(entry.value, reader.errors)) request.headers.emplace_back(entry.key, *text);
  });
  map.optional("body", &request.body);
  return request;
}

void read_to(const Node& node, HttpTraffic& http, Reader& reader) {
  MapReader map(node, reader.errors);
  http.mix.push_back(read_one_request(map, reader));
  map.finish();
}

void read_mix(const Node& list, HttpTraffic& http, Reader& reader) {
  const std::size_t mistakes = reader.errors.size();
  double sum = 0;
  values::read_items(list, reader.errors, [&](const Node& item) {
    MapReader map(item, reader.errors);
    double share = 0;
    if (const auto node = map.required_node("share")) share = read_percent(*node, reader.errors).value_or(0);
    sum += share;
    TrafficRequest request = read_one_request(map, reader);
    request.share = static_cast<std::uint64_t>(std::llround(share * kShares));
    if (request.share == 0 && !map.described()) map.error("share", "it has no part in the mix: take it out");
    http.mix.push_back(std::move(request));
    map.finish();
  });
  if (list.is_list() && reader.errors.size() == mistakes && std::abs(sum - 1) > 1e-6) {
    reader.errors.add(list.position(), fmt::format("the shares come to {:.6g} %, not to 100 %", sum * 100));
  }
}

// `{rate: 200/s, over: 30s}`: the rate goes there evenly; `for`: it is that for so long; neither: it begins there.
void read_ramp(const Node& list, ArrivalPlan& plan, Reader& reader) {
  double rate = 0;
  values::read_items(list, reader.errors, [&](const Node& item) {
    MapReader map(item, reader.errors);
    RateStage stage;
    stage.from_per_s = rate;
    if (const auto node = map.required_node("rate")) rate = read_rate(*node, reader.errors).value_or(0);
    stage.to_per_s = rate;
    map.optional("over", &stage.duration, kTimes);
    if (map.optional("for", &stage.duration, kTimes)) stage.from_per_s = rate;
    if (!map.described() && map.has("over") && map.has("for")) {
      map.error("over", "a stage goes to its rate (over) or keeps it (for), not both");
    }
    map.finish();
    if (stage.duration > Duration::zero()) plan.stages.push_back(stage);
  });
  if (plan.stages.empty() && list.is_list()) {
    reader.errors.add(list.position(), "the ramp has no time: give over or for in its stages");
  }
}

double requests_in(const ArrivalPlan& plan) {
  double sum = 0;
  for (const RateStage& stage : plan.stages) {
    sum += (stage.from_per_s + stage.to_per_s) / 2 * world::to_seconds(stage.duration);
  }
  return sum;
}

void read_arrivals(MapReader& map, ArrivalPlan& plan, Reader& reader) {
  const std::size_t mistakes = reader.errors.size();
  RateStage steady;
  if (const auto rate = map.node("rate")) steady.from_per_s = read_rate(*rate, reader.errors).value_or(0);
  steady.to_per_s = steady.from_per_s;
  if (const auto ramp = map.node("ramp")) read_ramp(*ramp, plan, reader);
  map.optional("for", &steady.duration, kTimes);
  map.choice("arrivals", &plan.kind, {{"even", ArrivalKind::even}, {"poisson", ArrivalKind::poisson}});
  if (map.described() || reader.errors.size() != mistakes) return;
  if (map.has("rate") == map.has("ramp")) {
    map.error("rate", "how many requests? Give rate: 50/s with for, or a ramp");
  } else if (map.has("rate") && !map.has("for")) {
    map.error("rate", "for how long? Give for");
  } else if (map.has("ramp") && map.has("for")) {
    map.error("for", "the stages of the ramp say how long already: take for out");
  }
  if (map.has("rate")) plan.stages.push_back(steady);
  if (reader.errors.size() != mistakes) return;
  const std::string_view key = map.has("rate") ? "rate" : "ramp";
  if (requests_in(plan) <= 0) map.error(key, "nothing is ever sent at this rate");
  if (requests_in(plan) > kEventsMax) {
    map.error(key, fmt::format("these are {:.0f} requests; at most {:.0f} can be sent", requests_in(plan), kEventsMax));
  }
}

void read_load(MapReader& map, HttpTraffic& http, Reader& reader) {
  read_arrivals(map, http.arrivals, reader);
  map.optional("clients", &http.clients, kClients);
  map.optional("keep_alive", &http.keep_alive);
  map.optional("timeout", &http.timeout, values::Range<Duration>{milliseconds(1), hours(1)});
  map.optional("in_flight_max", &http.in_flight_max, values::Range<std::size_t>{1, 100'000});
}

// ---- SimConnect

void read_variables(MapReader& map, SimConnectTraffic& clients, Reader& reader) {
  map.entries("variables", [&](const values::Entry& entry) {
    const auto unit = values::read_text(entry.value, reader.errors);
    if (!unit || map.described()) return;
    if (!unit_of_variable(entry.key, entry.key_position, reader)) return;
    if (catalog::find_unit(*unit) == nullptr) {
      reader.errors.add(entry.value.position(), fmt::format("there is no unit {}", values::quote(*unit)));
    }
    clients.variables.emplace_back(entry.key, *unit);
  });
  if (!map.described() && !map.has("variables")) {
    map.error("variables", "nothing is asked for: give variables with their units, {PLANE ALTITUDE: feet}");
  }
}

void note_simulator(SimConnectTraffic& clients, Reader& reader) {
  for (const Simulator& simulator : reader.scenario.simulators) {
    if (simulator.name != clients.of) continue;
    clients.frame = Duration(std::chrono::seconds(1)) / std::max<std::uint32_t>(simulator.frame_rate_hz, 1);
    clients.protocol = protocol::number_of(protocol_of(simulator.profile));
  }
}

void read_clients(MapReader& step, const Node& node, SimConnectTraffic& clients, Reader& reader) {
  const std::size_t mistakes = reader.errors.size();
  MapReader map(node, reader.errors);
  clients.of = reader.member(map, "of", {MemberKind::simulator});
  map.optional("clients", &clients.clients, kClients);
  if (const auto connect = map.node("connect")) {
    clients.connect_per_s = read_rate(*connect, reader.errors).value_or(0);
    if (clients.connect_per_s == 0 && !map.described()) map.error("connect", "at this rate no second client connects");
  }
  read_variables(map, clients, reader);
  map.choice("period", &clients.period,
             {{"second", SimConnectTraffic::Period::second}, {"frame", SimConnectTraffic::Period::frame}});
  map.finish();
  step.optional("for", &clients.duration, kTimes);
  if (!step.described() && !step.has("for")) step.error("simconnect", "for how long? Give for");
  note_simulator(clients, reader);
  if (reader.errors.size() != mistakes || map.described()) return;
  const Duration connecting =
      clients.connect_per_s > 0 ? world::from_seconds(static_cast<double>(clients.clients - 1) / clients.connect_per_s)
                                : Duration{};
  if (connecting >= clients.duration)
    map.error("connect", "the last client would connect after the end of all: give a longer for");
  const double samples =
      world::to_seconds(clients.duration) / world::to_seconds(clients.frame) * static_cast<double>(clients.clients);
  if (samples > kEventsMax) step.error("for", "this is more than can be counted: fewer clients, or a shorter time");
}

void read_id(MapReader& map, Traffic& traffic, Reader& reader) {
  if (!map.required("id", &traffic.id) || map.described()) return;
  if (!good_name(traffic.id)) {
    map.error("id", "a name is made of small letters, digits, - and _ (at most 63)");
  } else if (reader.traffic.contains(traffic.id)) {
    map.error("id", fmt::format("there is traffic \"{}\" already", traffic.id));
  }
}

}  // namespace

Traffic read_traffic(MapReader& map, Reader& reader) {
  static constexpr std::string_view kKinds[] = {"to", "mix", "simconnect"};
  Traffic traffic;
  read_id(map, traffic, reader);
  const std::size_t mistakes = reader.errors.size();
  const auto which = read_one_of(map, kKinds, "traffic", [&](std::size_t word) {
    const auto node = map.node(kKinds[word]);
    if (!node) return;
    if (word == 2) {
      SimConnectTraffic clients;
      read_clients(map, *node, clients, reader);
      traffic.what = std::move(clients);
      return;
    }
    HttpTraffic http;
    word == 0 ? read_to(*node, http, reader) : read_mix(*node, http, reader);
    read_load(map, http, reader);
    traffic.what = std::move(http);
  });
  map.optional("wait", &traffic.wait);
  if (!which && map.self().is_map() && reader.errors.size() == mistakes) {
    reader.errors.add(map.position(), "what is sent, and where? Give to, mix or simconnect");
  }
  Reader::TrafficNamed& named = reader.traffic[traffic.id];
  named.targets = targets_of(traffic);
  named.is_http = std::holds_alternative<HttpTraffic>(traffic.what);
  return traffic;
}

}  // namespace checkride::harness
