// Plays one job on its rig, in whatever process.
#pragma once

#include "checkride/world/real_world.hpp"
#include "engine/event_log.hpp"
#include "suite/job.hpp"

namespace checkride::harness {

// Events, captures and the folders of members go to the report folder, under the name of the run; on the virtual rig
// captures need `sources` that can be written to. The arguments outlive the task. A run that cannot begin has the
// verdict error. Error: the report folder cannot be written.
world::Task<Result<reports::ScenarioRecord>> play_job(world::RealWorld& world, const Job& job,
                                                      const SuiteOptions& options, JobLink& link);

// How far a run is that has written these events, so long after it began.
JobProgress progress_of(const EventLog& events, Duration passed);

}  // namespace checkride::harness
