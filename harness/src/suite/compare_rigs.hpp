// After a run on several rigs: what they made of the same case and seed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/reports/comparison.hpp"
#include "checkride/reports/record.hpp"

namespace checkride::harness {

// The last attempt at a job. `record` is written to; both outlive the comparison.
struct RunOnRig {
  const Scenario* scenario = nullptr;
  RigKind rig = RigKind::virtual_rig;
  unsigned repeat = 1;
  reports::ScenarioRecord* record = nullptr;
};

using ReadEvents = std::function<Result<reports::ScenarioEvents>(const std::string& run)>;

// Compares each run on another rig than `reference` with the run of the same case, seed and repeat on that one. The
// record of the other rig's run gets the expectation "compare-1" and fails with it. In the order of `runs`. Error:
// events cannot be read.
Result<std::vector<reports::Comparison>> compare_rigs(const std::vector<RunOnRig>& runs, RigKind reference,
                                                      const ReadEvents& read_events);

}  // namespace checkride::harness
