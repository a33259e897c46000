#include "notify/smtp_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/system/errc.hpp>
#include <sstream>

#include "checkride/values/ascii.hpp"
#include "notify/texts.hpp"

namespace checkride::runtime::notify {

namespace {

// Is it the line of this extension?
bool names(std::string_view line, std::string_view keyword) {
  return values::same_text(line.substr(0, line.find(' ')), keyword);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Error not_smtp(std::string_view line) {
  // What a server that is no mail server says may be long or binary: enough to recognise it is shown.
  std::string shown(line.substr(0, 40));
  for (char& c : shown) {
    if (c < ' ' || c > '~') c = '?';
  }
  return Error(make_error_code(boost::system::errc::protocol_error), fmt::format("not an SMTP reply: \"{}\"", shown));
}

}  // namespace

std::string SmtpReply::text() const {
  if (lines.empty() || lines.front().empty()) return fmt::format("{}", code);
  return fmt::format("{} {}", code, single_line(lines.front()));
}

bool SmtpReply::offers(std::string_view keyword) const {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return names(line, keyword); });
}

std::vector<std::string> SmtpReply::words_of(std::string_view keyword) const {
  std::vector<std::string> words;
  for (const std::string& line : lines) {
    if (!names(line, keyword)) continue;
    std::istringstream rest(values::upper(std::string_view(line).substr(keyword.size())));
    for (std::string word; rest >> word;) words.push_back(word);
  }
  return words;
}

Result<std::optional<SmtpReply>> SmtpReplyReader::take(std::string_view line) {
  if (line.size() < 3 || !std::all_of(line.begin(), line.begin() + 3, is_digit)) return not_smtp(line);
  if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return not_smtp(line);
  const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  if (code < 200 || code > 599) return not_smtp(line);
  if (!reply_.lines.empty() && code != reply_.code) return not_smtp(line);
  if (reply_.lines.size() == kReplyLinesMax) {
    return Error(make_error_code(boost::system::errc::message_size), "an SMTP reply of too many lines");
  }
  reply_.code = code;
  reply_.lines.emplace_back(line.size() > 4 ? line.substr(4) : std::string_view());
  if (line.size() > 3 && line[3] == '-') return std::optional<SmtpReply>();
  std::optional<SmtpReply> whole(std::move(reply_));
  reply_ = SmtpReply();
  return whole;
}

std::string stuff_dots(std::string_view message) {
  std::string out;
  out.reserve(message.size() + message.size() / 32 + 8);
  bool line_start = true;
  for (std::size_t i = 0; i < message.size(); ++i) {
    const char c = message[i];
    if (c == '\r' || c == '\n') {
      if (c == '\r' && i + 1 < message.size() && message[i + 1] == '\n') ++i;
      out += "\r\n";
      line_start = true;
      continue;
    }
    if (line_start && c == '.') out += '.';
    out += c;
    line_start = false;
  }
  if (!line_start) out += "\r\n";
  return out += ".\r\n";
}

std::optional<std::string> unstuff_dots(std::string_view data) {
  std::string out;
  while (true) {
    const std::size_t end = data.find("\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view line = data.substr(0, end);
    data.remove_prefix(end + 2);
    if (line == ".") return out;
    if (line.starts_with('.')) line.remove_prefix(1);
    out += line;
    out += "\r\n";
  }
}

bool is_mail_address(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == address.size() || address.size() > 254) return false;
  return std::all_of(address.begin(), address.end(), [](char c) {
    return c > ' ' && c <= '~' && c != '<' && c != '>' && c != ',' && c != ';' && c != '"' && c != '\\';
  });
}

std::string_view domain_of(std::string_view address) {
  return address.substr(address.rfind('@') + 1);
}

}  // namespace checkride::runtime::notify
