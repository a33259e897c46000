#include "smtp_sink.hpp"

#include <algorithm>
#include <array>

#include "mail_text.hpp"

namespace checkride::harness {

namespace {

bool starts_with_word(std::string_view line, std::string_view word) {
  if (line.size() < word.size()) return false;
  return std::equal(word.begin(), word.end(), line.begin(),
                    [](char w, char c) { return w == (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c); });
}

// The address between < and >.
std::string address_in(std::string_view line) {
  const auto open = line.find('<');
  const auto close = line.find('>', open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  return std::string(line.substr(open + 1, close - open - 1));
}

world::Task<> serve_connection(world::Stream stream, MailInbox& inbox) {
  SmtpDialogue dialogue(inbox);
  std::string reply = SmtpDialogue::greeting();
  std::array<char, 4096> bytes;
  while (true) {
    if (!reply.empty()) {
      const auto written = co_await world::write_all(stream, std::string_view(reply));
      if (!written) break;
    }
    if (dialogue.ended()) break;
    const auto count = co_await world::read_some(stream, std::as_writable_bytes(std::span(bytes)));
    if (!count) break;  // the client went away: what it finished is in the inbox
    reply = dialogue.receive(std::string_view(bytes.data(), *count));
  }
  stream.close();
}

}  // namespace

std::string SmtpDialogue::greeting() {
  return "220 checkride mail sink\r\n";
}

std::string SmtpDialogue::receive(std::string_view bytes) {
  pending_ += bytes;
  std::string replies;
  std::size_t begin = 0;
  while (!ended_) {
    const auto end = pending_.find('\n', begin);
    if (end == std::string::npos) break;
    std::string_view line = std::string_view(pending_).substr(begin, end - begin);
    begin = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    replies += in_data_ ? data_line(line) : command(line);
  }
  pending_.erase(0, begin);
  if (pending_.size() > kLineBytesMax) {
    ended_ = true;
    replies += "500 line too long\r\n";
  }
  return replies;
}

std::string SmtpDialogue::command(std::string_view line) {
  if (starts_with_word(line, "EHLO")) return reset(), "250-checkride\r\n250-8BITMIME\r\n250 SIZE 4194304\r\n";
  if (starts_with_word(line, "HELO")) return reset(), "250 checkride\r\n";
  if (starts_with_word(line, "MAIL FROM:")) {
    if (has_sender_) return "503 a transaction is open already\r\n";
    has_sender_ = true;
    sender_ = address_in(line);
    return "250 sender ok\r\n";
  }
  if (starts_with_word(line, "RCPT TO:")) return recipient(line);
  if (starts_with_word(line, "DATA")) {
    if (recipients_.empty()) return "503 no recipient yet\r\n";
    in_data_ = true;
    return "354 end with a dot on a line of its own\r\n";
  }
  if (starts_with_word(line, "RSET")) return reset(), "250 ok\r\n";
  if (starts_with_word(line, "NOOP")) return "250 ok\r\n";
  if (starts_with_word(line, "QUIT")) {
    ended_ = true;
    return "221 bye\r\n";
  }
  return "502 not implemented\r\n";
}

std::string SmtpDialogue::recipient(std::string_view line) {
  const std::string address = address_in(line);
  if (!has_sender_) return "503 MAIL first\r\n";
  if (address.empty()) return "501 an address in <> is needed\r\n";
  if (recipients_.size() >= kRecipientsMax) return "452 too many recipients\r\n";
  recipients_.push_back(address);
  return "250 recipient ok\r\n";
}

std::string SmtpDialogue::data_line(std::string_view line) {
  if (line != ".") {
    if (message_.size() + line.size() > kMessageBytesMax) {
      ended_ = true;
      return "552 message too big\r\n";
    }
    message_ += line.starts_with('.') ? line.substr(1) : line;
    message_ += "\r\n";
    return {};
  }
  MailContent content = read_mail_content(message_);
  Mail mail{sender_, recipients_, std::move(content.subject), std::move(content.text)};
  reset();
  inbox_.add(std::move(mail));
  return "250 kept\r\n";
}

void SmtpDialogue::reset() {
  in_data_ = false;
  has_sender_ = false;
  sender_.clear();
  recipients_.clear();
  message_.clear();
}

world::Task<> serve_smtp(world::World& world, std::unique_ptr<world::Listener> listener, MailInbox& inbox) {
  world::TaskGroup connections(world.executor());
  while (true) {
    auto stream = co_await listener->accept();
    if (!stream) break;  // closed
    connections.spawn("smtp connection", serve_connection(std::move(*stream), inbox));
  }
}

}  // namespace checkride::harness
