// JUnit XML in Surefire's flavour: a suite per scenario, a case per expectation, replay and hash as properties.
#include <fmt/format.h>

#include <algorithm>

#include "checkride/reports/record.hpp"
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
          "      <failure type=\"expectation\" message=\"{}\">line {}: {}\nexpected: {}\nseen: {}</failure>\n", message,
          expectation.line, escape_markup(expectation.text), escape_markup(expectation.expected), message);
    case Verdict::error:
      return fmt::format("      <error type=\"run\" message=\"{}\"/>\n", message);
    case Verdict::skipped:
      return fmt::format("      <skipped message=\"{}\"/>\n", message);
    case Verdict::passed:
    case Verdict::expected_failure:
      break;
  }
  return {};
}

std::string test_case(const ScenarioRecord& scenario, const Expectation& expectation, double seconds) {
  const std::string head =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" time=\"{:.3f}\"",
                  escape_markup(scenario.rig + "." + scenario.name),
                  escape_markup(expectation.name + " " + expectation.text), escape_markup(scenario.file), seconds);
  const std::string body = outcome(expectation);
  return body.empty() ? head + "/>\n" : head + ">\n" + body + "    </testcase>\n";
}

std::string suite(const ScenarioRecord& scenario, double seconds) {
  Counts counts;
  std::string cases;
  std::vector<Expectation> all{whole_scenario(scenario)};
  all.insert(all.end(), scenario.expectations.begin(), scenario.expectations.end());
  for (const Expectation& expectation : all) {
    counts.add(expectation.verdict);
    cases += test_case(scenario, expectation, &expectation == all.data() ? seconds : 0);
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

}  // namespace

std::string to_junit_xml(const Record& record, const Environment& environment) {
  Counts total;
  std::string suites;
  for (const ScenarioRecord& scenario : record.scenarios) {
    total.add(scenario.verdict);
    for (const Expectation& expectation : scenario.expectations) total.add(expectation.verdict);
    suites += suite(scenario, wall_seconds(environment, scenario.name));
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"checkride {}\" tests=\"{}\" failures=\"{}\" "
      "errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\">\n{}</testsuites>\n",
      escape_markup(record.rig), total.tests, total.failures, total.errors, total.skipped, environment.wall_seconds,
      suites);
}

}  // namespace checkride::reports
