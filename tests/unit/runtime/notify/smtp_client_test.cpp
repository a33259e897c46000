// Goal: mail reaches everybody it can, once, and failures are told apart. Method: a mail server on a second virtual
// host that fails at its n-th reply, in every way, until a run passes untouched.
#include "notify/smtp_client.hpp"

#include "checkride/test/smtp_sink.hpp"
#include "checkride/test/world_test.hpp"
#include "notify/smtp_text.hpp"

namespace checkride::runtime::notify {
namespace {

using namespace std::chrono_literals;
using checkride::test::SmtpMisbehaviour;
using checkride::test::SmtpSink;
using checkride::test::SmtpSinkOptions;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::vector<std::string> kBoth{"ops-team@company.com", "flight-ops@company.com"};
const std::string kMessage = "Subject: test\r\n\r\n.hidden\r\n.\r\nend\r\n";

SmtpServer server_settings(StartTls starttls = StartTls::never) {
  SmtpServer server;
  server.address.host = "mail";
  server.address.port = 587;
  server.starttls = starttls;
  return server;
}

world::Task<int> serve(SmtpSink& sink) {
  co_await sink.serve();
  co_return 0;
}

// A world with a mail server; what one send_mail did.
struct Exchange {
  explicit Exchange(SmtpSinkOptions options)
      : mail(world.add_host("mail")), client(world.add_host("client")), sink(mail, std::move(options)) {
    mail.start("smtp", serve(sink));
  }
  void send(SmtpServer server, std::string from = "simconnect@company.com") {
    client.start("send", send_task(*this, std::move(server), std::move(from)));
    world.run_until(world.now() + 5min, [this] { return client.exit_code().has_value(); });
    EXPECT_EQ(client.exit_code(), 0) << client.failure();
    EXPECT_EQ(mail.failure(), "");
  }
  static world::Task<int> send_task(Exchange& self, SmtpServer server, std::string from) {
    SentMail sent =
        co_await send_mail(self.client, self.trust, std::move(server), std::move(from), self.recipients, kMessage);
    self.outcome = std::move(sent.outcome);
    if (sent.connection != nullptr) co_await take_leave(std::move(sent.connection));
    co_return 0;
  }

  world::VirtualWorld world;
  world::VirtualHost& mail;
  world::VirtualHost& client;
  SmtpSink sink;
  TrustStore trust;
  std::vector<std::string> recipients = kBoth;
  Outcome outcome;
};

TEST(SmtpClient, OneTransactionReachesEveryRecipient) {
  Exchange exchange({});
  exchange.send(server_settings());
  EXPECT_EQ(exchange.outcome.verdict, Verdict::delivered) << exchange.outcome.text;
  EXPECT_THAT(exchange.outcome.warnings, IsEmpty());
  EXPECT_THAT(exchange.recipients, IsEmpty());
  ASSERT_THAT(exchange.sink.mails(), SizeIs(1));
  EXPECT_EQ(exchange.sink.mails()[0].from, "simconnect@company.com");
  EXPECT_EQ(exchange.sink.mails()[0].recipients, kBoth);
  EXPECT_EQ(unstuff_dots(exchange.sink.mails()[0].data + ".\r\n"), kMessage);
  EXPECT_THAT(exchange.sink.commands(),
              ElementsAre("EHLO localhost", "MAIL FROM:<simconnect@company.com>", "RCPT TO:<ops-team@company.com>",
                          "RCPT TO:<flight-ops@company.com>", "DATA", "QUIT"));
}

TEST(SmtpClient, RequiredTlsIsNeverSilentlyDropped) {
  Exchange exchange({});
  exchange.send(server_settings(StartTls::required));
  EXPECT_EQ(exchange.outcome.verdict, Verdict::permanent);
  EXPECT_THAT(exchange.outcome.text, HasSubstr("alert_manager.smtp.starttls"));
  EXPECT_THAT(exchange.sink.mails(), IsEmpty());
}

TEST(SmtpClient, OptionalTlsSendsInClearAndSaysSo) {
  Exchange exchange({});
  SmtpServer server = server_settings(StartTls::optional);
  server.username = "monitor";
  exchange.send(server);
  EXPECT_EQ(exchange.outcome.verdict, Verdict::delivered);
  ASSERT_THAT(exchange.outcome.warnings, SizeIs(2));
  EXPECT_THAT(exchange.outcome.warnings[0], HasSubstr("unencrypted"));
  EXPECT_THAT(exchange.outcome.warnings[1], HasSubstr("password"));
  for (const std::string& command : exchange.sink.commands()) EXPECT_THAT(command, testing::Not(HasSubstr("AUTH")));
}

TEST(SmtpClient, ARefusedRecipientDoesNotKeepTheOthersFromTheirMail) {
  SmtpSinkOptions options;
  options.recipient_replies["ops-team@company.com"] = "550 no such user";
  Exchange exchange(options);
  exchange.send(server_settings());
  EXPECT_EQ(exchange.outcome.verdict, Verdict::delivered);
  EXPECT_THAT(exchange.outcome.warnings, ElementsAre(HasSubstr("550 no such user")));
  EXPECT_THAT(exchange.recipients, IsEmpty());
  ASSERT_THAT(exchange.sink.mails(), SizeIs(1));
  EXPECT_THAT(exchange.sink.mails()[0].recipients, ElementsAre("flight-ops@company.com"));
}

TEST(SmtpClient, APasswordThatTheServerSaysIsNotSaidOn) {
  SmtpSinkOptions options;
  options.recipient_replies["ops-team@company.com"] = "550 for hunter2, not for 'hunter2hunter2'";
  Exchange exchange(options);
  SmtpServer server = server_settings(StartTls::optional);
  server.username = "monitor";
  server.password = Secret("hunter2");
  exchange.send(server);
  EXPECT_EQ(exchange.outcome.verdict, Verdict::delivered);
  EXPECT_THAT(exchange.outcome.warnings, testing::Contains(HasSubstr("550 for ***, not for '******'")));
  EXPECT_THAT(exchange.outcome.warnings, testing::Each(testing::Not(HasSubstr("hunter2"))));
  options.recipient_replies["flight-ops@company.com"] = "550 hunter2";
  Exchange refused(options);
  refused.send(server);
  EXPECT_THAT(refused.outcome.text, HasSubstr("\"550 ***\""));
}

TEST(SmtpClient, OnlyThePutOffRecipientIsTriedAgain) {
  SmtpSinkOptions options;
  options.recipient_replies["ops-team@company.com"] = "450 greylisted";
  Exchange exchange(options);
  exchange.send(server_settings());
  EXPECT_EQ(exchange.outcome.verdict, Verdict::temporary);
  EXPECT_THAT(exchange.recipients, ElementsAre("ops-team@company.com"));
  exchange.send(server_settings());
  EXPECT_EQ(exchange.outcome.verdict, Verdict::delivered);
  ASSERT_THAT(exchange.sink.mails(), SizeIs(2));
  EXPECT_THAT(exchange.sink.mails()[1].recipients, ElementsAre("ops-team@company.com"));
}

TEST(SmtpClient, AllRecipientsRefusedIsPermanent) {
  SmtpSinkOptions options;
  for (const std::string& address : kBoth) options.recipient_replies[address] = "550 no such user";
  Exchange exchange(options);
  exchange.send(server_settings());
  EXPECT_EQ(exchange.outcome.verdict, Verdict::permanent);
  EXPECT_THAT(exchange.sink.mails(), IsEmpty());
}

TEST(SmtpClient, NoServerIsTemporaryAndNamed) {
  Exchange exchange({});
  SmtpServer elsewhere = server_settings();
  elsewhere.address.port = 25;
  exchange.send(elsewhere);
  EXPECT_EQ(exchange.outcome.verdict, Verdict::temporary);
  EXPECT_THAT(exchange.outcome.text, HasSubstr("mail:25"));
}

TEST(SmtpClient, AnAddressThatIsNoneNeverReachesTheServer) {
  Exchange exchange({});
  exchange.send(server_settings(), "me@company.com>\r\nRCPT TO:<you@company.com");
  EXPECT_EQ(exchange.outcome.verdict, Verdict::permanent);
  EXPECT_EQ(exchange.sink.connections(), 0);
}

class SmtpFailures : public testing::TestWithParam<SmtpMisbehaviour> {};

TEST_P(SmtpFailures, AtEveryReplyIsToldApart) {
  // Replies: greeting, EHLO, MAIL, RCPT, RCPT, DATA, the message, QUIT.
  constexpr int kMessageReply = 6;
  bool untouched = false;
  for (int n = 0; !untouched; ++n) {
    ASSERT_LT(n, 20);
    SmtpSinkOptions options;
    options.reply_at = n;
    options.misbehaviour = GetParam();
    Exchange exchange(options);
    exchange.send(server_settings());
    untouched = !exchange.sink.misbehaved();
    SCOPED_TRACE("reply " + std::to_string(n) + ": " + exchange.outcome.text);
    const bool refused_one = n == 3 || n == 4;
    if (n > kMessageReply) {
      EXPECT_EQ(exchange.outcome.verdict, Verdict::delivered) << "how the goodbye goes changes nothing";
    } else if (GetParam() == SmtpMisbehaviour::permanent && n == 1) {
      EXPECT_EQ(exchange.outcome.verdict, Verdict::temporary) << "HELO is tried, and the server has hung up";
    } else if (GetParam() == SmtpMisbehaviour::permanent && !refused_one) {
      EXPECT_EQ(exchange.outcome.verdict, Verdict::permanent);
    } else {
      EXPECT_EQ(exchange.outcome.verdict, Verdict::temporary);
    }
    EXPECT_EQ(exchange.outcome.text.empty(), false);
    EXPECT_LE(exchange.sink.mails().size(), 1U);
  }
}

INSTANTIATE_TEST_SUITE_P(EveryWay, SmtpFailures,
                         testing::Values(SmtpMisbehaviour::stall, SmtpMisbehaviour::close, SmtpMisbehaviour::reset,
                                         SmtpMisbehaviour::garbage, SmtpMisbehaviour::temporary,
                                         SmtpMisbehaviour::permanent));

TEST(SmtpClient, AStalledServerIsLeftAtTheTimeOut) {
  SmtpSinkOptions options;
  options.reply_at = 0;
  options.misbehaviour = SmtpMisbehaviour::stall;
  Exchange exchange(options);
  SmtpServer server = server_settings();
  server.timeout = 10s;
  const auto begun = exchange.world.now();
  exchange.send(server);
  EXPECT_EQ(exchange.outcome.verdict, Verdict::temporary);
  EXPECT_LT(exchange.world.now() - begun, 21s) << "ten seconds for the greeting, ten for the goodbye";
}

}  // namespace
}  // namespace checkride::runtime::notify
