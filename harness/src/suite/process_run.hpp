// One job on the process rig, or on the live rig.
#pragma once

#include <string>

#include "checkride/world/real_world.hpp"
#include "engine/event_log.hpp"
#include "suite/job.hpp"

namespace checkride::harness {

// Where the members of all runs have their folders.
std::string work_folder(const SuiteOptions& options);

// Configurations and flights are read from `sources`. All arguments outlive the task. An interruption gives a record
// with the verdict error.
world::Task<reports::ScenarioRecord> run_on_real_rig(world::RealWorld& world, world::Files& sources, const Job& job,
                                                     const SuiteOptions& options, EventLog& events, JobLink& link);

}  // namespace checkride::harness
