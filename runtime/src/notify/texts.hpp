// Texts from outside made fit for a place: one line of valid UTF-8, not longer than the receiver takes. Pure.
#pragma once

#include <string>
#include <string_view>

namespace checkride::runtime::notify {

// The text as one line of valid UTF-8: control characters become spaces, those that turn the order of the text too, and
// what is no UTF-8 becomes U+FFFD. So no name can begin a header, a row or an escape sequence of its own.
std::string single_line(std::string_view text);

// At most `limit` bytes, cut between characters, with "…" at the cut. Requires limit >= 3.
std::string cut(std::string_view text, std::size_t limit);

// The text with the escapes that one character of it may need, cut as cut() does, never inside of an escape.
// `escape` gives what stands for a character; empty where it stands for itself.
std::string escaped_within(std::string_view text, std::size_t limit, std::string_view (*escape)(char));

// The value with six digits, for people; whole above a million. It is left alone where it would come to `threshold` or
// beyond: what is below 100 never reads as 100.
double rounded(double value, double threshold);

// "80.5 feet", or "80.5" without a unit.
std::string with_unit(double value, std::string_view unit);

}  // namespace checkride::runtime::notify
