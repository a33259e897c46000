// Names of steps, once all steps are read.
#pragma once

#include "reading/reader.hpp"

namespace checkride::harness {

// Steps inside a `do` that has a name get it in front of theirs, so that a procedure can be done twice: "dive.level".
// Whoever names a step in the same procedure means that one. Mistakes: a name given twice, names that no step has.
// `root` is the scenario's, which has no other mistake.
void resolve_step_names(const values::Node& root, Reader& reader);

}  // namespace checkride::harness
