// Tells the place that a run takes place in what came of it, in that place's own way.
#pragma once

#include <optional>

#include "checkride/harness/suite.hpp"
#include "suite/previous.hpp"

namespace checkride::harness {

// GitHub: annotations among the output, and a page for the summary of the job (GITHUB_STEP_SUMMARY).
// GitLab: gl-code-quality-report.json in the report folder, to be declared as `artifacts: reports: codequality`.
// Which of them: as the options say, else as the environment does (GITHUB_ACTIONS, GITLAB_CI). What cannot be written
// is said; it changes nothing of the run.
void announce(world::World& world, const SuiteOptions& options, const SuiteOutcome& outcome,
              const std::optional<Previous>& before);

}  // namespace checkride::harness
