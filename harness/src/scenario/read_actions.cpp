// The steps of a timeline.
#include <fmt/format.h>

#include "checks/check_table.hpp"
#include "reading/one_of.hpp"
#include "reading/variables.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;
using values::Node;

constexpr std::string_view kActions[] = {"start", "stop",    "kill",   "freeze", "thaw",    "wait",
                                         "set",   "release", "inject", "clear",  "request", "expect"};

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

// What a step does; its content is read from the step's own keys too.
using What = decltype(Step::what);

std::optional<What> read_expect(const Node& node, MapReader& step, Reader& reader) {
  Expect expect;
  expect.check = read_check(node, reader);
  step.optional("within", &expect.within);
  step.optional("not_before", &expect.not_before);
  if (expect.not_before > expect.within) {
    step.error(step.has("not_before") ? "not_before" : "within",
               "not_before is later than within: nothing can satisfy it");
  }
  if (!expect.check) return std::nullopt;
  return What(std::move(expect));
}

std::optional<What> read_what(std::size_t which, const Node& node, MapReader& step, Reader& reader) {
  switch (which) {
    case 0:
      return Action(Start{reader.members(node, {})});
    case 1:
      return Action(Stop{reader.members(node, {})});
    case 2:
      return Action(Kill{reader.members(node, {})});
    case 3:
      return Action(read_freeze(node, reader));
    case 4:
      return Action(Thaw{reader.members(node, {MemberKind::simulator, MemberKind::monitor})});
    case 5:
      return Action(Wait{values::read_duration(node, reader.errors).value_or(Duration{})});
    case 6:
      return Action(in_map(node, reader, read_set));
    case 7:
      return Action(in_map(node, reader, read_release));
    case 8:
      return Action(in_map(node, reader, read_inject));
    case 9:
      return Action(Clear{reader.texts(node)});
    case 10:
      return Action(in_map(node, reader, read_request));
    default:
      return read_expect(node, step, reader);
  }
}

}  // namespace

std::optional<Step> read_step(const Node& node, std::string path, Reader& reader) {
  MapReader map(node, reader.errors);
  const std::size_t mistakes = reader.errors.size();
  Step step;
  step.path = std::move(path);
  step.place = place_of(node.position());
  map.optional("at", &step.trigger.at);
  std::optional<What> what;
  const auto which = read_one_of(map, kActions, "a step", [&](std::size_t word) {
    what = read_what(word, *map.node(kActions[word]), map, reader);
  });
  map.finish();
  if (!which && node.is_map() && reader.errors.size() == mistakes) {
    reader.errors.add(node.position(),
                      "a step needs an action: start, stop, kill, freeze, thaw, wait, set, release, "
                      "inject, clear, request or expect");
  }
  if (!what) return std::nullopt;
  step.what = std::move(*what);
  return step;
}

}  // namespace checkride::harness
