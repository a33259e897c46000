#include "scenario/read_programs.hpp"

#include <algorithm>

#include "matchers/matcher.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;
using values::Node;

constexpr values::Range<int> kExitCodes{0, 255};

TextPattern read_pattern(MapReader& map, std::string_view key) {
  const auto node = map.node(key);
  if (!node) return nullptr;
  auto matcher = Matcher::read(*node, map.errors(), Domain::text);
  return matcher ? std::make_shared<const Matcher>(std::move(*matcher)) : nullptr;
}

// `start: {what: monitor, exits: 78}`
void read_refused_start(const Node& node, Start& start, Reader& reader) {
  MapReader map(node, reader.errors);
  const std::string member = reader.member(map, "what", {MemberKind::monitor, MemberKind::simulator});
  if (!member.empty()) start.members = {member};
  Refusal refusal;
  map.required("exits", &refusal.exit_code, kExitCodes);
  refusal.says = read_pattern(map, "says");
  map.finish();
  start.refusal = std::move(refusal);
}

}  // namespace

Start read_start(const Node& node, Reader& reader) {
  Start start;
  const auto refused = [&](const Node& map) { read_refused_start(map, start, reader); };
  const auto plain = [&](const Node& names) { start.members = reader.members(names, {}); };
  values::read_forms(node, values::Kind::map, refused, plain);
  return start;
}

SendSignal read_signal(MapReader& map, Reader& reader) {
  SendSignal sent;
  sent.to = reader.member(map, "to", {MemberKind::monitor, MemberKind::simulator, MemberKind::subject});
  map.required_choice("signal", &sent.signal,
                      {{"HUP", MemberSignal::hangup},
                       {"USR1", MemberSignal::user1},
                       {"TERM", MemberSignal::terminate},
                       {"INT", MemberSignal::interrupt}});
  map.optional("exits", &sent.exits, kExitCodes);
  if (sent.exits && !asks_to_end(sent.signal)) {
    map.error("exits", "this signal ends no program: exits goes with TERM and INT");
  }
  return sent;
}

RunCommand read_run(MapReader& map, Reader& reader) {
  RunCommand run;
  run.of = reader.member(map, "of", {MemberKind::monitor});
  if (map.required("arguments", &run.arguments) && run.arguments.empty()) {
    map.error("arguments", "which command? Say for example [audit]; checkride-monitor --help has them all");
  }
  if (!run.arguments.empty() && run.arguments.front() == "run") {
    map.error("arguments", "a second monitor would be in the way of the first: start starts one");
  }
  map.optional("exit", &run.exit_code, kExitCodes);
  run.output = read_pattern(map, "output");
  return run;
}

}  // namespace checkride::harness
