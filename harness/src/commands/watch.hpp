// checkride run --watch: runs, waits until a file changes, runs again what it concerns.
#pragma once

#include <functional>
#include <vector>

#include "checkride/harness/harness.hpp"

namespace checkride::harness {

// Plays the scenarios and says what stood in the way; the exit code.
world::Task<int> play_suite(world::RealWorld& world, SuiteOptions options, std::vector<Scenario> scenarios,
                            std::function<Ending()> ending);

// The scenarios that are wanted, read anew. Errors hold all mistakes.
using LoadInput = std::function<Result<std::vector<Scenario>>()>;

// Until somebody asks for the end: while it waits the exit code is that of the last run, during a run that of an
// interruption. Mistakes in files are told, and waited over.
world::Task<int> run_and_watch(world::RealWorld& world, SuiteOptions options, LoadInput load,
                               std::function<Ending()> ending);

}  // namespace checkride::harness
