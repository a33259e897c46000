// SmtpSink: a mail server on a world's network for tests; keeps what it accepted and misbehaves on request.
//
//   SmtpSink sink(host, {.reply_at = 3, .misbehaviour = SmtpMisbehaviour::reset});
//   group.spawn("smtp", sink.serve());
//   ... sink.mails() ...
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/tls/tls.hpp"
#include "checkride/values/base64.hpp"
#include "checkride/world/world.hpp"

namespace checkride::test {

// Instead of the reply: nothing for ever, an orderly end, a reset, bytes that are no reply, a 4xx, a 5xx.
enum class SmtpMisbehaviour { stall, close, reset, garbage, temporary, permanent };

struct SmtpSinkOptions {
  std::uint16_t port = 587;
  std::optional<tls::Server> tls{};  // STARTTLS is offered, and done
  bool tls_at_once = false;          // instead: from the first byte
  std::string chatter{};             // said in one breath with the answer to STARTTLS, before TLS
  std::string logins{};              // offered: "PLAIN LOGIN"; mail is refused before one succeeds
  std::string user{};
  std::string password{};
  // The reply, counted from 0 over all connections, in whose place the misbehaviour comes. None: never.
  std::optional<int> reply_at{};
  SmtpMisbehaviour misbehaviour = SmtpMisbehaviour::reset;
  // Replies to RCPT TO by address, each given once; later the address is accepted.
  std::map<std::string, std::string> recipient_replies{};
};

struct SmtpMail {
  std::string from;
  std::vector<std::string> recipients;
  std::string data;  // as sent after DATA, dots still stuffed, without the end mark
};

class SmtpSink {
 public:
  // `world` outlives the sink, the sink what it serves.
  SmtpSink(world::World& world, SmtpSinkOptions options) : world_(world), options_(std::move(options)) {}

  // Listens and serves until cancelled.
  world::Task<> serve() {
    world::Endpoint where;
    where.host = "0.0.0.0";
    where.port = options_.port;
    auto listener = world_.network().listen(where);
    if (!listener) co_return;
    world::TaskGroup connections(world_.executor());
    while (true) {
      auto accepted = co_await (*listener)->accept();
      if (!accepted) co_return;
      auto stream = std::make_shared<world::Stream>(std::move(*accepted));
      connections.spawn("smtp connection", talk(std::move(stream)));
    }
  }

  const std::vector<SmtpMail>& mails() const { return mails_; }
  // Command lines heard, in order.
  const std::vector<std::string>& commands() const { return commands_; }
  int connections() const { return connections_; }
  // Whether the misbehaviour has come to pass.
  bool misbehaved() const { return misbehaved_; }

 private:
  struct Conversation {
    std::shared_ptr<world::Stream> stream;
    std::string unread;
    SmtpMail mail;
    bool encrypted = false;
    bool logged_in = false;
    bool over = false;
  };

  world::Task<> talk(std::shared_ptr<world::Stream> stream) {
    connections_++;
    Conversation with;
    with.stream = std::move(stream);
    with.logged_in = options_.logins.empty();
    if (options_.tls_at_once && !co_await encrypt(with)) co_return;
    co_await reply(with, "220 mail.test ready");
    while (!with.over) {
      std::optional<std::string> line = co_await next(with, "\r\n");
      if (!line) co_return;
      commands_.push_back(*line);
      co_await obey(with, *line);
    }
    if (with.stream->is_open()) with.stream->close();
  }

  world::Task<> obey(Conversation& with, std::string line) {
    if (line.starts_with("EHLO")) {
      std::string offers = extensions(with);
      co_await reply(with, std::move(offers));
    } else if (line == "STARTTLS" && options_.tls && !with.encrypted) {
      if (!co_await reply(with, "220 go ahead" + options_.chatter)) co_return;
      if (!co_await encrypt(with)) with.over = true;
    } else if (line.starts_with("AUTH ")) {
      co_await log_in(with, std::move(line));
    } else if (line.starts_with("MAIL FROM:<") && !with.logged_in) {
      co_await reply(with, "530 log in first");
    } else if (line.starts_with("MAIL FROM:<")) {
      with.mail = SmtpMail();
      with.mail.from = line.substr(11, line.size() - 12);
      co_await reply(with, "250 sender noted");
    } else if (line.starts_with("RCPT TO:<")) {
      co_await take_recipient(with, line.substr(9, line.size() - 10));
    } else if (line == "DATA") {
      if (!co_await reply(with, "354 go on")) co_return;
      std::optional<std::string> data = co_await next(with, "\r\n.\r\n");
      if (!data) co_return;
      with.mail.data = *data + "\r\n";
      mails_.push_back(with.mail);
      co_await reply(with, "250 taken");
    } else if (line == "QUIT") {
      co_await reply(with, "221 bye");
      with.over = true;
    } else {
      co_await reply(with, "500 what?");
    }
  }

  std::string extensions(const Conversation& with) const {
    std::string text = "250-mail.test\r\n";
    if (options_.tls && !options_.tls_at_once && !with.encrypted) text += "250-STARTTLS\r\n";
    if (!options_.logins.empty()) text += "250-AUTH " + options_.logins + "\r\n";
    return text + "250 SIZE 1000000";
  }

  world::Task<bool> encrypt(Conversation& with) {
    tls::Server server = *options_.tls;
    auto secure = co_await tls::accept(world_, std::move(server), std::move(*with.stream));
    if (!secure) co_return false;
    *with.stream = std::move(*secure);
    with.encrypted = true;
    co_return true;
  }

  world::Task<> log_in(Conversation& with, std::string line) {
    const std::string nul(1, '\0');
    std::string expected = "AUTH PLAIN " + values::base64(nul + options_.user + nul + options_.password);
    if (line == "AUTH LOGIN") {
      co_await reply(with, "334 VXNlcm5hbWU6");
      const auto user = co_await next(with, "\r\n");
      co_await reply(with, "334 UGFzc3dvcmQ6");
      const auto password = co_await next(with, "\r\n");
      line = user.value_or("") + " " + password.value_or("");
      expected = values::base64(options_.user) + " " + values::base64(options_.password);
    }
    with.logged_in = line == expected;
    std::string answer = "235 welcome";
    if (!with.logged_in) answer = "535 wrong: " + line;
    co_await reply(with, std::move(answer));
  }

  world::Task<> take_recipient(Conversation& with, std::string address) {
    std::string answer = "250 recipient noted";
    if (const auto special = options_.recipient_replies.find(address); special != options_.recipient_replies.end()) {
      answer = special->second;
      options_.recipient_replies.erase(special);
    } else {
      with.mail.recipients.push_back(address);
    }
    co_await reply(with, std::move(answer));
  }

  // False when the misbehaviour came instead, or the peer is gone.
  world::Task<bool> reply(Conversation& with, std::string text) {
    if (options_.reply_at == replies_++) {
      misbehaved_ = true;
      co_await misbehave(with);
      co_return false;
    }
    text += "\r\n";
    const std::string_view bytes = text;
    auto sent = co_await world::write_all(*with.stream, bytes);
    if (!sent) with.over = true;
    co_return !with.over;
  }

  world::Task<> misbehave(Conversation& with) {
    with.over = true;
    std::string_view bytes;
    switch (options_.misbehaviour) {
      case SmtpMisbehaviour::stall:
        co_await world_.clock().sleep_for(std::chrono::minutes(10));
        co_return;
      case SmtpMisbehaviour::close:
        co_return;
      case SmtpMisbehaviour::reset:
        with.stream->reset();
        co_return;
      case SmtpMisbehaviour::garbage:
        bytes = "\x01\x02\x03 what is this\r\n";
        break;
      case SmtpMisbehaviour::temporary:
        bytes = "451 try again later\r\n";
        break;
      case SmtpMisbehaviour::permanent:
        bytes = "554 never\r\n";
        break;
    }
    (void)co_await world::write_all(*with.stream, bytes);  // the peer may be gone by now
  }

  // What comes before `mark`; none at the end of the stream.
  world::Task<std::optional<std::string>> next(Conversation& with, std::string_view mark) {
    while (true) {
      if (const std::size_t end = with.unread.find(mark); end != std::string::npos) {
        std::string part = with.unread.substr(0, end);
        with.unread.erase(0, end + mark.size());
        co_return part;
      }
      std::array<std::byte, 1024> bytes;
      auto count = co_await world::read_some(*with.stream, std::span<std::byte>(bytes));
      if (!count) co_return std::nullopt;
      for (std::size_t i = 0; i < *count; ++i) with.unread += static_cast<char>(bytes[i]);
    }
  }

  world::World& world_;
  SmtpSinkOptions options_;
  std::vector<SmtpMail> mails_;
  std::vector<std::string> commands_;
  int connections_ = 0;
  int replies_ = 0;
  bool misbehaved_ = false;
};

}  // namespace checkride::test
