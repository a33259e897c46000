// UTF-8, one character at a time.
#pragma once

#include <cstddef>
#include <string_view>

namespace checkride::values {

// Bytes of the well-formed character at the front of `text` (1 to 4); 0 if there is none, or not a well-formed one.
std::size_t utf8_length(std::string_view text);
// Is all of it well-formed?
bool is_utf8(std::string_view text);

}  // namespace checkride::values
