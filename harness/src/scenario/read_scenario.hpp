// A scenario from its root, whose language is expanded (expand/expand.hpp).
#pragma once

#include "reading/reader.hpp"

namespace checkride::harness {

// Fills `reader.scenario`, all but name of the case and sources; adds every mistake.
void read_scenario(const values::Node& root, Reader& reader);

}  // namespace checkride::harness
