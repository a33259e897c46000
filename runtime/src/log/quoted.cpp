#include "log/quoted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "checkride/values/json.hpp"
#include "checkride/values/utf8.hpp"

namespace checkride::runtime {

namespace {

unsigned byte_of(std::string_view character, std::size_t index) {
  return static_cast<unsigned char>(character[index]);
}

// Of a character of two or three bytes, as all control characters beyond ASCII are.
unsigned code_point(std::string_view character) {
  const unsigned last = byte_of(character, character.size() - 1) & 0x3FU;
  if (character.size() == 2) return (byte_of(character, 0) & 0x1FU) << 6U | last;
  return (byte_of(character, 0) & 0x0FU) << 12U | (byte_of(character, 1) & 0x3FU) << 6U | last;
}

}  // namespace

// C0, DEL and C1; U+2028 to U+202E and U+2066 to U+2069.
bool is_control(std::string_view character) {
  if (character.size() == 1) return byte_of(character, 0) < 0x20 || byte_of(character, 0) == 0x7f;
  if (character.size() == 2) return byte_of(character, 0) == 0xC2 && byte_of(character, 1) < 0xA0;
  if (!character.starts_with("\xE2\x80") && !character.starts_with("\xE2\x81")) return false;
  const unsigned last = byte_of(character, 2);
  return byte_of(character, 1) == 0x80 ? last >= 0xA8 && last <= 0xAE : last >= 0xA6 && last <= 0xA9;
}

void append_quoted(std::string& out, std::string_view text) {
  const std::size_t begin = out.size();
  values::json::append_json_string(out, text);
  const auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (std::none_of(text.begin(), text.end(), beyond_ascii)) return;
  const std::string quoted = out.substr(begin);
  out.resize(begin);
  for (std::string_view left = quoted; !left.empty();) {
    const std::string_view character = left.substr(0, std::max<std::size_t>(values::utf8_length(left), 1));
    if (is_control(character)) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", code_point(character));
    } else {
      out += character;
    }
    left.remove_prefix(character.size());
  }
}

}  // namespace checkride::runtime
