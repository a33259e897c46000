#include "markup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "checkride/values/utf8.hpp"

namespace checkride::reports {
namespace {

constexpr std::size_t kPlacesShown = 3;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// The end of the run of digits that begins at `at`.
std::size_t digits_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// Can a number begin here? Not inside a word, and not as the seconds of a time of day.
bool begins_number(std::string_view text, std::size_t at) {
  if (!is_digit(text[at])) return false;
  if (at == 0) return true;
  if (is_word(text[at - 1]) || text[at - 1] == '.') return false;
  return text[at - 1] != ':' || at == 1 || !is_digit(text[at - 2]);
}

// The first character of what has no markup, as it may stand in XML. What is no character of UTF-8, or none that XML
// knows, is U+FFFD: a reader of XML refuses the whole file otherwise.
std::string_view allowed(std::string_view text, std::size_t length) {
  const std::string_view character = text.substr(0, length);
  const bool forbidden =
      static_cast<unsigned char>(text.front()) < 0x20 || character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
  return length == 0 || forbidden ? "\xEF\xBF\xBD" : character;
}

std::string rounded(std::string_view number) {
  double value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  std::string text = fmt::format("{:.{}f}", value, kPlacesShown);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  // Rounded away altogether it would say something else.
  return text == "0" && value != 0 ? fmt::format("{:.{}g}", value, kPlacesShown) : text;
}

}  // namespace

std::string escape_markup(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = values::utf8_length(text);
    switch (text.front()) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\n':
        escaped += "&#10;";
        break;
      case '\t':
        escaped += "&#9;";
        break;
      default:
        escaped += allowed(text, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return escaped;
}

std::string shorten_numbers(std::string_view text) {
  std::string shortened;
  std::size_t at = 0;
  while (at < text.size()) {
    if (!begins_number(text, at)) {
      shortened += text[at++];
      continue;
    }
    const std::size_t point = digits_end(text, at);
    const bool decimal = point + 1 < text.size() && text[point] == '.' && is_digit(text[point + 1]);
    const std::size_t end = decimal ? digits_end(text, point + 1) : point;
    // A letter makes it a unit, an exponent or a time zone; a second point an address or a version.
    const char next = end < text.size() ? text[end] : ' ';
    const char after = end + 1 < text.size() ? text[end + 1] : ' ';
    const bool alone = !is_word(next) && !(next == '.' && is_word(after));
    const std::string_view number = text.substr(at, end - at);
    shortened += decimal && alone && end - point - 1 > kPlacesShown ? rounded(number) : std::string(number);
    at = end;
  }
  return shortened;
}

}  // namespace checkride::reports
