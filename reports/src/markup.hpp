// Escaping for XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace checkride::reports {

// Text as element content or attribute value. What XML forbids, and what is no UTF-8, becomes U+FFFD.
std::string escape_markup(std::string_view text);

// The same text with every decimal number of more than three places rounded to three, for people:
// "value 80.00000000003" is "value 80". Times of day, versions and addresses stay as they are.
std::string shorten_numbers(std::string_view text);

}  // namespace checkride::reports
