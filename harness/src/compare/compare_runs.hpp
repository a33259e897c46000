// Two runs of one scenario, event by event: what happened in both, and how it differed. Pure.
//
//   Comparison comparison = compare_runs(scenario, {virtual_record, virtual_events}, {process_record, process_events});
//   judge(comparison, scenario.compare);
//   record.expectations.push_back(expectation_of(comparison, scenario.compare, 1));
#pragma once

#include <span>
#include <string>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/reports/comparison.hpp"
#include "checkride/reports/record.hpp"

namespace checkride::harness {

// Both outlive the call.
struct ComparedRun {
  const reports::ScenarioRecord& record;
  std::span<const reports::Event> events;
};

// `left` is the reference. Events are grouped by host and step and aligned by their stable words (stable_words.hpp);
// times are measured from the action before, numbers compared within their tolerances. Equal events give no difference.
// A run that was skipped or could not be played gives none either: the verdict is skipped and says why.
reports::Comparison compare_runs(const Scenario& scenario, const ComparedRun& left, const ComparedRun& right);

// Sets verdict and reason: no class may have more differences than the scenario allows.
void judge(reports::Comparison& comparison, const CompareRules& rules);

// The comparison as an expectation of the scenario: "compare-1".
reports::Expectation expectation_of(const reports::Comparison& comparison, const CompareRules& rules, int number);

// For a terminal: a line of counts, and one for each of the first `differences_max` differences.
std::vector<std::string> to_lines(const reports::Comparison& comparison, std::size_t differences_max);

}  // namespace checkride::harness
