// Rules that name what is there only after a restart, such as a variable that is new: they wait for it together with
// it.
#pragma once

#include "config/compare.hpp"
#include "config/load.hpp"

namespace checkride::runtime {

// Of a mixture that is not valid: takes those rules out of `mixed` whose fault it is, and adds their keys to
// `change.after_restart`. In the place of one that waits stands the rule of that name that `current` has, if any.
// False, with nothing changed, if that makes no valid configuration either.
bool hold_rules_back(const values::Document& current, LoadedConfig* mixed, ConfigChange* change);

}  // namespace checkride::runtime
