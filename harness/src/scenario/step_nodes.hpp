// Steps with the nodes they were read from: what concerns several steps is told where it stands in the file.
#pragma once

#include <vector>

#include "checkride/harness/steps.hpp"
#include "checkride/values/values.hpp"

namespace checkride::harness {

// The lists that the branches of a step's block were read from, in the order of its branches. Requires a block that was
// read from `node` without a mistake.
std::vector<values::Node> branch_nodes(const Step& step, const values::Node& node);

// The value of `key` in the step, or the step.
values::Node key_node(const values::Node& step, std::string_view key);

}  // namespace checkride::harness
