// The record as JSON: one function per structure, keys in the order of design.md.
#include <fmt/format.h>

#include "checkride/reports/record.hpp"
#include "checkride/values/json.hpp"
#include "comparison_json.hpp"

namespace checkride::reports {
namespace {

using JsonWriter = values::json::Writer;

void write_seconds(JsonWriter& json, std::string_view name, const std::optional<double>& seconds) {
  json.key(name);
  if (seconds) {
    json.value(*seconds);
  } else {
    json.null();
  }
}

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& list) {
  json.key(name);
  json.begin_array();
  for (const std::string& entry : list) json.value(entry);
  json.end_array();
}

void write(JsonWriter& json, const Expectation& expectation) {
  json.begin_object();
  json.member("name", expectation.name);
  json.member("line", expectation.line);
  json.member("text", expectation.text);
  json.member("verdict", to_string(expectation.verdict));
  write_seconds(json, "at_seconds", expectation.at_seconds);
  json.member("expected", expectation.expected);
  json.member("seen", expectation.seen);
  write_seconds(json, "margin_seconds", expectation.margin_seconds);
  json.end_object();
}

void write(JsonWriter& json, const Host& host) {
  json.begin_object();
  json.member("name", host.name);
  json.member("kind", host.kind);
  json.end_object();
}

void write(JsonWriter& json, const Fault& fault) {
  json.begin_object();
  json.member("from_seconds", fault.from_seconds);
  write_seconds(json, "to_seconds", fault.to_seconds);
  json.member("target", fault.target);
  json.member("text", fault.text);
  json.end_object();
}

void write(JsonWriter& json, const ScenarioRecord& scenario);

template <class Entry>
void write_all(JsonWriter& json, std::string_view name, const std::vector<Entry>& entries) {
  json.key(name);
  json.begin_array();
  for (const Entry& entry : entries) write(json, entry);
  json.end_array();
}

void write(JsonWriter& json, const ScenarioRecord& scenario) {
  json.begin_object();
  json.member("name", scenario.name);
  json.member("file", scenario.file);
  json.member("description", scenario.description);
  write_list(json, "tags", scenario.tags);
  write_list(json, "promises", scenario.promises);
  json.member("rig", scenario.rig);
  json.member("seed", scenario.seed);
  json.member("verdict", to_string(scenario.verdict));
  json.member("reason", scenario.reason);
  json.key("trace_hash");
  if (scenario.trace_hash) {
    json.value(fmt::format("{:016x}", *scenario.trace_hash));
  } else {
    json.null();
  }
  json.member("virtual_seconds", scenario.virtual_seconds);
  json.member("events", scenario.events);
  write_all(json, "expectations", scenario.expectations);
  write_all(json, "hosts", scenario.hosts);
  write_all(json, "faults", scenario.faults);
  json.member("replay", scenario.replay);
  if (!scenario.captures.empty()) write_list(json, "captures", scenario.captures);
  json.end_object();
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed:
      return "passed";
    case Verdict::failed:
      return "failed";
    case Verdict::skipped:
      return "skipped";
    case Verdict::expected_failure:
      return "expected_failure";
    case Verdict::error:
      return "error";
  }
  return "error";
}

std::string to_json(const Record& record) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.member("format", "checkride.record");
  json.member("version", 1);
  json.member("rig", record.rig);
  json.member("seed", record.seed);
  write_all(json, "scenarios", record.scenarios);
  if (!record.comparisons.empty()) write_all(json, "comparisons", record.comparisons);
  json.end_object();
  return text + "\n";
}

std::string to_json(const Environment& environment) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.member("revision", environment.revision);
  json.member("compiler", environment.compiler);
  json.member("host", environment.host);
  json.member("started_at", environment.started_at);
  json.member("wall_seconds", environment.wall_seconds);
  json.key("scenarios");
  json.begin_object();
  for (const auto& [name, seconds] : environment.scenarios) {
    json.key(name);
    json.begin_object();
    json.member("wall_seconds", seconds);
    json.end_object();
  }
  json.end_object();
  json.end_object();
  return text + "\n";
}

std::string to_json_line(const Event& event) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.member("at", event.at_seconds);
  json.member("host", event.host);
  json.member("kind", event.kind);
  json.member("text", event.text);
  if (!event.fields.empty()) {
    json.key("fields");
    json.begin_object();
    for (const auto& [name, content] : event.fields) json.member(name, content);
    json.end_object();
  }
  if (!event.numbers.empty()) {
    json.key("numbers");
    json.begin_object();
    for (const auto& [name, number] : event.numbers) json.member(name, number);
    json.end_object();
  }
  json.end_object();
  return text + "\n";
}

}  // namespace checkride::reports
