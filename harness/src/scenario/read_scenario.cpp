#include "scenario/read_scenario.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenario/promise_book.hpp"
#include "scenario/read_lists.hpp"
#include "scenario/read_steps.hpp"
#include "scenario/readers.hpp"
#include "scenario/step_names.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;

constexpr values::Range<Duration> kLimits{std::chrono::milliseconds(1), std::chrono::hours(24 * 365)};

// Calls `each` with every step, of setup, timeline and teardown, in this order.
void every_step(const Scenario& scenario, const std::function<void(const Step&)>& each) {
  for (const auto* steps : {&scenario.setup, &scenario.timeline, &scenario.teardown}) for_each_step(*steps, each);
}

// A scenario that never clears what it injected names the id in no `clear`; one that clears what it never injected is
// a slip of the pen.
void check_fault_ids(Reader& reader) {
  std::vector<std::string> ids;
  every_step(reader.scenario, [&](const Step& step) {
    const auto* action = std::get_if<Action>(&step.what);
    if (action == nullptr) return;
    if (const auto* inject = std::get_if<Inject>(action)) ids.push_back(inject->id);
    const auto* clear = std::get_if<Clear>(action);
    if (clear == nullptr) return;
    for (const auto& id : clear->ids) {
      if (std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
      reader.errors.add({step.place.file, step.place.line, step.place.column},
                        fmt::format("no fault \"{}\" was injected before{}", id, values::suggestion(id, ids)));
    }
  });
}

// One that expects nothing would pass whatever happens.
bool expects_anything(const Scenario& scenario) {
  bool found = !scenario.invariants.empty() || !scenario.slos.empty() || !scenario.conservation.empty();
  every_step(scenario, [&](const Step& step) { found |= std::holds_alternative<Expect>(step.what); });
  return found;
}

// Real clocks are not for a scenario to set.
void read_clock(MapReader& map, Reader& reader) {
  const bool given = map.map("clock", [&](MapReader& clock) {
    std::string starts;
    if (!clock.required("starts", &starts)) return;
    reader.scenario.clock_starts = world::parse_rfc3339(starts);
    if (reader.scenario.clock_starts) return;
    clock.error("starts", fmt::format("{} is no time: write UTC, as 2026-01-09T16:30:00Z", values::quote(starts)));
  });
  const auto& rigs = reader.scenario.rigs;
  const bool played_here = std::find(rigs.begin(), rigs.end(), to_string(reader.rig)) != rigs.end();
  if (given && reader.rig != RigKind::virtual_rig && played_here) {
    map.error("clock", fmt::format("the {} rig has the clock of its machine: say rigs: [virtual], or give the clock "
                                   "under on_rig: {{virtual: ...}}",
                                   to_string(reader.rig)));
  }
}

// What stands in front: name, purpose, where and how long it runs.
void read_head(MapReader& map, Reader& reader) {
  Scenario& scenario = reader.scenario;
  if (map.required("scenario", &scenario.name) && !good_name(scenario.name)) {
    map.error("scenario", "a name is made of small letters, digits, - and _ (at most 63)");
  }
  scenario.description = reader.optional_text(map, "description");
  map.optional("tags", &scenario.tags);
  if (const auto promises = map.node("promises")) {
    scenario.promises = read_promises(*promises, scenario.file, reader.books, reader.errors);
  }
  if (const auto rigs = map.node("rigs")) scenario.rigs = read_rig_words(*rigs, reader.errors);
  map.optional("time_limit", &scenario.time_limit, kLimits);
  map.optional("rig_tolerance", &scenario.rig_tolerance);
  read_clock(map, reader);
  read_outcome(map, reader);
}

// What the expansion has taken out of the root already. The keys are known, for the nearest of a mistyped one.
void note_expanded_keys(MapReader& map) {
  for (const std::string_view key :
       {"include", "params", "matrix", "exclude", "cases", "fixtures", "procedures", "on_rig"}) {
    map.ignore(key);
  }
}

void read_timeline(MapReader& map, Reader& reader) {
  Scenario& scenario = reader.scenario;
  if (const auto setup = map.node("setup")) {
    scenario.setup = read_steps(*setup, "setup", "nothing is set up", reader);
  }
  const auto timeline = map.has("setup") ? map.node("timeline") : map.required_node("timeline");
  if (timeline) scenario.timeline = read_steps(*timeline, "", "nothing happens", reader);
  if (const auto teardown = map.node("teardown")) {
    scenario.teardown = read_steps(*teardown, "teardown", "nothing is torn down", reader);
  }
  map.optional("teardown_limit", &scenario.teardown_limit, kLimits);
}

}  // namespace

void read_scenario(const values::Node& root, Reader& reader) {
  MapReader map(root, reader.errors);
  read_head(map, reader);
  note_expanded_keys(map);
  map.entries("simulators", [&](const values::Entry& entry) { read_simulator(entry, reader); });
  map.entries("services", [&](const values::Entry& entry) { read_service(entry, reader); });
  map.entries("monitors", [&](const values::Entry& entry) { read_monitor(entry, reader); });
  check_services(reader);
  check_needed(reader);
  read_timeline(map, reader);
  check_fault_ids(reader);
  read_invariants(map, reader);
  read_slos(map, reader);
  read_conservation(map, reader);
  read_compare(map, reader);
  map.finish();
  if (!reader.errors.empty() || map.described()) return;  // what a mistyped key or member hides is no second mistake
  if (!expects_anything(reader.scenario)) {
    map.error("timeline", "nothing is expected: add an expect step, always or never");
  }
  resolve_step_names(root, reader);
  if (reader.errors.empty()) check_timeline(root, reader);
}

}  // namespace checkride::harness
