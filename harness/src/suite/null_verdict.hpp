// What a run with a null member says of the scenarios: whatever claims that a promise is kept must fail by an
// expectation.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/reports/record.hpp"

namespace checkride::harness {

// The expectation by which the run failed; null: it did not fail, or by something else, as a member that does not
// start.
const reports::Expectation* failed_expectation(const reports::ScenarioRecord& run);

// The steps that expect something themselves, by the scenario's file and their line: that a program does not start, how
// it or a command ends, which answer a request has, that a time comes.
using ExpectingSteps = std::set<std::pair<std::string, std::string>>;
ExpectingSteps expecting_steps(const std::vector<Scenario>& scenarios);

struct NullVerdict {
  bool holds = false;              // every run that claims a promise failed by an expectation, and there is one
  std::vector<std::string> lines;  // for people: what failed by what, then what did not and why that is wrong
};
// Of runs that claim promises: without a simulator in them they have nothing to do with a null emulator, and those that
// did not run say nothing; both are only named.
NullVerdict judge_null(NullMember member, const reports::Record& record, const ExpectingSteps& steps);

}  // namespace checkride::harness
