// Digests by which one who knows a key can tell that a text is whole and from whom it says it is. Pure.
#pragma once

#include <string>
#include <string_view>

namespace checkride::tls {

// HMAC with SHA-256 (RFC 2104), as 64 small hexadecimal digits.
std::string hmac_sha256(std::string_view key, std::string_view text);

}  // namespace checkride::tls
