// Which of the scenarios under the paths are wanted: by tag, by name, by what came of them last time.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/suite.hpp"

namespace checkride::harness {

// Whether the whole of `name` fits; `*` stands for any characters, `?` for any one.
bool fits(std::string_view pattern, std::string_view name);

// Takes out what is not wanted. `failed_before`: the cases that failed last time, where only those are wanted.
// Errors (invalid): nothing is left, and which option took the last.
Result<> choose(const SuiteOptions& options, const std::set<std::string, std::less<>>& failed_before,
                std::vector<Scenario>* scenarios);

}  // namespace checkride::harness
