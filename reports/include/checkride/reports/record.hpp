// The record of a run: what the harness writes and every report is a rendering of. Format "checkride.record".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/reports/comparison.hpp"
#include "checkride/reports/verdict.hpp"
#include "checkride/result/result.hpp"

namespace checkride::reports {

struct Capsule;

// One value that decided an expectation: "value", "82 feet", "below 100 feet", "feet", 18.
struct Deciding {
  std::string name;
  std::string seen;
  std::string expected;
  std::string unit;
  std::optional<double> margin;  // in `unit`, to the bound; negative when missed; none where nothing has a bound
};

// One expectation, always or never of a scenario, with what was seen of it.
struct Expectation {
  std::string name;  // "expect-4", "always-1", "never-1": kind and place in the file; or the name it was given there
  int line = 0;      // in the scenario file, from 1; 0: it stands in none
  std::string text;  // the expectation as one line, as a person would say it
  Verdict verdict = Verdict::skipped;
  std::optional<double> at_seconds;  // scenario time at which it was decided
  std::string expected;
  std::string seen;
  std::optional<double> margin_seconds;  // left to the nearer bound; negative when missed
  // What follows is not in JSON where it says nothing, and may be left out by who makes one with names ({}: g++).
  std::string kind{};       // expect, always, never, eventually, sometimes, slo, conservation, compare,
                            // determinism
  std::string file{};       // if it does not stand in the scenario's own file
  int column = 0;           // in the file, from 1
  std::string step{};       // path of its step: "7", "7.b.2"
  std::string reason{};     // why it was skipped
  std::uint64_t looks = 0;  // how often it was evaluated
  std::optional<double> window_from_seconds{};  // scenario time
  std::optional<double> window_to_seconds{};
  std::vector<Deciding> values{};
};

// "line 30"; "line 30 of common/guided.yaml" of what does not stand in the scenario's own file (`file` empty).
std::string line_text(int line, std::string_view file);
// What a reason begins with: "expect-4 (line 30)".
std::string named_place(const Expectation& expectation);

struct Host {
  std::string name;
  std::string kind;  // simulator, monitor, smtp, webhook, harness
};

struct Fault {
  double from_seconds = 0;
  std::optional<double> to_seconds;  // none: lasted to the end
  std::string target;
  std::string text;
};

// Samples that SimConnect clients asked for: what was due came, or is accounted for by a session that ended.
struct TrafficSamples {
  std::uint64_t due = 0;
  std::uint64_t received = 0;
  std::uint64_t lost = 0;
  std::optional<double> late_p99_seconds{};
};

// What came of the requests of a traffic step. Quantiles are none where there was nothing.
struct Traffic {
  std::string id;
  std::string text;  // what was sent, as one line
  std::uint64_t sent = 0;
  std::uint64_t answered = 0;
  std::uint64_t dropped = 0;
  std::vector<std::pair<std::string, std::uint64_t>> by_status;  // "200", "timeout"
  std::optional<double> p50_seconds{};                           // from when it was due
  std::optional<double> p95_seconds{};
  std::optional<double> p99_seconds{};
  std::optional<double> p999_seconds{};
  std::optional<double> max_seconds{};
  std::optional<double> generator_p99_seconds{};  // how late it was sent
  std::optional<TrafficSamples> samples{};        // of SimConnect
  bool unfinished = false;                        // the run ended before the last answer
};

// A step that was left out, because its rig cannot do it or it is not for it.
struct SkippedStep {
  std::string step;  // its path: "7", "7.b.2"
  int line = 0;
  std::string file{};  // if it does not stand in the scenario's own file
  std::string text;    // the step in words: "kill sim"
  std::string reason;
};

struct ScenarioRecord {
  std::string name;
  std::string file;
  std::string description;
  std::vector<std::string> tags;
  std::vector<std::string> promises;
  std::string rig;
  std::uint64_t seed = 0;
  Verdict verdict = Verdict::skipped;
  std::string reason;                       // why not passed, one sentence; empty when passed
  std::optional<std::uint64_t> trace_hash;  // 16 hex digits in JSON; none off the virtual rig
  double virtual_seconds = 0;               // scenario time that passed, on any rig
  std::uint64_t events = 0;                 // lines in events/<name>.jsonl.gz
  std::vector<Expectation> expectations;
  std::vector<Host> hosts;
  std::vector<Fault> faults;
  std::string replay;  // the shell command that repeats it
  // What follows is not in JSON where it says nothing.
  std::vector<std::string> captures{};  // packet captures, as paths from the record's folder
  std::string scenario{};               // what `name` is a case or a further run of
  std::string case_name{};              // of its matrix: "fsx_sp2.80-feet"
  std::vector<SkippedStep> skipped_steps{};
  std::uint64_t attempt = 0;   // from 1, where retries are allowed; a run's attempts stand side by side
  std::uint64_t attempts = 0;  // that were made
  bool flaky = false;          // it passed only after a failure
  std::vector<Traffic> traffic{};
};

// A `sometimes`, judged over all runs of a case.
struct Sometimes {
  std::string scenario;
  std::string name;
  std::string text;
  std::uint64_t held_in = 0;  // of so many
  std::uint64_t runs = 0;
  std::uint64_t wanted = 1;  // seeds, with fewer nothing can be said
  Verdict verdict = Verdict::skipped;
  std::string reason;  // why it was skipped or failed
  std::string file{};  // that it stands in
  int line = 0;
};

struct Record {
  std::string rig;
  std::uint64_t seed = 0;
  std::vector<ScenarioRecord> scenarios;
  // Not in JSON if there are none.
  std::vector<Sometimes> sometimes{};
  std::vector<Comparison> comparisons{};
};

// What differs by machine and moment; stands in environment.json, never in record.json.
struct Environment {
  std::string revision;
  std::string compiler;
  std::string host;
  std::string started_at;  // RFC 3339
  double wall_seconds = 0;
  std::vector<std::pair<std::string, double>> scenarios;  // name, wall seconds
};

// One line of events/<scenario>.jsonl.gz: {"at": seconds, "host", "kind", "text", "fields": {...}}.
// Kinds: action, expectation, fault, alert, mail, webhook, http, sample, traffic, log, process. A sample carries
// numbers of simulator variables ("altitude"), from which the report draws its plots; an alert carries "threshold" and
// "value".
struct Event {
  double at_seconds = 0;
  std::string host;
  std::string kind;
  std::string text;
  std::vector<std::pair<std::string, std::string>> fields;
  std::vector<std::pair<std::string, double>> numbers;
  std::string step{};  // path of the step during which it happened; not in JSON outside of the timeline
};

// Same record, same bytes: keys in a fixed order, numbers in their shortest exact form, newline at the end.
std::string to_json(const Record& record);
std::string to_json(const Environment& environment);
std::string to_json_line(const Event& event);
// Errors name the path in the document: "scenarios[2].verdict: ...".
Result<Record> record_from_json(std::string_view json);
Result<Event> event_from_json_line(std::string_view line);

std::string to_junit_xml(const Record& record, const Environment& environment);

// Events of one scenario as they are in the record folder, in order.
struct ScenarioEvents {
  std::string scenario;
  std::vector<Event> events;
};
// One self-contained page: verdicts, timeline, plots, expected against seen with margins, replay command.
// With `capsule` it carries what `checkride replay` needs.
std::string to_html(const Record& record, const Environment& environment, const std::vector<ScenarioEvents>& events,
                    const Capsule* capsule = nullptr);

}  // namespace checkride::reports
