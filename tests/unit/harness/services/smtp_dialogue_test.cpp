// Goal: the receiving side of SMTP says and keeps what the RFCs want, with TLS, login, limits and faults. Method: talks
// as texts, on a clock that is set by hand.
#include "services/smtp_dialogue.hpp"

#include <gmock/gmock.h>

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/values/base64.hpp"
#include "checkride/world/clock.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::IsOk;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kMail =
    "EHLO me\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\nRCPT TO:<c@x>\r\nDATA\r\n"
    "Subject: hello\r\n\r\nfirst\r\n..dot\r\n.\r\nQUIT\r\n";
const std::string kToOne = "EHLO me\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\n";

class HandClock final : public world::Clock {
 public:
  world::Instant now() const override { return time; }
  world::UtcTime utc_now() const override { return {}; }
  void wait_until(world::Instant, world::Waiter) override {}
  world::Instant time{5s};
};

// One server, on which any number of talks are had.
struct Server {
  explicit Server(SmtpSpec with = {}) : spec(std::move(with)) {}

  std::unique_ptr<SmtpDialogue> connect(const std::string& peer = "10.0.0.1", bool encrypted = false) {
    return std::make_unique<SmtpDialogue>(spec, faults, inbox, peer, encrypted);
  }
  void inject(const std::string& word, const std::string& parameters) {
    EXPECT_THAT(active.inject(word, parameters), IsOk());
  }

  SmtpSpec spec;
  HandClock clock;
  MailInbox inbox{clock};
  ActiveFaults active{MemberKind::smtp};
  SmtpFaults faults{active};
};

// All replies to these bytes, up to one that ends the talk.
std::vector<SmtpReply> replies(Server& server, SmtpDialogue& dialogue, std::string_view bytes) {
  std::vector<SmtpReply> all;
  dialogue.feed(bytes);
  while (auto reply = dialogue.next(server.clock.time)) {
    all.push_back(*reply);
    if (reply->ends || reply->turn.strike != Strike::none || reply->turn.cut) break;
  }
  return all;
}

std::string say(Server& server, SmtpDialogue& dialogue, std::string_view bytes) {
  std::string text;
  for (const SmtpReply& reply : replies(server, dialogue, bytes)) text += reply.text;
  return text;
}

std::string say(Server& server, std::string_view bytes) {
  const auto dialogue = server.connect();
  return say(server, *dialogue, bytes);
}

TEST(SmtpDialogue, KeepsATransactionWithAllRecipients) {
  Server server;
  const auto dialogue = server.connect();
  EXPECT_THAT(dialogue->greeting(server.clock.time).text, StartsWith("220 "));
  const auto said = replies(server, *dialogue, kMail);
  std::string text;
  for (const SmtpReply& reply : said) text += reply.text;
  EXPECT_EQ(text,
            "250-checkride\r\n250-8BITMIME\r\n250 SIZE 4194304\r\n250 sender ok\r\n250 recipient ok\r\n"
            "250 recipient ok\r\n354 end with a dot on a line of its own\r\n250 kept\r\n221 bye\r\n");
  EXPECT_TRUE(said.back().ends);
  ASSERT_EQ(server.inbox.arrivals().size(), 1U);
  const Mail& mail = server.inbox.arrivals()[0].item;
  EXPECT_EQ(mail.from, "a@x");
  EXPECT_THAT(mail.to, ElementsAre("b@x", "c@x"));
  EXPECT_EQ(mail.subject, "hello");
  EXPECT_EQ(mail.text, "first\r\n.dot\r\n");
  EXPECT_EQ(server.inbox.arrivals()[0].at, world::Instant(5s));
}

TEST(SmtpDialogue, RefusesDataWithoutRecipientsAndWhatItDoesNotKnow) {
  Server server;
  const auto dialogue = server.connect();
  EXPECT_THAT(say(server, *dialogue, "EHLO me\r\nMAIL FROM:<a@x>\r\nDATA\r\n"), HasSubstr("503 no recipient"));
  EXPECT_THAT(say(server, *dialogue, "RCPT TO:nobody\r\n"), StartsWith("501"));
  EXPECT_THAT(say(server, *dialogue, "STARTTLS\r\n"), StartsWith("502"));
  EXPECT_THAT(say(server, *dialogue, "AUTH PLAIN x\r\n"), StartsWith("502"));
  EXPECT_TRUE(server.inbox.arrivals().empty());
}

TEST(SmtpDialogue, ForgetsATransactionOnReset) {
  Server server;
  EXPECT_THAT(say(server, kToOne + "RSET\r\nDATA\r\n"), EndsWith("250 ok\r\n503 no recipient yet\r\n"));
}

TEST(SmtpDialogue, EndsAtALineWithoutEnd) {
  Server server;
  const auto dialogue = server.connect();
  const auto said = replies(server, *dialogue, std::string(SmtpDialogue::kLineBytesMax + 1, 'x'));
  ASSERT_EQ(said.size(), 1U);
  EXPECT_THAT(said[0].text, StartsWith("500"));
  EXPECT_TRUE(said[0].ends);
}

TEST(SmtpDialogue, KeepsItsLimits) {
  SmtpSpec spec;
  spec.size_max = 100;
  spec.recipients_max = 1;
  Server server(spec);
  EXPECT_THAT(say(server, "EHLO me\r\n"), HasSubstr("SIZE 100"));
  EXPECT_THAT(say(server, "EHLO me\r\nMAIL FROM:<a@x> SIZE=101\r\n"), HasSubstr("552"));
  EXPECT_THAT(say(server, "EHLO me\r\nMAIL FROM:<a@x> SIZE=100\r\n"), Not(HasSubstr("552")));
  EXPECT_THAT(say(server, kToOne + "RCPT TO:<c@x>\r\n"), HasSubstr("452 too many"));
  const auto dialogue = server.connect();
  const auto said = replies(server, *dialogue, kToOne + "DATA\r\n" + std::string(101, 'x') + "\r\n.\r\n");
  EXPECT_THAT(said.back().text, StartsWith("552"));
  EXPECT_TRUE(said.back().ends);
  EXPECT_TRUE(server.inbox.arrivals().empty());
}

// ---- TLS and login

SmtpSpec with_login(TlsMode tls) {
  SmtpSpec spec;
  spec.tls = tls;
  spec.login = SmtpLogin{"monitor", "pa$$\"'\nword"};
  return spec;
}

std::string plain(const std::string& user, const std::string& password) {
  return "AUTH PLAIN " + values::base64(std::string(1, '\0') + user + std::string(1, '\0') + password) + "\r\n";
}

TEST(SmtpDialogue, OffersLoginOnlyBehindTls) {
  Server server(with_login(TlsMode::starttls));
  const auto dialogue = server.connect();
  EXPECT_THAT(say(server, *dialogue, "EHLO me\r\n"), testing::AllOf(HasSubstr("STARTTLS"), Not(HasSubstr("AUTH"))));
  EXPECT_THAT(say(server, *dialogue, plain("monitor", "x")), StartsWith("538"));
  EXPECT_THAT(say(server, *dialogue, "MAIL FROM:<a@x>\r\n"), StartsWith("530"));
  dialogue->feed("STARTTLS\r\nNOOP\r\n");
  const auto begun = dialogue->next(server.clock.time);
  ASSERT_TRUE(begun);
  EXPECT_TRUE(begun->starts_tls);
  dialogue->secured();
  EXPECT_EQ(say(server, *dialogue, ""), "") << "what came before the handshake counts no more";
  EXPECT_THAT(say(server, *dialogue, "EHLO me\r\n"),
              testing::AllOf(HasSubstr("AUTH PLAIN LOGIN"), Not(HasSubstr("STARTTLS"))));
  EXPECT_THAT(say(server, *dialogue, "STARTTLS\r\n"), StartsWith("502"));
  EXPECT_THAT(say(server, *dialogue, plain("monitor", server.spec.login->password)), StartsWith("235"));
  EXPECT_THAT(say(server, *dialogue, "MAIL FROM:<a@x>\r\n"), StartsWith("250"));
}

TEST(SmtpDialogue, TakesTheWholePasswordInEachWay) {
  Server server(with_login(TlsMode::at_once));
  const std::string user = values::base64("monitor") + "\r\n";
  const std::string password = values::base64(server.spec.login->password) + "\r\n";
  for (const std::string& talk :
       {"AUTH LOGIN\r\n" + user + password, "AUTH LOGIN " + user + password,
        "AUTH PLAIN\r\n" + plain("monitor", server.spec.login->password).substr(std::string("AUTH PLAIN ").size())}) {
    const auto dialogue = server.connect("10.0.0.1", true);
    EXPECT_THAT(say(server, *dialogue, talk), EndsWith("235 welcome\r\n")) << talk;
  }
  for (const std::string& talk :
       {plain("monitor", "pa$$"), plain("other", server.spec.login->password), std::string("AUTH PLAIN ???\r\n"),
        std::string("AUTH LOGIN\r\n*\r\n"), std::string("AUTH CRAM-MD5\r\n"), "AUTH LOGIN\r\n" + user + user}) {
    const auto dialogue = server.connect("10.0.0.1", true);
    EXPECT_THAT(say(server, *dialogue, talk), testing::ContainsRegex("5[03][0-9] [^\n]*\r\n$")) << talk;
    EXPECT_THAT(say(server, *dialogue, "MAIL FROM:<a@x>\r\n"), StartsWith("530")) << talk;
  }
}

TEST(SmtpDialogue, OffersTheWaysItIsTold) {
  SmtpSpec spec = with_login(TlsMode::none);
  spec.login->plain = false;
  Server server(spec);
  EXPECT_THAT(say(server, "EHLO me\r\n"), HasSubstr("AUTH LOGIN\r\n"));
  EXPECT_THAT(say(server, plain("monitor", spec.login->password)), StartsWith("504"));
}

// ---- faults

TEST(SmtpFaults, GreylistingPutsOffEachTripleForItsTime) {
  Server server;
  server.inject("greylisting", "{wait: 60s}");
  const auto ask = [&](const std::string& peer, const std::string& from, const std::string& to) {
    const auto dialogue = server.connect(peer);
    const std::string talk = "EHLO me\r\nMAIL FROM:<" + from + ">\r\nRCPT TO:<" + to + ">\r\n";
    return replies(server, *dialogue, talk).back().code();
  };
  EXPECT_EQ(ask("p", "a@x", "b@x"), 451);
  server.clock.time += 59999ms;
  EXPECT_EQ(ask("p", "a@x", "b@x"), 451);
  EXPECT_EQ(ask("p", "a@x", "c@x"), 451) << "another address is met now";
  server.clock.time += 1ms;
  EXPECT_EQ(ask("p", "a@x", "b@x"), 250);
  EXPECT_EQ(ask("q", "a@x", "b@x"), 451) << "another client";
  EXPECT_EQ(ask("p", "z@x", "b@x"), 451) << "another sender";
  server.faults.forget();
  EXPECT_EQ(ask("p", "a@x", "b@x"), 451);
}

TEST(SmtpFaults, AReplyIsOfItsPlaceAndAddress) {
  Server server;
  server.inject("smtp_reply", "{at: rcpt, code: 550, text: no such user, address: c@x}");
  const std::string text = say(server, kMail);
  EXPECT_THAT(text, HasSubstr("250 recipient ok\r\n550 no such user\r\n354 "));
  ASSERT_EQ(server.inbox.arrivals().size(), 1U);
  EXPECT_THAT(server.inbox.arrivals()[0].item.to, ElementsAre("b@x"));
}

TEST(SmtpFaults, ARefusedMessageIsNotKept) {
  Server server;
  server.inject("smtp_reply", "{at: message, code: 451, times: 1}");
  EXPECT_THAT(say(server, kMail), HasSubstr("451 not now\r\n"));
  EXPECT_TRUE(server.inbox.arrivals().empty());
  EXPECT_THAT(say(server, kMail), HasSubstr("250 kept\r\n"));
}

TEST(SmtpFaults, ARefusedGreetingAndA421EndTheTalk) {
  Server server;
  server.inject("smtp_reply", "{at: connect, code: 554, times: 1}");
  const auto refused = server.connect();
  EXPECT_TRUE(refused->greeting(server.clock.time).ends);
  server.inject("smtp_reply", "{at: mail, code: 421, times: 1}");
  const auto dialogue = server.connect();
  EXPECT_FALSE(dialogue->greeting(server.clock.time).ends);
  const auto said = replies(server, *dialogue, kMail);
  EXPECT_THAT(said.back().text, StartsWith("421"));
  EXPECT_TRUE(said.back().ends);
}

TEST(SmtpFaults, AHalfAnswerToAMessageKeepsIt) {
  Server server;
  server.inject("half_answer", "{at: message, bytes: 2, end: reset, times: 1}");
  const auto dialogue = server.connect();
  const auto said = replies(server, *dialogue, kMail);
  ASSERT_TRUE(said.back().turn.cut);
  EXPECT_EQ(said.back().turn.cut->bytes, 2U);
  EXPECT_EQ(server.inbox.arrivals().size(), 1U);
}

TEST(SmtpFaults, AStrikeComesBeforeAnythingIsDone) {
  Server server;
  server.inject("close", "{at: message, times: 1}");
  const auto dialogue = server.connect();
  EXPECT_EQ(replies(server, *dialogue, kMail).back().turn.strike, Strike::close);
  EXPECT_TRUE(server.inbox.arrivals().empty());
}

// However the bytes are cut, the mail and the replies are the same.
RC_GTEST_PROP(SmtpDialogueLaws, CutsDoNotMatter, ()) {
  Server whole;
  Server cut;
  const auto dialogue = cut.connect();
  std::string said;
  for (std::size_t begin = 0; begin < kMail.size();) {
    const auto size = *rc::gen::inRange<std::size_t>(1, 20);
    said += say(cut, *dialogue, std::string_view(kMail).substr(begin, size));
    begin += size;
  }
  RC_ASSERT(said == say(whole, kMail));
  RC_ASSERT(cut.inbox.arrivals().size() == 1U);
  RC_ASSERT(cut.inbox.arrivals()[0].item.text == "first\r\n.dot\r\n");
}

// Any bytes have an answer or wait for more; nothing of them is kept as a mail that had no DATA.
RC_GTEST_PROP(SmtpDialogueLaws, AnyBytesAreAnswered, ()) {
  Server server(with_login(*rc::gen::element(TlsMode::none, TlsMode::starttls)));
  const auto dialogue = server.connect();
  const auto words = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("AUTH ", "AUTH LOGIN", "MAIL FROM:", "RCPT TO:", "<a@x>", "\r\n", "\n", "STARTTLS",
                                    "*", "==", " SIZE=", "QUIT", "\xff", "EHLO"));
  for (const std::string& word : words) (void)say(server, *dialogue, word);
  RC_ASSERT(server.inbox.arrivals().empty());
}

}  // namespace
}  // namespace checkride::harness
