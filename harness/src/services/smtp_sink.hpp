// A mail server that keeps what it is sent: the receiving side of SMTP (RFC 5321) without relaying.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/world.hpp"
#include "inbox.hpp"

namespace checkride::harness {

// One connection's dialogue, without I/O: bytes in, replies out, mails to the inbox.
class SmtpDialogue {
 public:
  // `inbox` outlives the dialogue.
  explicit SmtpDialogue(MailInbox& inbox) : inbox_(inbox) {}

  // The line a server speaks first.
  static std::string greeting();
  // The replies to what these bytes complete.
  std::string receive(std::string_view bytes);
  // After QUIT, or a line or message beyond the limits: send the replies and close.
  bool ended() const { return ended_; }

  static constexpr std::size_t kLineBytesMax = 2048;
  static constexpr std::size_t kMessageBytesMax = 4 * 1024 * 1024;
  static constexpr std::size_t kRecipientsMax = 100;

 private:
  std::string command(std::string_view line);
  std::string recipient(std::string_view line);
  std::string data_line(std::string_view line);
  void reset();

  MailInbox& inbox_;
  std::string pending_;
  bool in_data_ = false;
  bool ended_ = false;
  bool has_sender_ = false;
  std::string sender_;
  std::vector<std::string> recipients_;
  std::string message_;
};

// Serves until cancelled. `world` and `inbox` outlive the task.
world::Task<> serve_smtp(world::World& world, std::unique_ptr<world::Listener> listener, MailInbox& inbox);

}  // namespace checkride::harness
