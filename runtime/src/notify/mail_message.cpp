#include "notify/mail_message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "checkride/values/base64.hpp"
#include "notify/smtp_text.hpp"

namespace checkride::runtime::notify {

namespace {

constexpr std::size_t kColumns = 76;
// 45 bytes of text give 60 of base64: with "=?UTF-8?B?" and "?=" that is 72, below the 75 that RFC 2047 allows.
constexpr std::size_t kEncodedWordBytes = 45;

bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}

std::string without_controls(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return out;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

// The length of the longest prefix of at most `limit` bytes that cuts no UTF-8 sequence.
std::size_t whole_characters(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text.size();
  std::size_t end = limit;
  while (end > 0 && is_continuation(text[end])) --end;
  return end == 0 ? limit : end;
}

std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t part = whole_characters(text, kEncodedWordBytes);
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?" + values::base64(text.substr(0, part)) + "?=";
    text.remove_prefix(part);
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

std::string joined(const std::vector<std::string>& addresses) {
  return fmt::format("{}", fmt::join(addresses, ", "));
}

}  // namespace

std::string header_field(std::string_view name, std::string_view text) {
  const std::string clean = without_controls(text);
  if (std::all_of(clean.begin(), clean.end(), is_printable)) return folded(name, clean);
  return fmt::format("{}: {}\r\n", name, encoded_words(clean));
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

std::string message_id_of(const Notification& notification, NotificationKind kind, std::string_view from) {
  return fmt::format("<{}.{}@{}>", episode_of(notification), to_string(kind), domain_of(from));
}

std::string make_mail(const Notification& notification, const MailAddresses& addresses) {
  const std::string body = body_of(notification);
  const bool ascii = std::all_of(body.begin(), body.end(), [](char c) { return is_printable(c) || c == '\n'; });
  std::string mail = header_field("Date", format_mail_date(notification.at));
  mail += header_field("From", addresses.from);
  mail += header_field("To", joined(addresses.to));
  mail += header_field("Subject", subject_of(notification));
  mail += header_field("Message-ID", message_id_of(notification, notification.kind, addresses.from));
  if (notification.kind == NotificationKind::resolved) {
    const std::string first = message_id_of(notification, NotificationKind::firing, addresses.from);
    mail += header_field("In-Reply-To", first);
    mail += header_field("References", first);
  }
  mail += header_field("Auto-Submitted", "auto-generated");
  mail += header_field("MIME-Version", "1.0");
  mail += header_field("Content-Type", "text/plain; charset=utf-8");
  mail += header_field("Content-Transfer-Encoding", ascii ? "7bit" : "quoted-printable");
  mail += "\r\n";
  if (!ascii) return mail + quoted_printable(body);
  for (const char c : body) mail += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return mail;
}

}  // namespace checkride::runtime::notify
