#include "checkride/harness/loader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"

namespace checkride::harness {

namespace {

using values::MapReader;

// `path` as it stands in a file of that folder; "a/../" is folded, so that equal files have equal names.
std::string resolve_path(const std::string& scenario_file, const std::string& path) {
  if (path.starts_with('/')) return path;
  std::vector<std::string> parts;
  const auto slash = scenario_file.rfind('/');
  const std::string joined = (slash == std::string::npos ? "" : scenario_file.substr(0, slash + 1)) + path;
  for (std::size_t begin = 0; begin <= joined.size();) {
    const std::size_t end = std::min(joined.find('/', begin), joined.size());
    const std::string part = joined.substr(begin, end - begin);
    begin = end + 1;
    if (part == ".." && !parts.empty() && parts.back() != ".." && !parts.back().empty()) {
      parts.pop_back();
    } else if (part != "." && (!part.empty() || parts.empty())) {
      parts.push_back(part);
    }
  }
  return fmt::format("{}", fmt::join(parts, "/"));
}

bool good_name(std::string_view name) {
  return !name.empty() && name.size() <= 63 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

// Member names become host and folder names.
bool check_name(const values::Entry& entry, Reader& reader) {
  if (!good_name(entry.key) || entry.key == "harness") {
    reader.errors.add(
        entry.key_position,
        fmt::format("\"{}\" cannot name a member: small letters, digits, - and _, and not \"harness\"", entry.key));
    return false;
  }
  if (reader.scenario.kind_of(entry.key)) {
    reader.errors.add(entry.key_position, fmt::format("there is a member \"{}\" already", entry.key));
    return false;
  }
  return true;
}

void read_simulator(const values::Entry& entry, Reader& reader) {
  Simulator simulator;
  simulator.name = entry.key;
  simulator.line = entry.key_position.line;
  MapReader map(entry.value, reader.errors);
  map.choice<std::string>("profile", &simulator.profile,
                          {{"fsx_rtm", "fsx_rtm"},
                           {"fsx_sp1", "fsx_sp1"},
                           {"fsx_sp2", "fsx_sp2"},
                           {"fsx_steam", "fsx_steam"},
                           {"msfs2020", "msfs2020"},
                           {"msfs2024", "msfs2024"}});
  simulator.flight = reader.optional_text(map, "flight");
  if (!simulator.flight.empty()) simulator.flight = resolve_path(reader.scenario.file, simulator.flight);
  map.optional("frame_rate_hz", &simulator.frame_rate_hz, values::Range<std::uint32_t>{1, 1000});
  map.finish();
  if (check_name(entry, reader)) reader.scenario.simulators.push_back(std::move(simulator));
}

void read_service(const values::Entry& entry, Reader& reader) {
  Service service;
  service.name = entry.key;
  service.line = entry.key_position.line;
  MapReader map(entry.value, reader.errors);
  const bool known =
      map.required_choice("kind", &service.kind, {{"smtp", MemberKind::smtp}, {"webhook", MemberKind::webhook}});
  service.names = {service.kind == MemberKind::smtp ? "smtp.company.com" : "hooks.slack.com"};
  if (const auto names = map.node("names")) service.names = reader.texts(*names);
  map.finish();
  if (!check_name(entry, reader)) return;
  if (!known) reader.unclear.insert(service.name);
  reader.scenario.services.push_back(std::move(service));
}

void read_monitor(const values::Entry& entry, Reader& reader) {
  Monitor monitor;
  monitor.name = entry.key;
  monitor.line = entry.key_position.line;
  MapReader map(entry.value, reader.errors);
  if (const auto config = map.required_node("config")) {
    for (const auto& path : reader.texts(*config)) monitor.config.push_back(resolve_path(reader.scenario.file, path));
    if (monitor.config.empty()) reader.errors.add(config->position(), "at least one configuration file is needed");
  }
  if (const auto simulators = map.node("simulators")) {
    monitor.simulators = reader.members(*simulators, {MemberKind::simulator});
  }
  map.entries("environment", [&](const values::Entry& variable) {
    if (auto text = values::read_text(variable.value, reader.errors)) {
      monitor.environment.emplace(variable.key, std::move(*text));
    }
  });
  map.finish();
  if (check_name(entry, reader)) reader.scenario.monitors.push_back(std::move(monitor));
}

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

void read_invariants(MapReader& map, std::string_view key, std::vector<Invariant>* invariants, Reader& reader) {
  map.list(key, [&](const values::Node& node) {
    if (auto check = read_check(node, reader)) invariants->push_back({std::move(*check), node.line()});
  });
}

void check_two_services(Reader& reader) {
  for (const MemberKind kind : {MemberKind::smtp, MemberKind::webhook}) {
    int seen = 0;
    for (const auto& service : reader.scenario.services) {
      if (service.kind == kind && !reader.unclear.contains(service.name) && ++seen == 2) {
        reader.errors.add(
            {reader.scenario.file, service.line, 1},
            fmt::format("a second {} service: a monitor's configuration has room for one", to_string(kind)));
      }
    }
  }
}

// A scenario that never clears what it injected names the id in no `clear`; one that clears what it never injected is
// a slip of the pen.
void check_fault_ids(Reader& reader) {
  std::vector<std::string> ids;
  for (const auto& step : reader.scenario.timeline) {
    if (const auto* inject = std::get_if<Inject>(&step.action)) ids.push_back(inject->id);
    if (const auto* clear = std::get_if<Clear>(&step.action)) {
      for (const auto& id : clear->ids) {
        if (std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
        reader.errors.add({reader.scenario.file, step.line, 1},
                          fmt::format("no fault \"{}\" was injected before{}", id, values::suggestion(id, ids)));
      }
    }
  }
}

// One that expects nothing would pass whatever happens.
bool expects_anything(const Scenario& scenario) {
  return !scenario.always.empty() || !scenario.never.empty() ||
         std::any_of(scenario.timeline.begin(), scenario.timeline.end(),
                     [](const Step& step) { return std::holds_alternative<Expect>(step.action); });
}

void read_scenario(MapReader& map, Reader& reader) {
  Scenario& scenario = reader.scenario;
  if (map.required("scenario", &scenario.name) && !good_name(scenario.name)) {
    map.error("scenario", "a name is made of small letters, digits, - and _ (at most 63)");
  }
  scenario.description = reader.optional_text(map, "description");
  map.optional("tags", &scenario.tags);
  map.optional("promises", &scenario.promises);
  read_rigs(map, reader);
  const values::Range<Duration> limits{std::chrono::milliseconds(1), std::chrono::hours(24 * 365)};
  map.optional("time_limit", &scenario.time_limit, limits);
  map.optional("rig_tolerance", &scenario.rig_tolerance);
  map.entries("simulators", [&](const values::Entry& entry) { read_simulator(entry, reader); });
  map.entries("services", [&](const values::Entry& entry) { read_service(entry, reader); });
  map.entries("monitors", [&](const values::Entry& entry) { read_monitor(entry, reader); });
  check_two_services(reader);
  std::vector<values::Node> steps;
  map.required_list("timeline", [&](const values::Node& node) {
    auto step = read_step(node, reader);
    if (!step) return;
    scenario.timeline.push_back(std::move(*step));
    steps.push_back(node);
  });
  if (scenario.timeline.empty() && reader.errors.empty()) map.error("timeline", "nothing happens: a step is needed");
  check_fault_ids(reader);
  read_invariants(map, "always", &scenario.always, reader);
  read_invariants(map, "never", &scenario.never, reader);
  map.finish();
  if (!reader.errors.empty()) return;  // what a mistyped key or member hides is no second mistake
  if (!expects_anything(scenario)) map.error("timeline", "nothing is expected: add an expect step, always or never");
  check_timeline(steps, reader);
}

}  // namespace

Result<Scenario> load_scenario(std::string_view text, const std::string& file) {
  values::Diagnostics errors;
  Scenario scenario;
  scenario.file = file;
  const auto document = values::load(text, file, errors);
  if (document && document->root().is_null()) {
    errors.add({file, 1, 1}, "the file is empty; a scenario begins with \"scenario: its-name\"");
  } else if (document) {
    Reader reader{errors, scenario, {}};
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
