// The forms in which text travels in an Internet message (RFC 5322, 2045, 2047). Pure.
#pragma once

#include <string>
#include <string_view>

#include "checkride/world/time.hpp"

namespace checkride::runtime::notify {

// "Mon, 05 Jan 2026 08:00:00 +0000"
std::string format_mail_date(world::UtcTime time);

// A header field of free text with its CRLF. Text that a reader would not give back as it stands becomes encoded-words
// (base64 of UTF-8); control characters become spaces before that, so that no value can start a header of its own.
// Folded at 76 columns.
std::string header_field(std::string_view name, std::string_view text);
// A header field of tokens, which may not be encoded: addresses, ids, media types. Folded at its spaces.
std::string header_tokens(std::string_view name, std::string_view tokens);

// RFC 2045 quoted-printable of text whose lines end in '\n'; the result's end in CRLF, none longer than 76 columns.
std::string quoted_printable(std::string_view text);

}  // namespace checkride::runtime::notify
