// The text forms of HTTP that need no parser: tokens, percent coding, dates, reason phrases.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkride/world/time.hpp"

namespace checkride::http {

// A method or a field name: one or more of RFC 9110's token characters.
bool is_token(std::string_view text);
// A field value that cannot end the line it stands on.
bool is_field_value(std::string_view text);
// Sequences that are no percent coding stay as they are. `plus_is_space` as in queries.
std::string percent_decoded(std::string_view text, bool plus_is_space);
// "Mon, 05 Jan 2026 08:00:00 GMT"
std::string http_date(world::UtcTime time);
// "Not Found"; empty for unknown codes.
std::string_view reason_phrase(int status);

}  // namespace checkride::http
