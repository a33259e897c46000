#include "notify/smtp_client.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "notify/smtp_dialogue.hpp"
#include "notify/smtp_text.hpp"

namespace checkride::runtime::notify {

namespace {

Outcome refused(const SmtpServer& server, std::string_view step, const SmtpReply& reply) {
  Outcome outcome(reply.code >= 500 ? Verdict::permanent : Verdict::temporary);
  outcome.text = fmt::format("mail server {} answered \"{}\" to {}", server.address.text(), reply.text(), step);
  return outcome;
}

Outcome broken(const SmtpServer& server, std::string_view step, const Error& error) {
  return Outcome::temporary(fmt::format("mail server {}, {}: {}", server.address.text(), step, error.message()));
}

// What the server's extensions and our configuration say about encryption: an outcome if that is the end of it.
std::optional<Outcome> check_encryption(const SmtpServer& server, const SmtpReply& greeting, Outcome& so_far) {
  const std::string where = server.address.text();
  const bool offered = greeting.offers("STARTTLS");
  if (server.starttls == StartTls::required) {
    return Outcome::permanent(fmt::format(
        "mail server {} {}; this build cannot do TLS yet: to send unencrypted set alert_manager.smtp.starttls to "
        "optional or never",
        where,
        offered ? "would be asked for STARTTLS, which is required" : "does not offer STARTTLS, which is required"));
  }
  if (server.starttls == StartTls::optional) {
    so_far.warnings.push_back(fmt::format("the mail went unencrypted to {}: {}", where,
                                          offered ? "this build cannot do TLS yet" : "it does not offer STARTTLS"));
  }
  if (server.has_login) {
    so_far.warnings.push_back(fmt::format("not logged in at {}: a password is never sent unencrypted", where));
  }
  return std::nullopt;
}

// One transaction on an open connection. Each step returns the outcome that ends it, if any.
class Transaction {
 public:
  Transaction(SmtpDialogue& dialogue, const SmtpServer& server) : dialogue_(dialogue), server_(server) {}

  world::Task<std::optional<Outcome>> greet() {
    auto hello = co_await dialogue_.reply();
    if (!hello) co_return broken(server_, "greeting", hello.error());
    if (!hello->positive()) co_return refused(server_, "the connection", *hello);
    auto extended = co_await dialogue_.command("EHLO " + server_.hello_name);
    if (!extended) co_return broken(server_, "EHLO", extended.error());
    if (extended->code >= 500) {
      // A server from before extensions still speaks HELO.
      extended = co_await dialogue_.command("HELO " + server_.hello_name);
      if (!extended) co_return broken(server_, "HELO", extended.error());
    }
    if (!extended->positive()) co_return refused(server_, "EHLO", *extended);
    co_return check_encryption(server_, *extended, result_);
  }

  world::Task<std::optional<Outcome>> address(std::string from, std::vector<std::string>& recipients) {
    auto sender = co_await dialogue_.command(fmt::format("MAIL FROM:<{}>", from));
    if (!sender) co_return broken(server_, "MAIL FROM", sender.error());
    if (!sender->positive()) co_return refused(server_, "MAIL FROM", *sender);
    std::optional<Outcome> last_refusal;
    for (const std::string& recipient : recipients) {
      auto reply = co_await dialogue_.command(fmt::format("RCPT TO:<{}>", recipient));
      if (!reply) co_return broken(server_, "RCPT TO", reply.error());
      if (reply->positive()) {
        accepted_.push_back(recipient);
        continue;
      }
      last_refusal = refused(server_, "RCPT TO:<" + recipient + ">", *reply);
      if (last_refusal->verdict == Verdict::temporary) put_off_.push_back(recipient);
      result_.warnings.push_back(last_refusal->text);
    }
    if (!accepted_.empty()) co_return std::nullopt;
    if (!put_off_.empty()) last_refusal->verdict = Verdict::temporary;
    recipients = put_off_;
    co_return last_refusal;
  }

  world::Task<Outcome> hand_over(std::string message, std::vector<std::string>& recipients) {
    auto ready = co_await dialogue_.command(std::string("DATA"));
    if (!ready) co_return broken(server_, "DATA", ready.error());
    if (ready->code != 354) co_return refused(server_, "DATA", *ready);
    auto taken = co_await dialogue_.data(stuff_dots(message));
    if (!taken) co_return broken(server_, "the message", taken.error());
    if (!taken->positive()) co_return refused(server_, "the message", *taken);
    recipients = put_off_;
    result_.text = fmt::format("mail server {} took it: {}", server_.address.text(), taken->text());
    if (!put_off_.empty()) {
      result_.verdict = Verdict::temporary;
      result_.text = fmt::format("mail server {} put off {} of {} recipients", server_.address.text(), put_off_.size(),
                                 put_off_.size() + accepted_.size());
    }
    co_return result_;
  }

 private:
  SmtpDialogue& dialogue_;
  const SmtpServer& server_;
  std::vector<std::string> accepted_;
  std::vector<std::string> put_off_;
  Outcome result_;
};

world::Task<Outcome> run_transaction(SmtpDialogue& dialogue, const SmtpServer& server, std::string from,
                                     std::vector<std::string>& recipients, std::string message) {
  Transaction transaction(dialogue, server);
  if (auto end = co_await transaction.greet()) co_return *end;
  if (auto end = co_await transaction.address(std::move(from), recipients)) co_return *end;
  co_return co_await transaction.hand_over(std::move(message), recipients);
}

}  // namespace

world::Task<Outcome> send_mail(world::World& world, SmtpServer server, std::string from,
                               std::vector<std::string>& recipients, std::string message) {
  if (!is_mail_address(from)) co_return Outcome::permanent("alert_manager.smtp.from is no mail address");
  for (const std::string& recipient : recipients) {
    if (!is_mail_address(recipient)) co_return Outcome::permanent("alert_manager.smtp.to holds no mail address");
  }
  auto connected = co_await world::within(world.clock(), server.timeout, world.network().connect(server.address));
  if (!connected) co_return broken(server, "connecting", connected.error());
  SmtpDialogue dialogue(world.clock(), std::move(*connected), server.timeout);
  const Outcome outcome = co_await run_transaction(dialogue, server, std::move(from), recipients, std::move(message));
  // The message is settled by now: how the goodbye goes changes nothing.
  (void)co_await dialogue.command(std::string("QUIT"));
  dialogue.close();
  co_return outcome;
}

}  // namespace checkride::runtime::notify
