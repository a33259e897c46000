#include "notify/smtp_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "checkride/result/assert.hpp"
#include "checkride/values/base64.hpp"
#include "mutants.hpp"
#include "notify/smtp_text.hpp"

namespace checkride::runtime::notify {

namespace {

Outcome refused(const SmtpServer& server, std::string_view step, const SmtpReply& reply) {
  const bool final = reply.code >= 500 || is_mutant(Mutant::greylisting_is_final);
  Outcome outcome(final ? Verdict::permanent : Verdict::temporary);
  outcome.text = fmt::format("mail server {} answered \"{}\" to {}", server.address.text(), reply.text(), step);
  return outcome;
}

Outcome broken(const SmtpServer& server, std::string_view step, const Error& error) {
  return Outcome::temporary(fmt::format("mail server {}, {}: {}", server.address.text(), step, error.message()));
}

// One transaction on an open connection. Each step returns the outcome that ends it, if any.
class Transaction {
 public:
  Transaction(SmtpDialogue& dialogue, const SmtpServer& server, TrustStore& trust)
      : dialogue_(dialogue), server_(server), trust_(trust) {}

  // Until the server may be told of a mail: greeting, encryption, login.
  world::Task<std::optional<Outcome>> begin(world::World& world) {
    if (server_.tls) {
      auto trust = trust_.client(world, server_.ca_file);
      if (!trust) co_return broken(server_, "TLS", trust.error());
      if (auto end = co_await encrypt(world, std::move(*trust))) co_return end;
    }
    auto hello = co_await dialogue_.reply();
    if (!hello) co_return broken(server_, "greeting", hello.error());
    if (!hello->positive()) co_return refused(server_, "the connection", *hello);
    if (auto end = co_await greet()) co_return end;
    if (!encrypted_) {
      if (auto end = co_await start_tls(world)) co_return end;
    }
    co_return co_await log_in();
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
    // Refused for good by all: they stay those whom it did not reach.
    if (put_off_.empty()) co_return last_refusal;
    last_refusal->verdict = Verdict::temporary;
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
  world::Task<std::optional<Outcome>> greet() {
    auto extended = co_await dialogue_.command("EHLO " + server_.hello_name);
    if (!extended) co_return broken(server_, "EHLO", extended.error());
    if (extended->code >= 500) {
      // A server from before extensions still speaks HELO.
      extended = co_await dialogue_.command("HELO " + server_.hello_name);
      if (!extended) co_return broken(server_, "HELO", extended.error());
    }
    if (!extended->positive()) co_return refused(server_, "EHLO", *extended);
    extensions_ = std::move(*extended);
    co_return std::nullopt;
  }

  world::Task<std::optional<Outcome>> encrypt(world::World& world, tls::Client trust) {
    const auto encrypted = co_await dialogue_.start_tls(world, std::move(trust), server_.address.host);
    if (!encrypted) co_return broken(server_, "TLS", encrypted.error());
    encrypted_ = true;
    co_return std::nullopt;
  }

  world::Task<std::optional<Outcome>> start_tls(world::World& world) {
    if (server_.starttls == StartTls::never) co_return std::nullopt;
    const std::string where = server_.address.text();
    if (!extensions_.offers("STARTTLS")) {
      if (server_.starttls == StartTls::required) {
        co_return Outcome::permanent(
            fmt::format("mail server {} does not offer STARTTLS, which is required: to send unencrypted set "
                        "alert_manager.smtp.starttls to optional or never",
                        where));
      }
      result_.warnings.push_back(fmt::format("the mail went unencrypted to {}: it does not offer STARTTLS", where));
      co_return std::nullopt;
    }
    auto trust = trust_.client(world, server_.ca_file);
    if (!trust) co_return broken(server_, "TLS", trust.error());
    auto ready = co_await dialogue_.command(std::string("STARTTLS"));
    if (!ready) co_return broken(server_, "STARTTLS", ready.error());
    if (!ready->positive()) co_return refused(server_, "STARTTLS", *ready);
    if (auto end = co_await encrypt(world, std::move(*trust))) co_return end;
    co_return co_await greet();  // what was offered before counts no more (RFC 3207)
  }

  world::Task<std::optional<Outcome>> log_in() {
    if (server_.username.empty()) co_return std::nullopt;
    const std::string where = server_.address.text();
    if (!encrypted_) {
      result_.warnings.push_back(fmt::format("not logged in at {}: a password is never sent unencrypted", where));
      co_return std::nullopt;
    }
    const std::vector<std::string> ways = extensions_.words_of("AUTH");
    const auto offered = [&](std::string_view way) { return std::find(ways.begin(), ways.end(), way) != ways.end(); };
    if (offered("PLAIN")) {
      const std::string nul(1, '\0');
      std::string plain = nul + server_.username + nul + server_.password.reveal();
      std::vector<std::string> lines{"AUTH PLAIN " + values::base64(plain)};
      co_return co_await authenticate(std::move(lines));
    }
    if (offered("LOGIN")) {
      const std::string& password = server_.password.reveal();
      std::vector<std::string> lines{"AUTH LOGIN", values::base64(server_.username), values::base64(password)};
      co_return co_await authenticate(std::move(lines));
    }
    co_return Outcome::permanent(
        fmt::format("mail server {} offers no login by AUTH PLAIN or AUTH LOGIN: take "
                    "alert_manager.smtp.username out, or name another server",
                    where));
  }

  // The lines of a login one by one: the server asks for each further one by 334.
  world::Task<std::optional<Outcome>> authenticate(std::vector<std::string> lines) {
    constexpr int kGoOn = 334;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      auto reply = co_await dialogue_.command(lines[i]);
      // What the server says may repeat what it was told: of a login only the code is passed on.
      if (!reply) co_return broken(server_, "the login", Error(reply.error().code()));
      const bool last = i + 1 == lines.size();
      if (last ? reply->code / 100 != 2 : reply->code != kGoOn) {
        SmtpReply bare;
        bare.code = reply->code;
        co_return refused(server_, "the login", bare);
      }
    }
    co_return std::nullopt;
  }

  SmtpDialogue& dialogue_;
  const SmtpServer& server_;
  TrustStore& trust_;
  SmtpReply extensions_;
  bool encrypted_ = false;
  std::vector<std::string> accepted_;
  std::vector<std::string> put_off_;
  Outcome result_;
};

world::Task<Outcome> run_transaction(world::World& world, TrustStore& trust, SmtpDialogue& dialogue,
                                     const SmtpServer& server, std::string from, std::vector<std::string>& recipients,
                                     std::string message) {
  Transaction transaction(dialogue, server, trust);
  if (auto end = co_await transaction.begin(world)) co_return *end;
  if (auto end = co_await transaction.address(std::move(from), recipients)) co_return *end;
  co_return co_await transaction.hand_over(std::move(message), recipients);
}

}  // namespace

world::Task<SentMail> send_mail(world::World& world, TrustStore& trust, SmtpServer server, std::string from,
                                std::vector<std::string>& recipients, std::string message) {
  if (!is_mail_address(from)) co_return SentMail(Outcome::permanent("alert_manager.smtp.from is no mail address"));
  for (const std::string& recipient : recipients) {
    if (is_mail_address(recipient)) continue;
    co_return SentMail(Outcome::permanent("alert_manager.smtp.to holds no mail address"));
  }
  auto connected = co_await world::within(world.clock(), server.timeout, world.network().connect(server.address));
  if (!connected) co_return SentMail(broken(server, "connecting", connected.error()));
  auto dialogue = std::make_unique<SmtpDialogue>(world.clock(), std::move(*connected), server.timeout);
  Outcome outcome =
      co_await run_transaction(world, trust, *dialogue, server, std::move(from), recipients, std::move(message));
  // A server that was given the password may say it in any later answer.
  outcome.hide(server.password);
  if (!dialogue->is_open()) dialogue.reset();
  co_return SentMail(std::move(outcome), std::move(dialogue));
}

// The message is settled by now: how the goodbye goes changes nothing.
world::Task<> take_leave(std::unique_ptr<SmtpDialogue> connection) {
  CHECKRIDE_ASSERT(connection != nullptr);
  (void)co_await connection->command(std::string("QUIT"));
  connection->close();
}

}  // namespace checkride::runtime::notify
