// JUnit XML in Surefire's flavour: a suite per run with replay and hash as properties, and the run as its only case, so
// that a CI system counts what the summary of the run counts. What was checked stands in the texts of the case.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "checkride/reports/record.hpp"
#include "html_parts.hpp"
#include "markup.hpp"

namespace checkride::reports {
namespace {

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  void add(Verdict verdict) {
    ++tests;
    failures += verdict == Verdict::failed;
    errors += verdict == Verdict::error;
    skipped += verdict == Verdict::skipped;
  }
};

double wall_seconds(const Environment& environment, const std::string& scenario) {
  const auto found = std::find_if(environment.scenarios.begin(), environment.scenarios.end(),
                                  [&](const auto& entry) { return entry.first == scenario; });
  return found == environment.scenarios.end() ? 0 : found->second;
}

std::string check_text(const Expectation& check) {
  std::string text = fmt::format("{}: {}", check.line > 0 ? named_place(check) : check.name, check.text);
  if (!check.expected.empty()) text += "\nexpected: " + check.expected;
  if (!check.seen.empty()) text += "\nseen: " + check.seen;
  if (!check.reason.empty()) text += "\nwhy: " + check.reason;
  return text;
}

// Why it is red: each check that failed, or else the reason alone; and how to repeat it.
std::string red_text(const ScenarioRecord& scenario) {
  std::string text;
  for (const Expectation& check : scenario.expectations) {
    if (is_red(check.verdict)) text += check_text(check) + "\n\n";
  }
  if (text.empty()) text = scenario.reason + "\n\n";
  if (!scenario.replay.empty()) return text + "again: " + scenario.replay;
  text.resize(text.size() - 2);
  return text;
}

std::string outcome(const ScenarioRecord& scenario) {
  const std::string message = escape_markup(scenario.reason);
  switch (scenario.verdict) {
    case Verdict::failed:
      return fmt::format("      <failure type=\"expectation\" message=\"{}\">{}</failure>\n", message,
                         escape_markup(red_text(scenario)));
    case Verdict::error:
      return fmt::format("      <error type=\"run\" message=\"{}\">{}</error>\n", message,
                         escape_markup(red_text(scenario)));
    case Verdict::skipped:
      return fmt::format("      <skipped message=\"{}\"/>\n", message);
    case Verdict::passed:
    case Verdict::expected_failure:
      break;
  }
  return {};
}

// Everything that was checked, also what passed; and why a failure that was expected is green.
std::string all_checks(const ScenarioRecord& scenario) {
  std::string text;
  if (scenario.verdict == Verdict::expected_failure) text = "failed as expected: " + scenario.reason + "\n\n";
  for (const Expectation& check : scenario.expectations) {
    text += fmt::format("{}: {}\n\n", to_string(check.verdict), check_text(check));
  }
  if (text.empty()) return {};
  text.resize(text.size() - 2);
  return fmt::format("      <system-out>{}</system-out>\n", escape_markup(text));
}

// A scenario that was tried again: what the attempts before this one came to.
std::string earlier_attempts(const ScenarioRecord& scenario, std::span<const ScenarioRecord> earlier) {
  const std::string_view kind = is_red(scenario.verdict) ? "rerunFailure" : "flakyFailure";
  std::string text;
  for (const ScenarioRecord& attempt : earlier) {
    text += fmt::format("      <{} message=\"attempt {}: {}\" type=\"run\"/>\n", kind, attempt.attempt,
                        escape_markup(attempt.reason));
  }
  return text;
}

// Of all attempts at a run, by the name of the first, so that a CI system finds its history.
std::string test_case(const ScenarioRecord& scenario, std::span<const ScenarioRecord> earlier, double seconds) {
  const std::string& base = scenario.scenario.empty() ? scenario.name : scenario.scenario;
  const std::string head = fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" time=\"{:.3f}\"",
                                       escape_markup(scenario.rig + "." + base),
                                       escape_markup(earlier.empty() ? scenario.name : earlier.front().name),
                                       escape_markup(scenario.file), seconds);
  const std::string body = outcome(scenario) + earlier_attempts(scenario, earlier) + all_checks(scenario);
  return body.empty() ? head + "/>\n" : head + ">\n" + body + "    </testcase>\n";
}

std::string suite(const ScenarioRecord& scenario, std::span<const ScenarioRecord> earlier, double seconds) {
  Counts counts;
  counts.add(scenario.verdict);
  std::string properties = fmt::format("      <property name=\"seed\" value=\"{}\"/>\n", scenario.seed);
  properties += fmt::format("      <property name=\"replay\" value=\"{}\"/>\n", escape_markup(scenario.replay));
  if (scenario.trace_hash) {
    properties += fmt::format("      <property name=\"trace_hash\" value=\"{:016x}\"/>\n", *scenario.trace_hash);
  }
  return fmt::format(
      "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\">\n"
      "    <properties>\n{}    </properties>\n{}  </testsuite>\n",
      escape_markup(scenario.rig + "." + scenario.name), counts.tests, counts.failures, counts.errors, counts.skipped,
      seconds, properties, test_case(scenario, earlier, seconds));
}

std::string sometimes_text(const Sometimes& sometimes) {
  const std::string place =
      sometimes.line > 0 ? fmt::format(" ({})", line_text(sometimes.line, sometimes.file)) : std::string();
  return fmt::format(
      "{}: {}{}: {}\nexpected: in at least one run, looked at with {} seeds or more\nseen: in {} of {} runs{}{}",
      sometimes.scenario, sometimes.name, place, sometimes.text, sometimes.wanted, sometimes.held_in, sometimes.runs,
      sometimes.reason.empty() ? "" : "; ", sometimes.reason);
}

// What must be seen in one run of several is nobody's own case. As in the summary only what never held counts.
std::string sometimes_suite(const std::vector<Sometimes>& all, Counts& total) {
  if (all.empty()) return {};
  Counts counts;
  std::string cases;
  std::string others;
  for (const Sometimes& sometimes : all) {
    const std::string text = sometimes_text(sometimes);
    if (!is_red(sometimes.verdict)) {
      others += fmt::format("{}: {}\n\n", to_string(sometimes.verdict), text);
      continue;
    }
    counts.add(sometimes.verdict);
    total.add(sometimes.verdict);
    cases += fmt::format(
        "    <testcase classname=\"sometimes.{}\" name=\"{}\" file=\"{}\" time=\"0.000\">\n"
        "      <failure type=\"expectation\" message=\"{}\">{}</failure>\n    </testcase>\n",
        escape_markup(sometimes.scenario), escape_markup(sometimes.name + " " + sometimes.text),
        escape_markup(sometimes.file), escape_markup(sometimes.reason), escape_markup(text));
  }
  if (!others.empty()) {
    others.resize(others.size() - 2);
    others = fmt::format("    <system-out>{}</system-out>\n", escape_markup(others));
  }
  return fmt::format(
      "  <testsuite name=\"sometimes\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" "
      "time=\"0.000\">\n{}{}  </testsuite>\n",
      counts.tests, counts.failures, counts.errors, counts.skipped, cases, others);
}

}  // namespace

std::string to_junit_xml(const Record& record, const Environment& environment) {
  Counts total;
  std::string suites;
  std::size_t earlier = 0;
  for (std::size_t i = 0; i < record.scenarios.size(); ++i) {
    const ScenarioRecord& scenario = record.scenarios[i];
    if (is_superseded(scenario)) {
      ++earlier;
      continue;
    }
    total.add(scenario.verdict);
    const std::span<const ScenarioRecord> before(record.scenarios.data() + i - earlier, earlier);
    suites += suite(scenario, before, wall_seconds(environment, scenario.name));
    earlier = 0;
  }
  suites += sometimes_suite(record.sometimes, total);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"checkride {}\" tests=\"{}\" failures=\"{}\" "
      "errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\">\n{}</testsuites>\n",
      escape_markup(record.rig), total.tests, total.failures, total.errors, total.skipped, environment.wall_seconds,
      suites);
}

}  // namespace checkride::reports
