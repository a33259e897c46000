// The steps of a timeline.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "reader.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;
using values::Node;

const std::vector<std::string_view> kActions{"start", "stop",    "kill",   "freeze", "thaw",    "wait",
                                             "set",   "release", "inject", "clear",  "request", "expect"};

// "80 feet", "0.5", 80.
std::optional<VariableValue> read_variable(const values::Entry& entry, Reader& reader) {
  const auto text = values::read_text(entry.value, reader.errors);
  if (!text) return std::nullopt;
  VariableValue variable;
  variable.name = entry.key;
  const char* end = text->data() + text->size();
  const auto [rest, code] = std::from_chars(text->data(), end, variable.value);
  if (code != std::errc() || (rest != end && *rest != ' ')) {
    reader.errors.add(entry.value.position(),
                      fmt::format("expected a number and a unit, like \"80 feet\", not \"{}\"", *text));
    return std::nullopt;
  }
  variable.unit = std::string(std::find_if(rest, end, [](char c) { return c != ' '; }), end);
  return variable;
}

Set read_set(MapReader& map, Reader& reader) {
  Set set;
  set.on = reader.member(map, "on", {MemberKind::simulator});
  map.entries("variables", [&](const values::Entry& entry) {
    if (auto variable = read_variable(entry, reader)) set.variables.push_back(std::move(*variable));
  });
  if (!map.has("variables")) reader.errors.add(map.position(), "missing key \"variables\"");
  return set;
}

Release read_release(MapReader& map, Reader& reader) {
  Release release;
  release.on = reader.member(map, "on", {MemberKind::simulator});
  if (const auto variables = map.required_node("variables")) release.variables = reader.texts(*variables);
  return release;
}

Freeze read_freeze(const Node& node, Reader& reader) {
  Freeze freeze;
  if (!node.is_map()) {
    freeze.members = reader.members(node, {MemberKind::simulator, MemberKind::monitor});
    return freeze;
  }
  MapReader map(node, reader.errors);
  if (const auto what = map.required_node("what")) {
    freeze.members = reader.members(*what, {MemberKind::simulator, MemberKind::monitor});
  }
  map.optional("for", &freeze.duration);
  map.finish();
  return freeze;
}

LinkFault read_link_fault(MapReader& map, const Node& link, Reader& reader) {
  LinkFault fault;
  const std::vector<std::string> ends = reader.members(link, {});
  if (link.is_list() && link.items().size() == 2 && ends.size() == 2) {
    fault.from = ends[0];
    fault.to = ends[1];
  } else if (!link.is_list() || link.items().size() != 2) {
    reader.errors.add(link.position(), "a link is a list of its two ends: [monitor, sim]");
  }
  map.required_choice("fault", &fault.kind,
                      {{"partition", LinkFaultKind::partition},
                       {"stall", LinkFaultKind::stall},
                       {"reset", LinkFaultKind::reset},
                       {"refuse", LinkFaultKind::refuse},
                       {"half_open", LinkFaultKind::half_open},
                       {"latency", LinkFaultKind::latency},
                       {"flip_bit", LinkFaultKind::flip_bit}});
  if (fault.kind == LinkFaultKind::latency) {
    map.required("latency", &fault.latency);
    map.optional("jitter", &fault.jitter);
  }
  if (fault.kind == LinkFaultKind::flip_bit) {
    map.required("offset_bytes", &fault.offset_bytes);
    map.required("bit", &fault.bit, values::Range<unsigned>{0, 7});
  }
  return fault;
}

// A link fault acts between a monitor and something it talks to: that is where the rigs can reach.
void check_link(const LinkFault& fault, const Node& link, Reader& reader) {
  const auto from = reader.scenario.kind_of(fault.from);
  const auto to = reader.scenario.kind_of(fault.to);
  if (!from || !to) return;
  if ((*from == MemberKind::monitor) == (*to == MemberKind::monitor)) {
    reader.errors.add(link.position(), "one end of a link is a monitor, the other what it talks to");
  }
}

EmulatorFault read_emulator_fault(MapReader& map, Reader& reader) {
  EmulatorFault fault;
  fault.on = reader.member(map, "on", {MemberKind::simulator});
  map.required("fault", &fault.kind);
  if (const auto parameters = map.node("parameters")) {
    if (parameters->is_map()) {
      fault.parameters_json.clear();
      values::append_json(fault.parameters_json, *parameters);
    } else {
      map.error("parameters", "expected a map, not " + parameters->describe());
    }
  }
  return fault;
}

Inject read_inject(MapReader& map, Reader& reader) {
  Inject inject;
  std::string kind;
  if (const auto link = map.node("link")) {
    if (map.has("on")) map.error("on", "a fault is on a simulator or on a link, not both");
    map.ignore("on");
    LinkFault fault = read_link_fault(map, *link, reader);
    check_link(fault, *link, reader);
    kind = std::string(to_string(fault.kind));
    inject.fault = std::move(fault);
  } else {
    EmulatorFault fault = read_emulator_fault(map, reader);
    kind = fault.kind;
    inject.fault = std::move(fault);
  }
  map.optional("for", &inject.duration);
  inject.id = reader.optional_text(map, "id");
  if (inject.id.empty()) inject.id = kind;
  return inject;
}

HttpRequest read_request(MapReader& map, Reader& reader) {
  HttpRequest request;
  request.of = reader.member(map, "of", {MemberKind::monitor, MemberKind::simulator});
  const bool simulator = reader.scenario.kind_of(request.of) == MemberKind::simulator;
  request.port = simulator ? Port::control : Port::health;
  map.choice("port", &request.port, {{"health", Port::health}, {"metrics", Port::metrics}, {"control", Port::control}});
  map.choice<std::string>("method", &request.method,
                          {{"GET", "GET"}, {"HEAD", "HEAD"}, {"POST", "POST"}, {"PUT", "PUT"}, {"DELETE", "DELETE"}});
  if (map.required("target", &request.target) && !request.target.starts_with('/')) {
    map.error("target", "a path starts with /");
  }
  map.optional("body", &request.body);
  map.optional("status", &request.status, values::Range<int>{100, 599});
  return request;
}

template <class Read>
auto in_map(const Node& node, Reader& reader, Read read) {
  MapReader map(node, reader.errors);
  auto action = read(map, reader);
  map.finish();
  return action;
}

std::optional<Action> read_expect(const Node& node, MapReader& step, Reader& reader) {
  auto check = read_check(node, reader);
  Expect expect{check.value_or(NoSampleLostCheck{}), {}, {}};
  step.optional("within", &expect.within);
  step.optional("not_before", &expect.not_before);
  if (expect.not_before > expect.within) {
    step.error(step.has("not_before") ? "not_before" : "within",
               "not_before is later than within: nothing can satisfy it");
  }
  if (!check) return std::nullopt;
  return Action(std::move(expect));
}

std::optional<Action> read_action(std::size_t which, const Node& node, MapReader& step, Reader& reader) {
  switch (which) {
    case 0:
      return Start{reader.members(node, {})};
    case 1:
      return Stop{reader.members(node, {})};
    case 2:
      return Kill{reader.members(node, {})};
    case 3:
      return read_freeze(node, reader);
    case 4:
      return Thaw{reader.members(node, {MemberKind::simulator, MemberKind::monitor})};
    case 5:
      return Wait{values::read_duration(node, reader.errors).value_or(Duration{})};
    case 6:
      return in_map(node, reader, read_set);
    case 7:
      return in_map(node, reader, read_release);
    case 8:
      return in_map(node, reader, read_inject);
    case 9:
      return Clear{reader.texts(node)};
    case 10:
      return in_map(node, reader, read_request);
    default:
      return read_expect(node, step, reader);
  }
}

}  // namespace

std::optional<Step> read_step(const Node& node, Reader& reader) {
  MapReader map(node, reader.errors);
  const std::size_t mistakes = reader.errors.size();
  Step step{{}, Wait{}, node.line()};
  map.optional("at", &step.at);
  const auto which = one_of(map, kActions, "a step");
  std::optional<Action> action;
  if (which) action = read_action(*which, *map.node(kActions[*which]), map, reader);
  map.finish();
  if (!which && node.is_map() && reader.errors.size() == mistakes) {
    reader.errors.add(node.position(),
                      "a step needs an action: start, stop, kill, freeze, thaw, wait, set, release, "
                      "inject, clear, request or expect");
  }
  if (!action) return std::nullopt;
  step.action = std::move(*action);
  return step;
}

}  // namespace checkride::harness
