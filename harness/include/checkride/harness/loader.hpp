// Reads scenario files, strictly: every mistake at once, each with file, line, column and the nearest right word.
#pragma once

#include <string>
#include <string_view>

#include "checkride/harness/scenario.hpp"
#include "checkride/result/result.hpp"

namespace checkride::harness {

// `file` is the path as the user gave it; flights and configurations are resolved against its folder.
// Errors hold all mistakes, one a line: "scenarios/a.yaml:3:5: unknown key "timline", did you mean "timeline"?".
Result<Scenario> load_scenario(std::string_view text, const std::string& file);

// Is this a scenario file at all? True when its root is a map with the key `scenario`, or when it cannot be parsed
// (load_scenario then tells why).
bool looks_like_scenario(std::string_view text);

}  // namespace checkride::harness
