#include "suite/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace checkride::harness {

namespace {

// Stands in no name of a case.
constexpr char kPart = '+';

bool several_rigs(const std::vector<PlannedCase>& cases) {
  return std::any_of(cases.begin(), cases.end(), [&](const auto& one) { return one.rig != cases.front().rig; });
}

}  // namespace

Result<std::vector<Job>> plan_jobs(const std::vector<PlannedCase>& cases, const SuiteOptions& options) {
  const std::uint64_t room = kJobsPlannedMax / std::max<std::size_t>(cases.size(), 1) / options.repeats;
  if (options.seeds > room) {
    return Error::invalid(fmt::format("{} scenarios x {} seeds x {} repeats are more than {} runs: ask for fewer",
                                      cases.size(), options.seeds, options.repeats, kJobsPlannedMax));
  }
  const bool rigs = several_rigs(cases);
  std::vector<Job> jobs;
  for (const PlannedCase& one : cases) {
    for (std::uint64_t i = 0; i < options.seeds; ++i) {
      for (unsigned repeat = 1; repeat <= options.repeats; ++repeat) {
        Job job;
        job.index = jobs.size();
        job.scenario = one.scenario;
        job.rig = one.rig;
        job.seed = options.seed + i;  // behind the greatest comes 0
        job.repeat = repeat;
        job.run = one.scenario->name;
        if (rigs) job.run += fmt::format("{}{}", kPart, to_string(one.rig));
        if (options.seeds > 1) job.run += fmt::format("{}s{}", kPart, job.seed);
        if (options.repeats > 1) job.run += fmt::format("{}r{}", kPart, repeat);
        jobs.push_back(std::move(job));
      }
    }
  }
  return jobs;
}

std::string_view case_of(std::string_view run) {
  return run.substr(0, run.find(kPart));
}

std::string run_of_attempt(const std::string& run, unsigned attempt) {
  return attempt <= 1 ? run : fmt::format("{}{}a{}", run, kPart, attempt);
}

}  // namespace checkride::harness
