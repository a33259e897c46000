// all, any, not: checks made of checks.
#pragma once

#include <vector>

#include "checkride/harness/check.hpp"

namespace checkride::harness {

// Holds when all do, since the last of them did. All of them are looked at, whatever the first says.
Check all_of_checks(std::vector<Check> parts);
// Holds when one does, since the first of them did.
Check any_of_checks(std::vector<Check> parts);
// Holds when the part does not, of what is known.
Check opposite_check(Check part);

}  // namespace checkride::harness
