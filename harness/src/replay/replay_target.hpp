// What `checkride replay` is asked to play again: "DIR/index.html#RUN".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkride/reports/capsule.hpp"
#include "checkride/reports/record.hpp"

namespace checkride::harness {

struct ReplayTarget {
  std::string page;  // of the report
  std::string run;   // empty: none is named
};
// "DIR/index.html#RUN", "DIR#RUN", and both without a run.
ReplayTarget replay_target(std::string_view argument);

// The runs that are meant: the one that is named, all that failed or were in error, or the only one. Errors (invalid):
// there is no such run, with the nearest name; it was skipped; several and none named; none failed.
Result<std::vector<reports::CapsuleRun>> runs_of(const reports::Capsule& capsule, const std::string& run,
                                                 bool all_failed);

// What came of playing a run again.
struct ReplayOutcome {
  bool same = false;               // verdict, reason and, where both have one, trace hash
  std::vector<std::string> lines;  // for people: both verdicts, both hashes, and why they may differ
};
ReplayOutcome replay_outcome(const reports::CapsuleRun& then, const reports::ScenarioRecord& now);

// Where this program is another than the one that played: one line each.
std::vector<std::string> differences_of_program(const reports::Capsule& capsule, const reports::Capsule& here);

}  // namespace checkride::harness
