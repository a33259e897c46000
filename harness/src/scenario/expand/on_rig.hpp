// on_rig: what is otherwise on one kind of rig. Laid over the scenario, or over a step, before parameters are filled
// in: maps by key, everything else is replaced.
//
//   on_rig: {process: {time_limit: 8m}, live: {skip: the real simulator cannot be killed}}
#pragma once

#include "checkride/harness/check.hpp"
#include "checkride/values/values.hpp"

namespace checkride::harness {

// The node without `on_rig`, overlaid with what it says of this rig; the same node if it has none. Mistakes: rigs that
// are none, and overlays that are no map, of every rig.
values::Node for_rig(const values::Node& node, RigKind rig, values::Diagnostics& errors);

// The same of a scenario's root, whose name, includes and cases do not differ by rig.
values::Node root_for_rig(const values::Node& root, RigKind rig, values::Diagnostics& errors);

}  // namespace checkride::harness
