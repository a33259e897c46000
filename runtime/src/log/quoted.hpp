// Texts from outside made fit for a line of a log. Pure.
#pragma once

#include <string>
#include <string_view>

namespace checkride::runtime {

// Whether the character, of valid UTF-8, does something to the line it stands in, beyond ASCII too: it ends the line
// for some reader (U+0085, U+2028), commands a terminal (C1), or turns the order of its text.
bool is_control(std::string_view character);

// Appends the text in quotes, escaped as JSON does it, every control character included. What is no UTF-8 becomes
// U+FFFD.
void append_quoted(std::string& out, std::string_view text);

}  // namespace checkride::runtime
