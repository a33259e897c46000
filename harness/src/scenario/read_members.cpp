// Simulators and monitors, and what all members share.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "reading/one_of.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

using values::MapReader;

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
  if (parts.empty()) return ".";
  const std::string resolved = fmt::format("{}", fmt::join(parts, "/"));
  return resolved.empty() ? "/" : resolved;
}

std::string read_path(const values::Node& node, Reader& reader) {
  const auto text = values::read_text(node, reader.errors);
  if (!text) return {};
  if (text->empty()) {
    reader.errors.add(node.position(), "must not be empty");
    return {};
  }
  std::string path = resolve_path(node.file(), *text);
  reader.files_named.push_back({path, node.position()});
  return path;
}

bool good_name(std::string_view name) {
  return !name.empty() && name.size() <= 63 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

// Member names become host and folder names.
bool check_member_name(const values::Entry& entry, Reader& reader) {
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

namespace {

MemberLimits read_limits(MapReader& map) {
  constexpr values::Range<Duration> kLimits{std::chrono::milliseconds(1), std::chrono::hours(1)};
  MemberLimits limits;
  map.optional("start_limit", &limits.start, kLimits);
  map.optional("stop_limit", &limits.stop, kLimits);
  return limits;
}

}  // namespace

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
  if (const auto flight = map.node("flight")) simulator.flight = read_path(*flight, reader);
  map.optional("frame_rate_hz", &simulator.frame_rate_hz, values::Range<std::uint32_t>{1, 1000});
  simulator.limits = read_limits(map);
  map.finish();
  if (check_member_name(entry, reader)) reader.scenario.simulators.push_back(std::move(simulator));
}

namespace {

void read_config(const values::Node& config, Monitor& monitor, Reader& reader) {
  const auto one = [&](const values::Node& path) { monitor.config.push_back(read_path(path, reader)); };
  const auto list = [&](const values::Node& paths) { values::read_items(paths, reader.errors, one); };
  values::read_forms(config, values::Kind::list, list, one);
  if (monitor.config.empty()) reader.errors.add(config.position(), "at least one configuration file is needed");
}

// {"a": {"b": value}} for "a.b".
values::Node nested(std::string_view path, const values::Entry& entry) {
  const auto dot = path.find('.');
  const std::string key(path.substr(0, dot));
  values::Node value = dot == std::string_view::npos ? entry.value : nested(path.substr(dot + 1), entry);
  return values::Node::map(entry.key_position, {values::Entry{key, entry.key_position, std::move(value)}});
}

bool good_setting(std::string_view path) {
  return !path.empty() && !path.starts_with('.') && !path.ends_with('.') && path.find("..") == std::string_view::npos;
}

// As one more file of configuration, in JSON, which is YAML too.
void read_settings(MapReader& map, Monitor& monitor, Reader& reader) {
  std::optional<values::Node> all;
  map.entries("settings", [&](const values::Entry& entry) {
    if (!good_setting(entry.key) && !map.described()) {
      reader.errors.add(entry.key_position, "expected a key of the configuration, as data_collector.flush_interval");
      return;
    }
    values::Node one = nested(entry.key, entry);
    all = all ? values::merge(*all, one) : std::move(one);
  });
  if (all && !map.described()) values::append_json(monitor.settings, *all);
}

// What only checkride-monitor understands.
void read_of_monitor(MapReader& map, Monitor& monitor, Reader& reader) {
  read_settings(map, monitor, reader);
  map.optional("arguments", &monitor.arguments);
  map.entries("environment", [&](const values::Entry& variable) {
    if (auto text = values::read_text(variable.value, reader.errors)) {
      monitor.environment.emplace(variable.key, std::move(*text));
    }
  });
  monitor.limits = read_limits(map);
  if (!monitor.subject || map.described()) return;
  if (map.has("start_limit")) map.error("start_limit", "how long a subject may start stands in its ready: within");
  if (map.has("environment")) map.error("environment", "the environment of a subject stands in its env");
  if (map.has("arguments")) map.error("arguments", "the arguments of a subject stand in its command");
  if (map.has("settings")) map.error("settings", "only checkride-monitor has settings");
}

}  // namespace

void read_monitor(const values::Entry& entry, Reader& reader) {
  Monitor monitor;
  monitor.name = entry.key;
  monitor.line = entry.key_position.line;
  MapReader map(entry.value, reader.errors);
  if (const auto simulators = map.node("simulators")) {
    monitor.simulators = reader.members(*simulators, {MemberKind::simulator});
  }
  constexpr std::string_view kWhat[] = {"config", "subject"};
  (void)read_one_of(map, kWhat, "a monitor (of config and subject)", [&](std::size_t which) {
    const auto what = map.node(kWhat[which]);
    if (!what) return;
    which == 0 ? read_config(*what, monitor, reader) : read_subject(*what, monitor, reader);
  });
  if (map.self().is_map() && !map.has("config") && !map.has("subject")) {
    reader.errors.add(map.position(), "what is it? Give config, the files of checkride-monitor, or subject, a command");
  }
  read_of_monitor(map, monitor, reader);
  map.finish();
  if (check_member_name(entry, reader)) reader.scenario.monitors.push_back(std::move(monitor));
}

Place place_of(const values::Position& position) {
  return {position.file, position.line, position.column};
}

}  // namespace checkride::harness
