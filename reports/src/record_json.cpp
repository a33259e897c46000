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

// What says nothing is left out: a record without it is read as well.
void write_some(JsonWriter& json, std::string_view name, const std::string& text) {
  if (!text.empty()) json.member(name, text);
}
void write_some(JsonWriter& json, std::string_view name, std::uint64_t number) {
  if (number != 0) json.member(name, number);
}
void write_some(JsonWriter& json, std::string_view name, const std::optional<double>& number) {
  if (number) json.member(name, *number);
}

void write(JsonWriter& json, const Deciding& deciding) {
  json.begin_object();
  json.member("name", deciding.name);
  json.member("seen", deciding.seen);
  json.member("expected", deciding.expected);
  write_some(json, "unit", deciding.unit);
  write_some(json, "margin", deciding.margin);
  json.end_object();
}

void write(JsonWriter& json, const Expectation& expectation);
void write(JsonWriter& json, const Host& host);
void write(JsonWriter& json, const Fault& fault);
void write(JsonWriter& json, const SkippedStep& skipped);
void write(JsonWriter& json, const Traffic& traffic);
void write(JsonWriter& json, const ScenarioRecord& scenario);
void write(JsonWriter& json, const Sometimes& sometimes);

template <class Entry>
void write_all(JsonWriter& json, std::string_view name, const std::vector<Entry>& entries) {
  json.key(name);
  json.begin_array();
  for (const Entry& entry : entries) write(json, entry);
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
  write_some(json, "kind", expectation.kind);
  write_some(json, "file", expectation.file);
  write_some(json, "column", static_cast<std::uint64_t>(expectation.column));
  write_some(json, "step", expectation.step);
  write_some(json, "reason", expectation.reason);
  write_some(json, "looks", expectation.looks);
  write_some(json, "window_from_seconds", expectation.window_from_seconds);
  write_some(json, "window_to_seconds", expectation.window_to_seconds);
  if (!expectation.values.empty()) write_all(json, "values", expectation.values);
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

void write(JsonWriter& json, const SkippedStep& skipped) {
  json.begin_object();
  json.member("step", skipped.step);
  json.member("line", skipped.line);
  write_some(json, "file", skipped.file);
  json.member("text", skipped.text);
  json.member("reason", skipped.reason);
  json.end_object();
}

void write(JsonWriter& json, const TrafficSamples& samples) {
  json.begin_object();
  json.member("due", samples.due);
  json.member("received", samples.received);
  json.member("lost", samples.lost);
  write_some(json, "late_p99_seconds", samples.late_p99_seconds);
  json.end_object();
}

void write(JsonWriter& json, const Traffic& traffic) {
  json.begin_object();
  json.member("id", traffic.id);
  json.member("text", traffic.text);
  json.member("sent", traffic.sent);
  json.member("answered", traffic.answered);
  json.member("dropped", traffic.dropped);
  json.key("by_status");
  json.begin_object();
  for (const auto& [status, count] : traffic.by_status) json.member(status, count);
  json.end_object();
  write_some(json, "p50_seconds", traffic.p50_seconds);
  write_some(json, "p95_seconds", traffic.p95_seconds);
  write_some(json, "p99_seconds", traffic.p99_seconds);
  write_some(json, "p999_seconds", traffic.p999_seconds);
  write_some(json, "max_seconds", traffic.max_seconds);
  write_some(json, "generator_p99_seconds", traffic.generator_p99_seconds);
  if (traffic.samples) {
    json.key("samples");
    write(json, *traffic.samples);
  }
  if (traffic.unfinished) json.member("unfinished", true);
  json.end_object();
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
  write_some(json, "scenario", scenario.scenario);
  write_some(json, "case", scenario.case_name);
  if (!scenario.skipped_steps.empty()) write_all(json, "skipped_steps", scenario.skipped_steps);
  write_some(json, "attempt", scenario.attempt);
  write_some(json, "attempts", scenario.attempts);
  if (scenario.flaky) json.member("flaky", true);
  if (!scenario.traffic.empty()) write_all(json, "traffic", scenario.traffic);
  json.end_object();
}

void write(JsonWriter& json, const Sometimes& sometimes) {
  json.begin_object();
  json.member("scenario", sometimes.scenario);
  json.member("name", sometimes.name);
  json.member("text", sometimes.text);
  json.member("held_in", sometimes.held_in);
  json.member("runs", sometimes.runs);
  json.member("wanted", sometimes.wanted);
  json.member("verdict", to_string(sometimes.verdict));
  write_some(json, "reason", sometimes.reason);
  write_some(json, "file", sometimes.file);
  write_some(json, "line", static_cast<std::uint64_t>(sometimes.line));
  json.end_object();
}

}  // namespace

std::string line_text(int line, std::string_view file) {
  return file.empty() ? fmt::format("line {}", line) : fmt::format("line {} of {}", line, file);
}

std::string named_place(const Expectation& expectation) {
  return fmt::format("{} ({})", expectation.name, line_text(expectation.line, expectation.file));
}

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
  if (!record.sometimes.empty()) write_all(json, "sometimes", record.sometimes);
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
  write_some(json, "step", event.step);
  json.end_object();
  return text + "\n";
}

}  // namespace checkride::reports
