// Making replay capsules: what a run was, and the bytes of all files that it read.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "checkride/harness/scenario.hpp"
#include "checkride/reports/capsule.hpp"
#include "checkride/reports/record.hpp"
#include "checkride/world/files.hpp"

namespace checkride::harness {

// The version, revision and compiler of this program, and no runs.
reports::Capsule empty_capsule();

// Reads every file that the scenario was made of or names: its own, included ones, configurations, flights and what
// they name; of a subject's folder that it is there ("app/"), or its scenario could not be read again. Files that
// `kept` has are not read again; one that is not there is left out, as it will be missing in the replay. Call it before
// the run: what is on the disk may change afterwards. Returns the paths, sorted.
std::vector<std::string> keep_files(world::Files& files, const Scenario& scenario,
                                    std::map<std::string, std::string>& kept);

// What a capsule of that scenario cannot hold, one line each, for people: the applications that are its subjects, which
// are programs of a machine with all that they need there.
std::vector<std::string> not_kept(const Scenario& scenario);
// The folder of a subject that is not on this disk; empty: all are there.
std::string missing_folder(world::Files& files, const Scenario& scenario);

// How a run was started, beyond what its record says.
struct RunSettings {
  std::vector<std::pair<std::string, std::string>> params;
  bool shuffle = false;
  std::vector<std::string> simulators;  // NAME=HOST:PORT, of the live rig
};
reports::CapsuleRun capsule_run(const Scenario& scenario, const reports::ScenarioRecord& record,
                                const RunSettings& settings, std::vector<std::string> files);

}  // namespace checkride::harness
