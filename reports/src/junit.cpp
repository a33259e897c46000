// JUnit XML in Surefire's flavour: a suite per scenario, a case per expectation, replay and hash as properties.
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

// The scenario as a case of its own, so that a run that failed outside its expectations is red too.
Expectation whole_scenario(const ScenarioRecord& scenario) {
  Expectation whole;
  whole.name = "scenario";
  whole.text = scenario.name;
  whole.verdict = scenario.verdict;
  whole.seen = scenario.reason;
  return whole;
}

std::string outcome(const Expectation& expectation) {
  const std::string message = escape_markup(expectation.seen);
  switch (expectation.verdict) {
    case Verdict::failed:
      return fmt::format(
          "      <failure type=\"expectation\" message=\"{}\">{}{}\nexpected: {}\nseen: {}</failure>\n", message,
          expectation.line > 0 ? escape_markup(line_text(expectation.line, expectation.file)) + ": " : "",
          escape_markup(expectation.text), escape_markup(expectation.expected), message);
    case Verdict::error:
      return fmt::format("      <error type=\"run\" message=\"{}\"/>\n", message);
    case Verdict::skipped:
      return fmt::format("      <skipped message=\"{}\"/>\n",
                         expectation.seen.empty() ? escape_markup(expectation.reason) : message);
    case Verdict::passed:
    case Verdict::expected_failure:
      break;
  }
  return {};
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

std::string test_case(const ScenarioRecord& scenario, const Expectation& expectation, double seconds,
                      const std::string& more = {}) {
  const std::string head =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" time=\"{:.3f}\"",
                  escape_markup(scenario.rig + "." + scenario.name),
                  escape_markup(expectation.name + " " + expectation.text), escape_markup(scenario.file), seconds);
  const std::string body = outcome(expectation) + more;
  return body.empty() ? head + "/>\n" : head + ">\n" + body + "    </testcase>\n";
}

std::string suite(const ScenarioRecord& scenario, std::span<const ScenarioRecord> earlier, double seconds) {
  Counts counts;
  std::string cases;
  counts.add(scenario.verdict);
  cases += test_case(scenario, whole_scenario(scenario), seconds, earlier_attempts(scenario, earlier));
  for (const Expectation& expectation : scenario.expectations) {
    counts.add(expectation.verdict);
    cases += test_case(scenario, expectation, 0);
  }
  std::string properties = fmt::format("      <property name=\"seed\" value=\"{}\"/>\n", scenario.seed);
  properties += fmt::format("      <property name=\"replay\" value=\"{}\"/>\n", escape_markup(scenario.replay));
  if (scenario.trace_hash) {
    properties += fmt::format("      <property name=\"trace_hash\" value=\"{:016x}\"/>\n", *scenario.trace_hash);
  }
  return fmt::format(
      "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\">\n"
      "    <properties>\n{}    </properties>\n{}  </testsuite>\n",
      escape_markup(scenario.rig + "." + scenario.name), counts.tests, counts.failures, counts.errors, counts.skipped,
      seconds, properties, cases);
}

// What must be seen in at least one run of several is nobody's own case.
std::string sometimes_suite(const std::vector<Sometimes>& all, Counts& total) {
  if (all.empty()) return {};
  Counts counts;
  std::string cases;
  for (const Sometimes& sometimes : all) {
    counts.add(sometimes.verdict);
    total.add(sometimes.verdict);
    Expectation judged;
    judged.text = sometimes.text;
    judged.file = sometimes.file;
    judged.line = sometimes.line;
    judged.verdict = sometimes.verdict;
    judged.expected = fmt::format("in at least {} of {} runs", sometimes.wanted, sometimes.runs);
    judged.seen = sometimes.reason.empty() ? fmt::format("in {}", sometimes.held_in) : sometimes.reason;
    const std::string body = outcome(judged);
    cases += fmt::format("    <testcase classname=\"sometimes.{}\" name=\"{}\" time=\"0.000\"{}\n",
                         escape_markup(sometimes.scenario), escape_markup(sometimes.name + " " + sometimes.text),
                         body.empty() ? "/>" : ">\n" + body + "    </testcase>");
  }
  return fmt::format(
      "  <testsuite name=\"sometimes\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" "
      "time=\"0.000\">\n{}  </testsuite>\n",
      counts.tests, counts.failures, counts.errors, counts.skipped, cases);
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
    for (const Expectation& expectation : scenario.expectations) total.add(expectation.verdict);
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
