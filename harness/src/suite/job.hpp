// One run of one case: what the runner plans, starts, repeats and reports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
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
  unsigned repeat = 1;
  unsigned attempt = 1;
  std::string run;  // its name in the record, in events/, captures/ and work/: case[+rig][+s7][+r2][+a2]
};

// How far a job is.
struct JobProgress {
  std::size_t job = 0;
  double at_seconds = 0;  // scenario time
  int line = 0;           // of the step, 0 between steps
  std::string text;
  std::uint64_t events = 0;
};

// What a job that is being played knows of the suite.
class JobLink {
 public:
  virtual ~JobLink() = default;
  // Whether it should stop in order; asked now and then.
  virtual bool interrupted() = 0;
  // May be called often: few of them are passed on.
  virtual void moved(const JobProgress& progress) = 0;
};

// Is told of a suite while it runs. What is told of a job comes between its start and its end.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void began(const std::vector<Job>& jobs) = 0;
  virtual void started(const Job& job) = 0;
  virtual void moved(const JobProgress& progress) = 0;
  // A line that the process which plays the job printed, a warning of a library for instance.
  virtual void said(const Job& job, std::string_view line) = 0;
  virtual void ended(const Job& job, const reports::ScenarioRecord& record, double wall_seconds, bool will_retry) = 0;
  // Somebody wants the end; told when it begins and when it becomes more urgent.
  virtual void stopping(Ending ending) = 0;
  // Ten times a second, whatever else happens.
  virtual void ticked() = 0;
  // The report is written.
  virtual void over(const SuiteOutcome& outcome) = 0;
};

}  // namespace checkride::harness
