// The JSON Schema of scenario files, for editors.
#pragma once

#include <string>

#include "schema/language.hpp"

namespace checkride::harness {

// Draft 2020-12. Each shape is one of $defs, and wherever something other than text stands a parameter can:
// "$altitude". It accepts whatever `checkride validate` accepts; what only that knows (members, units, times) it lets
// pass.
std::string json_schema(const values::Shapes& language);

}  // namespace checkride::harness
