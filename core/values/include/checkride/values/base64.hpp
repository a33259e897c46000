// Base64 (RFC 4648, section 4), with padding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace checkride::values {

std::string base64(std::string_view bytes);
// The bytes of what base64() wrote; nothing for any other text, one with line ends or without padding too.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace checkride::values
