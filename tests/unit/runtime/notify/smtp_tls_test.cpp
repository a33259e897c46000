// Goal: mail goes under TLS where it can, a password never otherwise, and what spoils either is told. Method: a mail
// server with a certificate of the test's own authority, in every combination of what is offered and what is asked for.
#include "checkride/test/smtp_sink.hpp"
#include "checkride/test/world_test.hpp"
#include "checkride/tls/authority.hpp"
#include "checkride/values/base64.hpp"
#include "notify/smtp_client.hpp"

namespace checkride::runtime::notify {
namespace {

using namespace std::chrono_literals;
using checkride::test::SmtpSink;
using checkride::test::SmtpSinkOptions;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

// A mail server and a client that trusts its authority by a file.
class SmtpTls : public testing::Test {
 protected:
  SmtpTls() : mail_(world_.add_host("mail")), client_(world_.add_host("client")) {
    const tls::Authority authority = tls::Authority::make(mail_, "Test Authority");
    const world::UtcTime now = mail_.clock().utc_now();
    tls::ServerSettings settings;
    settings.identity = authority.issue(mail_, tls::CertificateRequest{{"mail"}, now - 1h, now + 24h});
    options_.tls = tls::Server::make(mail_, settings).value();
    EXPECT_TRUE(client_.files().write("/ca.pem", authority.trust_pem()).has_value());
    server_.address = world::Endpoint{"mail", 587};
    server_.ca_file = "/ca.pem";
  }

  Outcome send() {
    sink_.emplace(mail_, options_);
    mail_.start("smtp", serve(*sink_));
    client_.start("send", send_task());
    world_.run_until(world_.now() + 5min, [this] { return client_.exit_code().has_value(); });
    EXPECT_EQ(client_.exit_code(), 0) << client_.failure();
    return outcome_;
  }
  static world::Task<int> serve(SmtpSink& sink) {
    co_await sink.serve();
    co_return 0;
  }
  world::Task<int> send_task() {
    SentMail sent =
        co_await send_mail(client_, trust_, server_, "me@company.com", recipients_, "Subject: test\r\n\r\nhello\r\n");
    outcome_ = std::move(sent.outcome);
    if (sent.connection != nullptr) co_await take_leave(std::move(sent.connection));
    co_return 0;
  }

  world::VirtualWorld world_;
  world::VirtualHost& mail_;
  world::VirtualHost& client_;
  SmtpSinkOptions options_;
  SmtpServer server_;
  std::optional<SmtpSink> sink_;
  TrustStore trust_;
  std::vector<std::string> recipients_{"ops@company.com"};
  Outcome outcome_;
};

TEST_F(SmtpTls, StartTlsComesBeforeEverythingElse) {
  EXPECT_EQ(send().verdict, Verdict::delivered) << outcome_.text;
  EXPECT_THAT(outcome_.warnings, IsEmpty());
  EXPECT_THAT(sink_->commands(),
              ElementsAre("EHLO localhost", "STARTTLS", "EHLO localhost", "MAIL FROM:<me@company.com>",
                          "RCPT TO:<ops@company.com>", "DATA", "QUIT"));
}

TEST_F(SmtpTls, TlsFromTheFirstByte) {
  options_.tls_at_once = true;
  server_.tls = true;
  EXPECT_EQ(send().verdict, Verdict::delivered) << outcome_.text;
  EXPECT_THAT(sink_->commands(), Not(Contains("STARTTLS")));
}

TEST_F(SmtpTls, LogsInByWhatIsOffered) {
  options_.user = "monitor";
  options_.password = "open sesame";
  server_.username = "monitor";
  server_.password = Secret("open sesame");
  for (const char* logins : {"PLAIN", "LOGIN", "CRAM-MD5 login Plain"}) {
    options_.logins = logins;
    recipients_ = {"ops@company.com"};
    EXPECT_EQ(send().verdict, Verdict::delivered) << logins << ": " << outcome_.text;
    mail_.crash();
    mail_.restart();
  }
}

TEST_F(SmtpTls, AWrongPasswordIsForGoodAndStaysSecret) {
  options_.logins = "PLAIN";
  options_.user = "monitor";
  server_.username = "monitor";
  server_.password = Secret("guess");
  EXPECT_EQ(send().verdict, Verdict::permanent);
  EXPECT_THAT(outcome_.text, HasSubstr("answered \"535\" to the login"));
  EXPECT_THAT(outcome_.text, Not(HasSubstr("guess")));
  EXPECT_THAT(outcome_.text, Not(HasSubstr(values::base64("guess")))) << "the server repeats what it was told";
  EXPECT_THAT(sink_->mails(), IsEmpty());
}

TEST_F(SmtpTls, AnUnknownLoginIsNamed) {
  options_.logins = "GSSAPI";
  server_.username = "monitor";
  EXPECT_EQ(send().verdict, Verdict::permanent);
  EXPECT_THAT(outcome_.text, HasSubstr("AUTH PLAIN"));
}

// Another attempt may meet a renewed certificate; nothing goes in the clear instead.
TEST_F(SmtpTls, AServerThatIsNotBelievedGetsNoMail) {
  const tls::Authority stranger = tls::Authority::make(client_, "Stranger");
  ASSERT_TRUE(client_.files().write("/ca.pem", stranger.trust_pem()).has_value());
  server_.starttls = StartTls::optional;
  EXPECT_EQ(send().verdict, Verdict::temporary);
  EXPECT_THAT(outcome_.text, HasSubstr("unable to get local issuer certificate"));
  EXPECT_THAT(sink_->mails(), IsEmpty());
}

TEST_F(SmtpTls, AMissingBundleIsNamedByItsKey) {
  server_.ca_file = "/nowhere.pem";
  EXPECT_EQ(send().verdict, Verdict::temporary);
  EXPECT_THAT(outcome_.text, HasSubstr("ca_file: /nowhere.pem"));
}

// CVE-2011-0411: what is said before TLS must not count as said under it.
TEST_F(SmtpTls, WordsSlippedInBeforeTlsEndTheTalk) {
  options_.chatter = "\r\n250 mail.test";
  EXPECT_EQ(send().verdict, Verdict::temporary);
  EXPECT_THAT(outcome_.text, HasSubstr("went on talking before TLS"));
  EXPECT_THAT(sink_->mails(), IsEmpty());
}

}  // namespace
}  // namespace checkride::runtime::notify
