// What comes of a run in the end: nothing that was not looked at passes, and a failure may be what is expected. Pure.
#pragma once

#include <string>

#include "checkride/harness/scenario.hpp"
#include "checkride/reports/record.hpp"

namespace checkride::harness {

// Says of what was not reached why it was not; fails a record that passed for each expectation that was never looked
// at.
void judge_unlooked(reports::ScenarioRecord& record);

// Traffic that went out late measured itself and nobody else: on real time the verdict is an error, whatever it was.
void judge_late_generator(reports::ScenarioRecord& record);

// Where the scenario is expected to fail on the record's rig: it has the verdict expected_failure if it failed so, and
// failed if it passed or failed otherwise. An error stays one. `failed_step`: path of the step in which it failed.
void judge_expected_failure(const Scenario& scenario, const std::string& failed_step, reports::ScenarioRecord& record);

}  // namespace checkride::harness
