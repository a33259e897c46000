#include "services/smtp_dialogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "checkride/values/ascii.hpp"
#include "checkride/values/base64.hpp"
#include "services/mail_text.hpp"

namespace checkride::harness {

namespace {

constexpr std::string_view kOk = "250 ok\r\n";

bool starts_with_word(std::string_view line, std::string_view word) {
  return line.size() >= word.size() && values::same_text(line.substr(0, word.size()), word);
}

// The address between < and >.
std::string_view address_in(std::string_view line) {
  const auto open = line.find('<');
  const auto close = line.find('>', open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  return line.substr(open + 1, close - open - 1);
}

// What `MAIL FROM:<a@x> SIZE=1000` says of the size; 0: nothing.
std::uint64_t size_in(std::string_view line) {
  constexpr std::string_view kSize = " SIZE=";
  const std::string upper = values::upper(line);
  const auto at = upper.find(kSize);
  std::uint64_t size = 0;
  if (at != std::string::npos) std::from_chars(upper.data() + at + kSize.size(), upper.data() + upper.size(), size);
  return size;
}

struct Verb {
  std::string_view word;
  SmtpAt at;
};
constexpr Verb kVerbs[] = {{"EHLO", SmtpAt::ehlo},   {"HELO", SmtpAt::ehlo},       {"STARTTLS", SmtpAt::starttls},
                           {"AUTH ", SmtpAt::login}, {"MAIL FROM:", SmtpAt::mail}, {"RCPT TO:", SmtpAt::rcpt},
                           {"DATA", SmtpAt::data}};

SmtpAt place_of(std::string_view line) {
  for (const Verb& verb : kVerbs) {
    if (starts_with_word(line, verb.word)) return verb.at;
  }
  return SmtpAt::other;
}

}  // namespace

int SmtpReply::code() const {
  int code = 0;
  std::from_chars(text.data(), text.data() + std::min<std::size_t>(text.size(), 3), code);
  return code;
}

SmtpDialogue::SmtpDialogue(const SmtpSpec& spec, SmtpFaults& faults, MailInbox& inbox, std::string peer, bool encrypted)
    : spec_(spec), faults_(faults), inbox_(inbox), peer_(std::move(peer)), encrypted_(encrypted) {}

SmtpReply SmtpDialogue::greeting(world::Instant now) {
  SmtpReply reply = with_faults(SmtpAt::connect, {}, now);
  reply.ends = reply.refuses();
  if (reply.text.empty()) reply.text = "220 checkride mail sink\r\n";
  return reply;
}

std::optional<SmtpReply> SmtpDialogue::next(world::Instant now) {
  for (auto end = pending_.find('\n'); end != std::string::npos; end = pending_.find('\n')) {
    std::string line = pending_.substr(0, end);
    pending_.erase(0, end + 1);
    if (line.ends_with('\r')) line.pop_back();
    if (!in_data_) return reply_to(line, now);
    if (auto reply = data_line(line, now)) return reply;
  }
  if (pending_.size() <= kLineBytesMax) return std::nullopt;
  SmtpReply reply;
  reply.text = "500 line too long\r\n";
  reply.ends = true;
  return reply;
}

void SmtpDialogue::secured() {
  encrypted_ = true;
  logged_in_ = false;
  pending_.clear();
  forget_mail();
}

// What faults say comes first; then, where they say nothing, `text` is still empty.
SmtpReply SmtpDialogue::with_faults(SmtpAt at, std::string_view address, world::Instant now) {
  SmtpReply reply;
  reply.at = at;
  reply.address = address;
  SmtpPlace place{at, peer_, sender_, address, now};
  if (at == SmtpAt::mail) place.sender = address;
  reply.turn = faults_.turn(place);
  reply.text = reply.turn.refusal;
  // 421: the service closes, whatever it was asked (RFC 5321, 3.8).
  reply.ends = reply.code() == 421;
  return reply;
}

SmtpReply SmtpDialogue::reply_to(std::string_view line, world::Instant now) {
  const SmtpAt at = login_ == Login::none ? place_of(line) : SmtpAt::login;
  const std::string_view address = at == SmtpAt::mail || at == SmtpAt::rcpt ? address_in(line) : std::string_view();
  SmtpReply reply = with_faults(at, address, now);
  if (reply.turn.strike == Strike::none && reply.text.empty()) run(at, line, reply);
  if (reply.refuses()) login_ = Login::none;
  return reply;
}

void SmtpDialogue::run(SmtpAt at, std::string_view line, SmtpReply& reply) {
  switch (at) {
    case SmtpAt::ehlo:
      reply.text = greet(line);
      return;
    case SmtpAt::starttls:
      reply.starts_tls = spec_.tls == TlsMode::starttls && !encrypted_;
      reply.text = reply.starts_tls ? "220 begin\r\n" : "502 not implemented\r\n";
      return;
    case SmtpAt::login:
      reply.text = login_ == Login::none ? log_in(line) : login_line(line);
      return;
    case SmtpAt::mail:
      reply.text = sender(line);
      return;
    case SmtpAt::rcpt:
      reply.text = recipient(reply.address);
      return;
    case SmtpAt::data:
      reply.text = begin_data();
      return;
    case SmtpAt::connect:
    case SmtpAt::message:
    case SmtpAt::other:
      break;
  }
  reply.ends = starts_with_word(line, "QUIT");
  if (starts_with_word(line, "RSET")) forget_mail();
  const bool known = starts_with_word(line, "RSET") || starts_with_word(line, "NOOP");
  reply.text = reply.ends ? "221 bye\r\n" : known ? std::string(kOk) : "502 not implemented\r\n";
}

std::string SmtpDialogue::greet(std::string_view line) {
  forget_mail();
  return starts_with_word(line, "HELO") ? "250 checkride\r\n" : extensions();
}

std::string SmtpDialogue::extensions() const {
  std::string text = "250-checkride\r\n250-8BITMIME\r\n";
  if (spec_.tls == TlsMode::starttls && !encrypted_) text += "250-STARTTLS\r\n";
  if (offers_login()) {
    text += fmt::format("250-AUTH{}{}\r\n", spec_.login->plain ? " PLAIN" : "", spec_.login->login ? " LOGIN" : "");
  }
  return text + fmt::format("250 SIZE {}\r\n", spec_.size_max);
}

std::string SmtpDialogue::sender(std::string_view line) {
  if (has_sender_) return "503 a transaction is open already\r\n";
  if (spec_.login && !logged_in_) return "530 log in first\r\n";
  if (size_in(line) > spec_.size_max) return "552 message too big\r\n";
  has_sender_ = true;
  sender_ = address_in(line);
  return "250 sender ok\r\n";
}

std::string SmtpDialogue::recipient(std::string_view address) {
  if (!has_sender_) return "503 MAIL first\r\n";
  if (address.empty()) return "501 an address in <> is needed\r\n";
  if (recipients_.size() >= spec_.recipients_max) return "452 too many recipients\r\n";
  recipients_.emplace_back(address);
  return "250 recipient ok\r\n";
}

std::string SmtpDialogue::begin_data() {
  if (recipients_.empty()) return "503 no recipient yet\r\n";
  in_data_ = true;
  return "354 end with a dot on a line of its own\r\n";
}

std::optional<SmtpReply> SmtpDialogue::data_line(std::string_view line, world::Instant now) {
  if (line != ".") {
    message_ += line.starts_with('.') ? line.substr(1) : line;
    message_ += "\r\n";
    if (message_.size() <= spec_.size_max) return std::nullopt;
    SmtpReply reply;
    reply.at = SmtpAt::message;
    reply.text = "552 message too big\r\n";
    reply.ends = true;
    return reply;
  }
  SmtpReply reply = with_faults(SmtpAt::message, {}, now);
  if (reply.turn.strike == Strike::none && reply.text.empty()) reply.text = keep();
  forget_mail();
  return reply;
}

std::string SmtpDialogue::keep() {
  MailContent content = read_mail_content(message_);
  inbox_.add(Mail{sender_, recipients_, std::move(content.subject), std::move(content.text), std::move(content.id)});
  return "250 kept\r\n";
}

// ---- login

bool SmtpDialogue::offers_login() const {
  return spec_.login && (encrypted_ || spec_.tls == TlsMode::none);
}

std::string SmtpDialogue::log_in(std::string_view line) {
  if (!offers_login()) return spec_.login ? "538 not without encryption\r\n" : "502 not implemented\r\n";
  if (logged_in_) return "503 logged in already\r\n";
  const std::string_view rest = line.substr(std::string_view("AUTH ").size());
  const std::size_t space = rest.find(' ');
  const std::string_view way = rest.substr(0, space);
  const bool plain = values::same_text(way, "PLAIN") && spec_.login->plain;
  if (!plain && !(values::same_text(way, "LOGIN") && spec_.login->login)) return "504 not this way\r\n";
  login_ = plain ? Login::plain : Login::user;
  if (space != std::string_view::npos) return login_line(rest.substr(space + 1));
  return plain ? "334 \r\n" : "334 VXNlcm5hbWU6\r\n";  // "Username:"
}

std::string SmtpDialogue::login_line(std::string_view line) {
  const Login what = std::exchange(login_, Login::none);
  const auto said = values::from_base64(line);
  if (line == "*" || !said) return "501 no login\r\n";
  if (what == Login::user) {
    user_ = *said;
    login_ = Login::password;
    return "334 UGFzc3dvcmQ6\r\n";  // "Password:"
  }
  if (what == Login::password) return judge_login(user_, *said);
  // The identity to act as, the user and the password, each behind a NUL but the first.
  const std::size_t first = said->find('\0');
  const std::size_t second = first == std::string::npos ? first : said->find('\0', first + 1);
  if (second == std::string::npos) return "501 no login\r\n";
  return judge_login(std::string_view(*said).substr(first + 1, second - first - 1),
                     std::string_view(*said).substr(second + 1));
}

std::string SmtpDialogue::judge_login(std::string_view user, std::string_view password) {
  logged_in_ = user == spec_.login->user && password == spec_.login->password;
  return logged_in_ ? "235 welcome\r\n" : "535 wrong user or password\r\n";
}

void SmtpDialogue::forget_mail() {
  in_data_ = false;
  has_sender_ = false;
  sender_.clear();
  recipients_.clear();
  message_.clear();
}

}  // namespace checkride::harness
