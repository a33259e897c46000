// The receiving side of one connection of SMTP (RFC 5321), with STARTTLS (RFC 3207) and login (RFC 4954), without I/O:
// bytes in, replies out, mails to the inbox.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/service_specs.hpp"
#include "services/inbox.hpp"
#include "services/smtp_faults.hpp"

namespace checkride::harness {

// What is said next, and where in the talk.
struct SmtpReply {
  SmtpAt at = SmtpAt::other;
  std::string text;         // whole lines
  std::string address;      // that the command named
  SmtpTurn turn{};          // a strike comes in the place of the text; a cut ends the talk within it
  bool starts_tls = false;  // behind it both sides begin a handshake
  bool ends = false;        // behind it the connection is closed

  int code() const;
  bool refuses() const { return code() >= 400; }
};

class SmtpDialogue {
 public:
  // Everything outlives the dialogue. `encrypted`: the connection was, from its first byte.
  SmtpDialogue(const SmtpSpec& spec, SmtpFaults& faults, MailInbox& inbox, std::string peer, bool encrypted);

  // What a server speaks first.
  SmtpReply greeting(world::Instant now);
  void feed(std::string_view bytes) { pending_ += bytes; }
  // The reply to the next of what was fed; none: more is needed. Not after a strike or an end.
  std::optional<SmtpReply> next(world::Instant now);
  // The handshake is done: everything begins anew, and what was fed before it counts no more.
  void secured();

  static constexpr std::size_t kLineBytesMax = 2048;

 private:
  SmtpReply reply_to(std::string_view line, world::Instant now);
  SmtpReply with_faults(SmtpAt at, std::string_view address, world::Instant now);
  void run(SmtpAt at, std::string_view line, SmtpReply& reply);
  std::string greet(std::string_view line);
  std::string extensions() const;
  std::string sender(std::string_view line);
  std::string recipient(std::string_view address);
  std::string begin_data();
  std::optional<SmtpReply> data_line(std::string_view line, world::Instant now);
  std::string keep();
  std::string log_in(std::string_view line);
  std::string login_line(std::string_view line);
  std::string judge_login(std::string_view user, std::string_view password);
  bool offers_login() const;
  void forget_mail();

  const SmtpSpec& spec_;
  SmtpFaults& faults_;
  MailInbox& inbox_;
  std::string peer_;
  bool encrypted_;
  std::string pending_;
  bool in_data_ = false;
  enum class Login { none, plain, user, password };
  Login login_ = Login::none;  // what the next line is
  std::string user_;
  bool logged_in_ = false;
  bool has_sender_ = false;
  std::string sender_;
  std::vector<std::string> recipients_;
  std::string message_;
};

}  // namespace checkride::harness
