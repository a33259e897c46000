// Conditions that exclude each other: a matcher that can never hold is a mistake of the file. Pure.
#pragma once

#include "matchers/scale.hpp"
#include "matchers/term.hpp"

namespace checkride::harness {

// Is there a value of which all terms hold? False only where that is certain: bounds that exclude each other or what is
// possible on the scale, and values that are given and do not fit the rest. Of texts in general nothing is certain.
bool can_hold(const Terms& terms, const Scale& scale);

}  // namespace checkride::harness
