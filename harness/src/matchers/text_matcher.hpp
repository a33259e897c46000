// The conditions on texts. They say nothing of other values, and have no margin. Pure.
#pragma once

#include <string>

#include "checkride/result/result.hpp"
#include "matchers/term.hpp"

namespace checkride::harness {

enum class TextPart { anywhere, begin, end };

// `part` stands there, byte by byte: upper and lower case differ. Empty texts stand everywhere.
std::shared_ptr<const MatcherTerm> make_part(TextPart where, std::string part);
// The expression (RE2's syntax) is found somewhere in the text; ^ and $ tie it to the ends. The time that takes grows
// with the text, never beyond.
// Error (invalid): what is wrong with the expression.
Result<std::shared_ptr<const MatcherTerm>> make_pattern(const std::string& expression);

}  // namespace checkride::harness
