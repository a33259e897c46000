// What came of a scenario, or of one thing that it expects.
#pragma once

#include <string_view>

namespace checkride::reports {

enum class Verdict { passed, failed, skipped, expected_failure, error };
std::string_view to_string(Verdict verdict);

}  // namespace checkride::reports
