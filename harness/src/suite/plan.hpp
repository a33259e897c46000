// What is going to be run: cases x seeds x repeats, in file order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "suite/job.hpp"

namespace checkride::harness {

// More is a mistake of the command line, and would not fit into a report.
inline constexpr std::size_t kJobsPlannedMax = 100'000;

// A case on a rig, as it was read for that rig.
struct PlannedCase {
  const Scenario* scenario = nullptr;
  RigKind rig = RigKind::virtual_rig;
};

// One job for each case, seed and repeat, ordered so. What tells them apart stands in the name of the run:
// "low-altitude", with several rigs, seeds or repeats "low-altitude+process+s7+r2". `cases` and what they point to
// outlive the jobs. Error (invalid): more than kJobsPlannedMax.
Result<std::vector<Job>> plan_jobs(const std::vector<PlannedCase>& cases, const SuiteOptions& options);

// The case that a run is one of: "low-altitude" of "low-altitude+s7".
std::string_view case_of(std::string_view run);

// Of a further attempt: "low-altitude+s7+a2". The first has the job's own name.
std::string run_of_attempt(const std::string& run, unsigned attempt);

}  // namespace checkride::harness
