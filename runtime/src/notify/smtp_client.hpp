// A small SMTP client (RFC 5321) over a world's streams: one message, one transaction, every recipient.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "checkride/world/world.hpp"
#include "config/config.hpp"
#include "notify/delivery.hpp"
#include "notify/smtp_dialogue.hpp"
#include "notify/trust.hpp"

namespace checkride::runtime::notify {

struct SmtpServer {
  world::Endpoint address;
  StartTls starttls = StartTls::required;
  bool tls = false;      // from the first byte; `starttls` does not matter then
  std::string ca_file;   // whose certificates are believed: see TrustStore
  std::string username;  // empty: no login
  Secret password;
  world::Duration timeout{std::chrono::seconds(10)};  // for the connection and for each reply
  std::string hello_name = "localhost";               // what EHLO says we are
};

// What came of a mail, and the connection if there still is one. It is to be ended by take_leave() when the outcome is
// written down: the goodbye may take as long as any reply, and who is cut off in it must not send the mail again.
struct SentMail {
  explicit SentMail(Outcome what, std::unique_ptr<SmtpDialogue> by = nullptr)
      : outcome(std::move(what)), connection(std::move(by)) {}
  Outcome outcome;
  std::unique_ptr<SmtpDialogue> connection;
};

// Sends `message` (RFC 5322, any line ends) from `from` to all of `recipients`, and takes out of `recipients` whom the
// server accepted or refused for good: what stays is worth another attempt. The outcome is
//   delivered   the server took the message for everybody it did not refuse for good (warnings name those)
//   temporary   no connection, a time-out, a reset, a 4xx reply, some recipients were put off, or TLS failed: another
//               attempt may meet a renewed certificate; nothing is sent unencrypted instead
//   permanent   a 5xx reply (also to the login), every recipient refused, or required TLS is not offered
// A password is only ever sent under TLS.
// A connection that breaks after the final dot and before its reply is temporary although the server may have the
// message: doubled mail is the lesser harm, and the Message-ID tells.
// `world`, `trust` and `recipients` outlive the call.
world::Task<SentMail> send_mail(world::World& world, TrustStore& trust, SmtpServer server, std::string from,
                                std::vector<std::string>& recipients, std::string message);
// Says QUIT and closes. Requires a connection.
world::Task<> take_leave(std::unique_ptr<SmtpDialogue> connection);

}  // namespace checkride::runtime::notify
