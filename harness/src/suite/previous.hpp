// What the report folder says of the run before this one.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "checkride/reports/record.hpp"
#include "checkride/world/files.hpp"

namespace checkride::harness {

// Of failures and errors; an attempt that a later one made good is none.
struct Previous {
  std::set<std::string, std::less<>> cases;   // scenarios, whichever of their runs it was
  std::set<std::string, std::less<>> places;  // fingerprint() of each
};

// What stays the same of a failure from run to run: the case and the expectation that failed.
std::string fingerprint(const reports::ScenarioRecord& record);
// The same of what was never seen in any run.
std::string fingerprint(const reports::Sometimes& never_seen);

// The first that failed; null for a run that failed otherwise, or did not fail.
const reports::Expectation* first_failed(const reports::ScenarioRecord& record);

// Failed or in error, and no later attempt made it good.
bool counts_as_failure(const reports::ScenarioRecord& record);

Previous failures_of(const reports::Record& record);

// Nothing where there is no record. Errors name the file: it cannot be read, or is none of ours.
Result<std::optional<Previous>> read_previous(world::Files& files, const std::string& report_folder);

}  // namespace checkride::harness
