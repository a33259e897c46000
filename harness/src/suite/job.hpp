// One run of one case: what the runner plans, starts, repeats and reports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/harness/suite.hpp"
#include "checkride/reports/record.hpp"

namespace checkride::harness {

struct Job {
  std::size_t index = 0;
  const Scenario* scenario = nullptr;
  RigKind rig = RigKind::virtual_rig;
  std::uint64_t seed = 1;
  unsigned repeat = 0;
  unsigned attempt = 0;
  std::string run;  // its name in the record, in events/, captures/ and work/: case[+rig][+s7][+r2]
};

// How far a job is.
struct JobProgress {
  std::size_t job = 0;
  double at_seconds = 0;  // scenario time
  int line = 0;           // of the step, 0 between steps
  std::string text;
  std::uint64_t events = 0;
};

// Is told of a suite while it runs: plain lines, a terminal, annotations. Any number of them listen.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void began(const std::vector<Job>& jobs) = 0;
  virtual void started(const Job& job) = 0;
  virtual void moved(const JobProgress& progress) = 0;
  virtual void ended(const Job& job, const reports::ScenarioRecord& record, double wall_seconds, bool will_retry) = 0;
  virtual void over(const SuiteOutcome& outcome) = 0;
};

}  // namespace checkride::harness
