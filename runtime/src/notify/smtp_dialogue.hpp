// SmtpDialogue: commands and replies on one connection to a mail server, each bounded in time.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "checkride/tls/tls.hpp"
#include "checkride/world/world.hpp"
#include "notify/smtp_text.hpp"

namespace checkride::runtime::notify {

class SmtpDialogue {
 public:
  // `clock` outlives the dialogue.
  SmtpDialogue(world::Clock& clock, world::Stream stream, world::Duration timeout)
      : clock_(clock), stream_(std::move(stream)), timeout_(timeout) {}

  // The next reply, whatever its code.
  world::Task<Result<SmtpReply>> reply();
  // Sends the line with its CRLF and waits for the reply. Requires a line without line breaks.
  world::Task<Result<SmtpReply>> command(std::string line);
  // Sends bytes as they are and waits for the reply.
  world::Task<Result<SmtpReply>> data(std::string bytes);
  // From here on everything is encrypted. What the server said before and nobody asked for would count as said under
  // TLS: that is an error (protocol_error), as is a handshake that fails, after which the dialogue is not open any
  // more.
  world::Task<Result<>> start_tls(world::World& world, tls::Client trust, std::string host);
  bool is_open() const { return stream_.is_open(); }
  void close() { stream_.close(); }

 private:
  world::Task<Result<SmtpReply>> read_reply();
  world::Task<Result<std::string>> read_line();

  world::Clock& clock_;
  world::Stream stream_;
  world::Duration timeout_;
  std::string unread_;
};

}  // namespace checkride::runtime::notify
