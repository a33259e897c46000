#include "checkride/harness/loader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checks/check_table.hpp"
#include "scenario/promise_book.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;

void read_rigs(MapReader& map, Reader& reader) {
  const auto node = map.node("rigs");
  if (!node) return;
  reader.scenario.rigs.clear();
  for (const auto& item : node->items()) {
    static const std::vector<std::string_view> kRigs{"virtual", "process", "live"};
    if (const auto rig = values::read_word(item, reader.errors, kRigs)) {
      reader.scenario.rigs.emplace_back(kRigs[*rig]);
    }
  }
  if (node->items().empty()) reader.errors.add(node->position(), "expected a list of virtual, process and live");
}

void read_invariants(MapReader& map, Invariant::Kind kind, Reader& reader) {
  map.list(to_string(kind), [&](const values::Node& node) {
    Invariant invariant;
    invariant.kind = kind;
    invariant.check = read_check(node, reader);
    invariant.place = place_of(node.position());
    if (invariant.check) reader.scenario.invariants.push_back(std::move(invariant));
  });
}

// A scenario that never clears what it injected names the id in no `clear`; one that clears what it never injected is
// a slip of the pen.
void check_fault_ids(Reader& reader) {
  std::vector<std::string> ids;
  for_each_step(reader.scenario.timeline, [&](const Step& step) {
    const auto* action = std::get_if<Action>(&step.what);
    if (action == nullptr) return;
    if (const auto* inject = std::get_if<Inject>(action)) ids.push_back(inject->id);
    const auto* clear = std::get_if<Clear>(action);
    if (clear == nullptr) return;
    for (const auto& id : clear->ids) {
      if (std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
      reader.errors.add({step.place.file, step.place.line, 1},
                        fmt::format("no fault \"{}\" was injected before{}", id, values::suggestion(id, ids)));
    }
  });
}

// One that expects nothing would pass whatever happens.
bool expects_anything(const Scenario& scenario) {
  bool found = !scenario.invariants.empty();
  for_each_step(scenario.timeline, [&](const Step& step) { found |= std::holds_alternative<Expect>(step.what); });
  return found;
}

void read_scenario(MapReader& map, Reader& reader) {
  Scenario& scenario = reader.scenario;
  if (map.required("scenario", &scenario.name) && !good_name(scenario.name)) {
    map.error("scenario", "a name is made of small letters, digits, - and _ (at most 63)");
  }
  scenario.description = reader.optional_text(map, "description");
  map.optional("tags", &scenario.tags);
  if (const auto promises = map.node("promises")) {
    scenario.promises = read_promises(*promises, scenario.file, reader.books, reader.errors);
  }
  read_rigs(map, reader);
  const values::Range<Duration> limits{std::chrono::milliseconds(1), std::chrono::hours(24 * 365)};
  map.optional("time_limit", &scenario.time_limit, limits);
  map.optional("rig_tolerance", &scenario.rig_tolerance);
  map.entries("simulators", [&](const values::Entry& entry) { read_simulator(entry, reader); });
  map.entries("services", [&](const values::Entry& entry) { read_service(entry, reader); });
  map.entries("monitors", [&](const values::Entry& entry) { read_monitor(entry, reader); });
  check_services(reader);
  std::vector<values::Node> steps;
  map.required_list("timeline", [&](const values::Node& node) {
    auto step = read_step(node, std::to_string(steps.size() + 1), reader);
    if (!step) return;
    scenario.timeline.push_back(std::move(*step));
    steps.push_back(node);
  });
  if (scenario.timeline.empty() && reader.errors.empty()) map.error("timeline", "nothing happens: a step is needed");
  check_fault_ids(reader);
  read_invariants(map, Invariant::Kind::always, reader);
  read_invariants(map, Invariant::Kind::never, reader);
  map.finish();
  if (!reader.errors.empty()) return;  // what a mistyped key or member hides is no second mistake
  if (!expects_anything(scenario)) map.error("timeline", "nothing is expected: add an expect step, always or never");
  check_timeline(steps, reader);
}

}  // namespace

Result<Scenario> load_scenario(std::string_view text, const std::string& file, RigKind rig, PromiseBooks* books) {
  values::Diagnostics errors;
  Scenario scenario;
  scenario.file = file;
  const auto document = values::load(text, file, errors);
  if (document && document->root().is_null()) {
    errors.add({file, 1, 1}, "the file is empty; a scenario begins with \"scenario: its-name\"");
  } else if (document) {
    Reader reader{errors, scenario, {}, rig, books};
    MapReader map = document->root_map(errors);
    read_scenario(map, reader);
  }
  if (errors.empty()) return scenario;
  errors.sort();
  return errors.error();
}

bool looks_like_scenario(std::string_view text) {
  values::Diagnostics errors;
  const auto document = values::load(text, "", errors);
  return !document || document->root().find("scenario").has_value();
}

}  // namespace checkride::harness
