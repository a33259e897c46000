// docs/scenario-keys.md: every key of a scenario file in tables.
#pragma once

#include <string>

#include "schema/language.hpp"

namespace checkride::harness {

// What stands in a cell: "`true` or `false`", "duration up to 1h"; the default, as code, or nothing.
std::string type_of(const values::Schema& schema);
std::string fallback_of(const values::Schema& schema);

// The whole page, with a newline at the end.
std::string markdown_of(const values::Shapes& language);

}  // namespace checkride::harness
