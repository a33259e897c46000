#include "notify/smtp_dialogue.hpp"

#include <boost/system/errc.hpp>
#include <span>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::runtime::notify {

world::Task<Result<SmtpReply>> SmtpDialogue::reply() {
  co_return co_await world::within(clock_, timeout_, read_reply());
}

world::Task<Result<SmtpReply>> SmtpDialogue::command(std::string line) {
  CHECKRIDE_ASSERT(line.find_first_of("\r\n") == std::string::npos);
  line += "\r\n";
  co_return co_await data(std::move(line));
}

world::Task<Result<SmtpReply>> SmtpDialogue::data(std::string bytes) {
  CO_TRY_VOID(co_await world::within(clock_, timeout_, world::write_all(stream_, std::string_view(bytes))));
  co_return co_await reply();
}

world::Task<Result<>> SmtpDialogue::start_tls(world::World& world, tls::Client trust, std::string host) {
  if (!unread_.empty()) {
    co_return Error(make_error_code(boost::system::errc::protocol_error), "the server went on talking before TLS");
  }
  auto handshake = tls::connect(world, std::move(trust), std::move(stream_), std::move(host));
  CO_TRY(stream_, co_await world::within(clock_, timeout_, std::move(handshake)));
  co_return Result<>();
}

world::Task<Result<SmtpReply>> SmtpDialogue::read_reply() {
  SmtpReplyReader reader;
  while (true) {
    CO_TRY(const std::string line, co_await read_line());
    CO_TRY(std::optional<SmtpReply> whole, reader.take(line));
    if (whole) co_return std::move(*whole);
  }
}

world::Task<Result<std::string>> SmtpDialogue::read_line() {
  while (true) {
    if (const std::size_t end = unread_.find('\n'); end != std::string::npos) {
      std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      if (line.ends_with('\r')) line.pop_back();
      co_return line;
    }
    if (unread_.size() > kReplyLineBytesMax) {
      co_return Error(make_error_code(boost::system::errc::message_size), "an SMTP reply line that does not end");
    }
    std::array<std::byte, 1024> bytes;
    CO_TRY(const std::size_t count, co_await world::read_some(stream_, std::span<std::byte>(bytes)));
    for (std::size_t i = 0; i < count; ++i) unread_ += static_cast<char>(bytes[i]);
  }
}

}  // namespace checkride::runtime::notify
