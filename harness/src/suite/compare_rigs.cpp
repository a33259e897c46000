#include "suite/compare_rigs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "compare/compare_runs.hpp"

namespace checkride::harness {

namespace {

// Null if there is none: the case does not run there, or was interrupted.
const RunOnRig* same_on(const std::vector<RunOnRig>& runs, RigKind rig, const RunOnRig& wanted) {
  const auto found = std::find_if(runs.begin(), runs.end(), [&](const RunOnRig& run) {
    return run.rig == rig && run.scenario->name == wanted.scenario->name && run.repeat == wanted.repeat &&
           run.record->seed == wanted.record->seed;
  });
  return found == runs.end() ? nullptr : &*found;
}

void add_expectation(const reports::Comparison& comparison, const CompareRules& rules,
                     reports::ScenarioRecord& record) {
  reports::Expectation expectation = expectation_of(comparison, rules, 1);
  const bool broken = expectation.verdict == reports::Verdict::failed;
  if (broken && record.verdict == reports::Verdict::passed) {
    record.verdict = reports::Verdict::failed;
    record.reason = fmt::format("{}: {}", expectation.name, comparison.reason);
  }
  record.expectations.push_back(std::move(expectation));
}

}  // namespace

Result<std::vector<reports::Comparison>> compare_rigs(const std::vector<RunOnRig>& runs, RigKind reference,
                                                      const ReadEvents& read_events) {
  std::vector<reports::Comparison> comparisons;
  for (const RunOnRig& run : runs) {
    if (run.rig == reference) continue;
    const RunOnRig* left = same_on(runs, reference, run);
    if (left == nullptr) continue;
    TRY(const reports::ScenarioEvents left_events, read_events(left->record->name));
    TRY(const reports::ScenarioEvents right_events, read_events(run.record->name));
    reports::Comparison comparison =
        compare_runs(*run.scenario, {*left->record, left_events.events}, {*run.record, right_events.events});
    judge(comparison, run.scenario->compare);
    add_expectation(comparison, run.scenario->compare, *run.record);
    comparisons.push_back(std::move(comparison));
  }
  return comparisons;
}

}  // namespace checkride::harness
