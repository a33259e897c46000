// Runs one scenario on a rig: the same coroutines on virtual time and on real processes.
#pragma once

#include "checkride/harness/scenario.hpp"
#include "checkride/reports/record.hpp"
#include "engine/event_log.hpp"
#include "engine/interruption.hpp"
#include "rigs/rig.hpp"

namespace checkride::harness {

// Plays the timeline, watches the invariants, stops every member again and says what came of it. All of it takes place
// on rig.world(). `rig`, `scenario`, `events` and `interruption` outlive the task. What the record knows of seed,
// replay command and trace hash is left to the caller. An interruption ends it with the verdict error, "interrupted".
world::Task<reports::ScenarioRecord> play(Rig& rig, const Scenario& scenario, EventLog& events,
                                          Interruption& interruption);

}  // namespace checkride::harness
