// What a run prints: plain lines, the same on a terminal and in a log.
#pragma once

#include <string>
#include <vector>

#include "checkride/harness/suite.hpp"

namespace checkride::harness {

std::string headline(std::size_t scenarios, const SuiteOptions& options);
// Of one scenario that has ended.
std::vector<std::string> progress(const reports::ScenarioRecord& record, double wall_seconds);
std::vector<std::string> summary(const SuiteOutcome& outcome, const SuiteOptions& options);

// As a word of a POSIX shell.
std::string shell_quoted(const std::string& text);

}  // namespace checkride::harness
