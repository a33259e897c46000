#include "rigs/powers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "checkride/catalog/simvar.hpp"
#include "checkride/values/duration.hpp"
#include "checkride/values/values.hpp"
#include "rigs/wire_client.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;

// A line knows bytes and no messages.
constexpr std::array<std::string_view, 6> kOfMessages{"probability", "every",      "limit",
                                                      "messages",    "request_id", "definition_id"};

void read_direction(MapReader& map, LineFault& fault) {
  enum class Direction { to_client, from_client, both };
  Direction direction = Direction::to_client;
  map.choice("direction", &direction,
             {{"to_client", Direction::to_client}, {"from_client", Direction::from_client}, {"both", Direction::both}});
  fault.to_server = direction != Direction::to_client;
  fault.to_client = direction != Direction::from_client;
}

struct LineRow {
  std::string_view word;
  void (*read)(MapReader& map, OnTheLine& on);
};
// In the order of docs/faults.md.
constexpr std::array kOnTheLine{
    LineRow{"stall", [](MapReader&, OnTheLine& on) { on.fault.hold = true; }},
    LineRow{"silent", [](MapReader&, OnTheLine& on) { on.fault.discard = true; }},
    LineRow{"reset",
            [](MapReader&, OnTheLine& on) {
              on.at_once = !on.duration.has_value();
              on.fault.reset = true;
            }},
    LineRow{"latency",
            [](MapReader& map, OnTheLine& on) {
              map.optional("delay", &on.fault.delay);
              read_direction(map, on.fault);
            }},
    LineRow{"jitter",
            [](MapReader& map, OnTheLine& on) {
              map.optional("jitter", &on.fault.jitter);
              read_direction(map, on.fault);
            }},
    LineRow{"bandwidth",
            [](MapReader& map, OnTheLine& on) {
              map.optional("bytes_per_second", &on.fault.bytes_per_second);
              read_direction(map, on.fault);
            }},
    LineRow{"slices",
            [](MapReader& map, OnTheLine& on) {
              on.fault.slice_bytes = 1;
              map.optional("bytes", &on.fault.slice_bytes);
              map.optional("pause", &on.fault.slice_pause);
            }},
    LineRow{"half_open",
            [](MapReader&, OnTheLine& on) {
              on.fault.hold = true;
              on.fault.to_server = true;
              on.fault.reset_after = true;
            }},
    LineRow{"refused", [](MapReader&, OnTheLine& on) { on.fault.refuse = true; }},
};

std::string line_words() {
  std::string words;
  for (const LineRow& row : kOnTheLine) words += (words.empty() ? "" : ", ") + std::string(row.word);
  return words;
}

bool is_simulator(const Scenario& scenario, const std::string& member) {
  return scenario.kind_of(member) == MemberKind::simulator;
}

// Of the members that a step names, the first real simulator cannot be `done`.
std::optional<std::string> none_of(const Scenario& scenario, const std::vector<std::string>& members,
                                   std::string_view done) {
  const auto found =
      std::find_if(members.begin(), members.end(), [&](const auto& member) { return is_simulator(scenario, member); });
  if (found == members.end()) return std::nullopt;
  return fmt::format("{} is a real simulator, which cannot be {} from here", *found, done);
}

std::optional<std::string> unsettable(const Set& set) {
  for (const VariableValue& variable : set.variables) {
    const auto known = catalog::find_indexed_simvar(variable.name);
    if (!known || known->simvar->settable) continue;
    return fmt::format("{} cannot be set by a client: it is the simulation's own", variable.name);
  }
  return std::nullopt;
}

std::optional<std::string> too_many_numbers(const Scenario& scenario, const TransmitEvent& event) {
  for (const Simulator& simulator : scenario.simulators) {
    if (simulator.name != event.on) continue;
    if (WireClient::can_transmit(protocol_of(simulator.profile), event.data.size())) continue;
    return fmt::format("{} takes one number of an event, not {}", simulator.profile, event.data.size());
  }
  return std::nullopt;
}

std::optional<std::string> not_on_the_line(const Scenario& scenario, const Inject& inject) {
  const auto* fault = std::get_if<EmulatorFault>(&inject.fault);
  if (fault == nullptr) return std::nullopt;
  const auto on = as_line_fault(*fault);
  if (!on) return on.error().detail();
  if (on->client.empty()) return std::nullopt;
  const auto kind = scenario.kind_of(on->client);
  if (kind == MemberKind::monitor || kind == MemberKind::subject) return std::nullopt;
  return fmt::format("the proxy knows clients by the names of monitors, and none is called {}",
                     values::quote(on->client));
}

}  // namespace

Result<OnTheLine> as_line_fault(const EmulatorFault& fault) {
  const auto row =
      std::find_if(kOnTheLine.begin(), kOnTheLine.end(), [&](const LineRow& one) { return one.word == fault.kind; });
  if (row == kOnTheLine.end()) {
    return Error::invalid(
        fmt::format("the fault {} is of emulators alone; of a real simulator only the line can have one: {}",
                    fault.kind, line_words()));
  }
  TRY(const values::Document document, values::load(fault.parameters_json, "parameters"));
  values::Diagnostics errors;
  MapReader map = document.root_map(errors);
  for (const std::string_view key : kOfMessages) {
    if (!map.has(key)) continue;
    return Error::invalid(
        fmt::format("the fault {} is the proxy's, which knows bytes and no messages: leave out {}", fault.kind, key));
  }
  OnTheLine on;
  on.fault.text = fault.kind + " " + fault.parameters_json;
  map.optional("client", &on.client);
  map.optional("after", &on.after);
  map.optional("duration", &on.duration);
  map.optional("seed", &on.seed);
  row->read(map, on);
  map.finish();
  if (!errors.empty()) return errors.error();
  return on;
}

protocol::Protocol protocol_of(const std::string& profile) {
  const auto found = std::find_if(protocol::kProtocols.begin(), protocol::kProtocols.end(),
                                  [&](protocol::Protocol one) { return to_string(one) == profile; });
  // Profiles are protocols and releases of one.
  return found == protocol::kProtocols.end() ? protocol::Protocol::fsx_sp2 : *found;
}

std::optional<std::string> beyond_live(const Scenario& scenario, const Action& action) {
  if (const auto* kill = std::get_if<Kill>(&action)) return none_of(scenario, kill->members, "killed");
  if (const auto* freeze = std::get_if<Freeze>(&action)) return none_of(scenario, freeze->members, "frozen");
  if (const auto* thaw = std::get_if<Thaw>(&action)) return none_of(scenario, thaw->members, "thawed");
  if (const auto* set = std::get_if<Set>(&action)) return unsettable(*set);
  if (const auto* event = std::get_if<TransmitEvent>(&action)) return too_many_numbers(scenario, *event);
  if (const auto* load = std::get_if<LoadFlight>(&action)) return none_of(scenario, {load->on}, "given a flight");
  if (const auto* inject = std::get_if<Inject>(&action)) return not_on_the_line(scenario, *inject);
  if (const auto* sent = std::get_if<SendSignal>(&action)) return none_of(scenario, {sent->to}, "sent a signal");
  if (const auto* traffic = std::get_if<Traffic>(&action);
      traffic && std::holds_alternative<HttpTraffic>(traffic->what)) {
    return none_of(scenario, targets_of(*traffic), "sent HTTP requests");
  }
  if (const auto* sent = std::get_if<SendBytes>(&action);
      sent && is_simulator(scenario, sent->to) && sent->port != Port::simconnect) {
    return fmt::format("{} is a real simulator, which has no {} port", sent->to, to_string(sent->port));
  }
  const auto* request = std::get_if<HttpRequest>(&action);
  if (request == nullptr || !is_simulator(scenario, request->of)) return std::nullopt;
  return fmt::format("{} is a real simulator, which has no control API", request->of);
}

}  // namespace checkride::harness
