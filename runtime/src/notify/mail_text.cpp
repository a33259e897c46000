#include "notify/mail_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "checkride/values/base64.hpp"
#include "checkride/values/utf8.hpp"
#include "notify/texts.hpp"

namespace checkride::runtime::notify {

namespace {

constexpr std::size_t kColumns = 76;
// 45 bytes of text give 60 of base64: with "=?UTF-8?B?" and "?=" that is 72, below the 75 that RFC 2047 allows.
constexpr std::size_t kEncodedWordBytes = 45;
constexpr std::size_t kEncodedWordFrame = 12;

bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}

// The length of the longest prefix of at most `limit` bytes that cuts no character of valid UTF-8.
std::size_t whole_characters(std::string_view text, std::size_t limit) {
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t next = end + std::max<std::size_t>(values::utf8_length(text.substr(end)), 1);
    if (next > limit) break;
    end = next;
  }
  return end;
}

// `column` is where the first word begins; the others begin lines of their own.
std::string encoded_words(std::string_view text, std::size_t column) {
  std::string out;
  const std::size_t room = kColumns - std::min(column + kEncodedWordFrame, kColumns / 2);
  std::size_t limit = std::min(kEncodedWordBytes, room / 4 * 3);
  while (!text.empty()) {
    const std::size_t part = whole_characters(text, limit);
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?" + values::base64(text.substr(0, part)) + "?=";
    text.remove_prefix(part);
    limit = kEncodedWordBytes;
  }
  return out;
}

// Breaks before a space where a line would pass the limit; text without spaces stays whole.
std::string folded(std::string_view name, std::string_view text) {
  std::string out = fmt::format("{}: ", name);
  std::size_t column = out.size();
  while (!text.empty()) {
    const std::size_t next = text.find(' ', 1);
    const std::string_view word = text.substr(0, next);
    if (column + word.size() > kColumns && word.starts_with(' ') && word.size() > 1) {
      out += "\r\n";
      column = 0;
    }
    out += word;
    column += word.size();
    text.remove_prefix(word.size());
  }
  return out + "\r\n";
}

// Would a reader give this text back as it stands? Not what looks like an encoded word, or spaces that folding and
// servers may take away, or a word that no line has room for.
bool stands_for_itself(std::string_view text) {
  if (!std::all_of(text.begin(), text.end(), is_printable)) return false;
  if (text.find("=?") != std::string_view::npos || text.find("  ") != std::string_view::npos) return false;
  if (text.empty() || text.starts_with(' ') || text.ends_with(' ')) return text.empty();
  std::size_t longest = 0;
  std::size_t word = 0;
  for (const char c : text) {
    word = c == ' ' ? 0 : word + 1;
    longest = std::max(longest, word);
  }
  return longest <= kColumns / 2;
}

}  // namespace

std::string header_field(std::string_view name, std::string_view text) {
  const std::string clean = single_line(text);
  if (stands_for_itself(clean)) return folded(name, clean);
  return fmt::format("{}: {}\r\n", name, encoded_words(clean, name.size() + 2));
}

std::string header_tokens(std::string_view name, std::string_view tokens) {
  return folded(name, single_line(tokens));
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  const auto put = [&](std::string_view piece) {
    if (column + piece.size() > kColumns - 1) {
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      out += "\r\n";
      column = 0;
      continue;
    }
    const bool before_end = i + 1 == text.size() || text[i + 1] == '\n';
    const bool plain = is_printable(c) && c != '=' && !(c == ' ' && before_end);
    put(plain ? std::string(1, c) : fmt::format("={:02X}", static_cast<unsigned char>(c)));
  }
  return out;
}

std::string format_mail_date(world::UtcTime time) {
  constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const auto day = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(seconds - day);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", kDays[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

}  // namespace checkride::runtime::notify
