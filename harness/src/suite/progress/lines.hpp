// The lines that a run prints, on a terminal and in a log.
#pragma once

#include <string>
#include <vector>

#include "suite/job.hpp"

namespace checkride::harness {

// "41 scenarios on the virtual rig, seed 7"; with several runs of each also how many runs and with which seeds.
std::string headline_of(const std::vector<Job>& jobs, const SuiteOptions& options);
// Of one run that has ended: verdict, times, why, and how to repeat it.
std::vector<std::string> lines_of(const reports::ScenarioRecord& record, double wall_seconds);
// The `sometimes` that never held, then the counts and where the report is.
std::vector<std::string> summary_of(const SuiteOutcome& outcome, const SuiteOptions& options);
// That the end was asked for, and how to have it sooner.
std::string stopping_line(Ending ending);

// How the runs ended, an attempt that a later one replaced not counted.
struct VerdictCounts {
  std::size_t passed = 0;
  std::size_t failed = 0;  // `sometimes` that never held among them
  std::size_t errors = 0;
  std::size_t skipped = 0;
  std::size_t expected_failures = 0;
  std::size_t flaky = 0;  // of those that passed
};
VerdictCounts verdict_counts(const reports::Record& record);

}  // namespace checkride::harness
