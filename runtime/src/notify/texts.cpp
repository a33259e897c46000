#include "notify/texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "checkride/result/assert.hpp"
#include "checkride/values/json.hpp"
#include "checkride/values/utf8.hpp"
#include "log/quoted.hpp"

namespace checkride::runtime::notify {

namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::string_view itself(char) {
  return {};
}

}  // namespace

std::string single_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = values::utf8_length(text);
    if (length == 0) {
      out += kReplacement;
    } else if (is_control(text.substr(0, length))) {
      out += ' ';
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

std::string cut(std::string_view text, std::size_t limit) {
  return escaped_within(text, limit, itself);
}

std::string escaped_within(std::string_view text, std::size_t limit, std::string_view (*escape)(char)) {
  CHECKRIDE_ASSERT(limit >= kEllipsis.size());
  std::string out;
  std::size_t room_for_cut = 0;  // the longest end of `out` that leaves room for the ellipsis
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(values::utf8_length(text), 1);
    std::string_view piece = length == 1 ? escape(text.front()) : std::string_view();
    if (piece.empty()) piece = text.substr(0, length);
    if (out.size() + piece.size() > limit) {
      out.resize(room_for_cut);
      return out += kEllipsis;
    }
    out += piece;
    if (out.size() + kEllipsis.size() <= limit) room_for_cut = out.size();
    text.remove_prefix(length);
  }
  return out;
}

double rounded(double value, double threshold) {
  constexpr double kWholeFrom = 1e6;
  double shown = std::round(value);
  if (std::abs(value) < kWholeFrom) {
    const std::string digits = fmt::format("{:.6g}", value);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), shown);
    if (error != std::errc()) return value;
  }
  const bool same_side = (shown < threshold) == (value < threshold) && (shown > threshold) == (value > threshold);
  return same_side ? shown : value;
}

std::string with_unit(double value, std::string_view unit) {
  std::string text = values::format_number(value);
  if (!unit.empty()) text.append(" ").append(unit);
  return text;
}

}  // namespace checkride::runtime::notify
