// The run on one page of Markdown: what GitHub shows as the summary of a job.
#pragma once

#include <string>

#include "checkride/harness/suite.hpp"

namespace checkride::harness {

// GitHub's limit is 1 MiB for all steps of a job together.
inline constexpr std::size_t kSummaryBytesMax = 512 * 1024;

// Counts first, then what failed, with reason and command, then what was flaky or skipped. What would go beyond the
// limit is left out, and said so.
std::string markdown_summary(const SuiteOutcome& outcome);

}  // namespace checkride::harness
