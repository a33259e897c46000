// Reads a record back. Every error names the path in the document: "scenarios[2].verdict: ...".
#include "checkride/reports/record.hpp"
#include "comparison_json.hpp"
#include "cursor.hpp"

namespace checkride::reports {
namespace {

// What a record may leave out.
std::string some_text(const Cursor& cursor, std::string_view name) {
  return cursor.has(name) ? cursor[name].text() : std::string();
}
std::uint64_t some_whole(const Cursor& cursor, std::string_view name) {
  return cursor.has(name) ? cursor[name].whole() : 0;
}
std::optional<double> some_number(const Cursor& cursor, std::string_view name) {
  return cursor.has(name) ? cursor[name].number_or_null() : std::nullopt;
}

Deciding read_deciding(const Cursor& cursor) {
  Deciding deciding;
  deciding.name = cursor["name"].text();
  deciding.seen = cursor["seen"].text();
  deciding.expected = cursor["expected"].text();
  deciding.unit = some_text(cursor, "unit");
  deciding.margin = some_number(cursor, "margin");
  return deciding;
}

Expectation read_expectation(const Cursor& cursor) {
  Expectation expectation;
  expectation.name = cursor["name"].text();
  expectation.line = static_cast<int>(cursor["line"].whole());
  expectation.text = cursor["text"].text();
  expectation.verdict = read_verdict(cursor["verdict"]);
  expectation.at_seconds = cursor["at_seconds"].number_or_null();
  expectation.expected = cursor["expected"].text();
  expectation.seen = cursor["seen"].text();
  expectation.margin_seconds = cursor["margin_seconds"].number_or_null();
  expectation.kind = some_text(cursor, "kind");
  expectation.file = some_text(cursor, "file");
  expectation.column = static_cast<int>(some_whole(cursor, "column"));
  expectation.step = some_text(cursor, "step");
  expectation.reason = some_text(cursor, "reason");
  expectation.looks = some_whole(cursor, "looks");
  expectation.window_from_seconds = some_number(cursor, "window_from_seconds");
  expectation.window_to_seconds = some_number(cursor, "window_to_seconds");
  if (cursor.has("values")) {
    cursor["values"].each([&](const Cursor& entry) { expectation.values.push_back(read_deciding(entry)); });
  }
  return expectation;
}

Fault read_fault(const Cursor& cursor) {
  Fault fault;
  fault.from_seconds = cursor["from_seconds"].number();
  fault.to_seconds = cursor["to_seconds"].number_or_null();
  fault.target = cursor["target"].text();
  fault.text = cursor["text"].text();
  return fault;
}

SkippedStep read_skipped_step(const Cursor& cursor) {
  SkippedStep skipped;
  skipped.step = cursor["step"].text();
  skipped.line = static_cast<int>(cursor["line"].whole());
  skipped.file = some_text(cursor, "file");
  skipped.text = cursor["text"].text();
  skipped.reason = cursor["reason"].text();
  return skipped;
}

TrafficSamples read_samples(const Cursor& cursor) {
  TrafficSamples samples;
  samples.due = cursor["due"].whole();
  samples.received = cursor["received"].whole();
  samples.lost = cursor["lost"].whole();
  samples.late_p99_seconds = some_number(cursor, "late_p99_seconds");
  return samples;
}

Traffic read_traffic(const Cursor& cursor) {
  Traffic traffic;
  traffic.id = cursor["id"].text();
  traffic.text = cursor["text"].text();
  traffic.sent = cursor["sent"].whole();
  traffic.answered = cursor["answered"].whole();
  traffic.dropped = cursor["dropped"].whole();
  const Cursor by_status = cursor["by_status"];
  if (const json::object* counts = by_status.object()) {
    for (const auto& entry : *counts) {
      const std::string status(entry.key());
      traffic.by_status.emplace_back(status, by_status[status].whole());
    }
  }
  traffic.p50_seconds = some_number(cursor, "p50_seconds");
  traffic.p95_seconds = some_number(cursor, "p95_seconds");
  traffic.p99_seconds = some_number(cursor, "p99_seconds");
  traffic.p999_seconds = some_number(cursor, "p999_seconds");
  traffic.max_seconds = some_number(cursor, "max_seconds");
  traffic.generator_p99_seconds = some_number(cursor, "generator_p99_seconds");
  if (cursor.has("samples")) traffic.samples = read_samples(cursor["samples"]);
  traffic.unfinished = cursor.has("unfinished") && cursor["unfinished"].truth();
  return traffic;
}

ScenarioRecord read_scenario(const Cursor& cursor) {
  ScenarioRecord scenario;
  scenario.name = cursor["name"].text();
  scenario.file = cursor["file"].text();
  scenario.description = cursor["description"].text();
  scenario.tags = read_texts(cursor["tags"]);
  scenario.promises = read_texts(cursor["promises"]);
  scenario.rig = cursor["rig"].text();
  scenario.seed = cursor["seed"].whole();
  scenario.verdict = read_verdict(cursor["verdict"]);
  scenario.reason = cursor["reason"].text();
  scenario.trace_hash = read_hash(cursor["trace_hash"]);
  scenario.virtual_seconds = cursor["virtual_seconds"].number();
  scenario.events = cursor["events"].whole();
  cursor["expectations"].each([&](const Cursor& entry) { scenario.expectations.push_back(read_expectation(entry)); });
  cursor["hosts"].each([&](const Cursor& entry) {
    scenario.hosts.push_back(Host{entry["name"].text(), entry["kind"].text()});
  });
  cursor["faults"].each([&](const Cursor& entry) { scenario.faults.push_back(read_fault(entry)); });
  scenario.replay = cursor["replay"].text();
  if (cursor.has("captures")) scenario.captures = read_texts(cursor["captures"]);
  scenario.scenario = some_text(cursor, "scenario");
  scenario.case_name = some_text(cursor, "case");
  if (cursor.has("skipped_steps")) {
    cursor["skipped_steps"].each(
        [&](const Cursor& entry) { scenario.skipped_steps.push_back(read_skipped_step(entry)); });
  }
  scenario.attempt = some_whole(cursor, "attempt");
  scenario.attempts = some_whole(cursor, "attempts");
  scenario.flaky = cursor.has("flaky") && cursor["flaky"].truth();
  if (cursor.has("traffic")) {
    cursor["traffic"].each([&](const Cursor& entry) { scenario.traffic.push_back(read_traffic(entry)); });
  }
  return scenario;
}

Sometimes read_sometimes(const Cursor& cursor) {
  Sometimes sometimes;
  sometimes.scenario = cursor["scenario"].text();
  sometimes.name = cursor["name"].text();
  sometimes.text = cursor["text"].text();
  sometimes.held_in = cursor["held_in"].whole();
  sometimes.runs = cursor["runs"].whole();
  sometimes.wanted = cursor["wanted"].whole();
  sometimes.verdict = read_verdict(cursor["verdict"]);
  sometimes.reason = some_text(cursor, "reason");
  sometimes.file = some_text(cursor, "file");
  sometimes.line = static_cast<int>(some_whole(cursor, "line"));
  return sometimes;
}

}  // namespace

Result<Record> record_from_json(std::string_view text) {
  TRY(const json::value document, parse_json(text, "the record"));
  std::string error;
  const Cursor root(document, "", error);
  Record record;
  if (root["format"].text() != "checkride.record") root["format"].fail("\"checkride.record\"");
  if (root["version"].whole() != 1) root["version"].fail("version 1, the only one that this program reads");
  record.rig = root["rig"].text();
  record.seed = root["seed"].whole();
  root["scenarios"].each([&](const Cursor& entry) { record.scenarios.push_back(read_scenario(entry)); });
  if (root.has("sometimes")) {
    root["sometimes"].each([&](const Cursor& entry) { record.sometimes.push_back(read_sometimes(entry)); });
  }
  if (root.has("comparisons")) {
    root["comparisons"].each([&](const Cursor& entry) { record.comparisons.push_back(read_comparison(entry)); });
  }
  if (!error.empty()) return Error::invalid("record: " + error);
  return record;
}

Result<Event> event_from_json_line(std::string_view line) {
  TRY(const json::value document, parse_json(line, "the event"));
  std::string error;
  const Cursor root(document, "", error);
  Event event;
  event.at_seconds = root["at"].number();
  event.host = root["host"].text();
  event.kind = root["kind"].text();
  event.text = root["text"].text();
  event.step = some_text(root, "step");
  const json::object* object = root.object();
  if (object && object->contains("fields")) {
    if (const json::object* fields = root["fields"].object()) {
      for (const auto& [name, content] : *fields) {
        event.fields.emplace_back(name, Cursor(content, "fields." + std::string(name), error).text());
      }
    } else {
      root["fields"].fail("an object");
    }
  }
  if (object && object->contains("numbers")) {
    if (const json::object* numbers = root["numbers"].object()) {
      for (const auto& [name, number] : *numbers) {
        event.numbers.emplace_back(name, Cursor(number, "numbers." + std::string(name), error).number());
      }
    } else {
      root["numbers"].fail("an object");
    }
  }
  if (!error.empty()) return Error::invalid("event: " + error);
  return event;
}

}  // namespace checkride::reports
