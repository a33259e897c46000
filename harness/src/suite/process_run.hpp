// One scenario on the process rig.
#pragma once

#include <functional>
#include <string>

#include "checkride/harness/suite.hpp"
#include "engine/event_log.hpp"

namespace checkride::harness {

// Where the members of all scenarios have their folders.
std::string work_folder(const SuiteOptions& options);
// Where a scenario's captures are, on either rig.
std::string capture_folder(const SuiteOptions& options, const Scenario& scenario);

// `world`, `scenario` and `events` outlive the task. An interruption gives a record with the verdict error.
world::Task<reports::ScenarioRecord> run_on_process_rig(world::RealWorld& world, const Scenario& scenario,
                                                        const SuiteOptions& options, EventLog& events,
                                                        std::function<bool()> interrupted);

}  // namespace checkride::harness
