// checkride replay: what it takes, and how a run of a capsule becomes a scenario again.
#pragma once

#include <string>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/result/result.hpp"
#include "checkride/world/files.hpp"
#include "replay/replay_target.hpp"

namespace checkride::harness {

struct ReplayOptions {
  ReplayTarget target;
  bool all_failed = false;
  std::string report_folder = "checkride-replay";
};

// The arguments behind the command's name. Errors (invalid) name the argument and what is allowed.
Result<ReplayOptions> parse_replay(const std::vector<std::string>& arguments);

// The case that was played, read from the files of its capsule. Errors: they cannot be read (another version may have
// other rules), or have no such case.
Result<Scenario> scenario_of(const reports::CapsuleRun& run, world::Files& files);

}  // namespace checkride::harness
