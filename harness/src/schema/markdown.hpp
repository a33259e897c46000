// docs/scenario-keys.md: every key of a scenario file in tables.
#pragma once

#include <string>

#include "schema/language.hpp"

namespace checkride::harness {

// The whole page, with a newline at the end.
std::string markdown_of(const values::Shapes& language);

}  // namespace checkride::harness
