#include "session/wire_text.hpp"

#include "checkride/values/utf8.hpp"

namespace checkride::emulator {

std::string readable(std::string_view text) {
  if (values::is_utf8(text)) return std::string(text);
  std::string result;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x80) {
      result += character;
    } else {
      result += static_cast<char>(0xC0U | (byte >> 6U));
      result += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return result;
}

}  // namespace checkride::emulator
