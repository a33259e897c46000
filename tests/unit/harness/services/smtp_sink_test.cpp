// The mail sink: its dialogue alone, and as a server on virtual time.
#include "services/smtp_sink.hpp"

#include "checkride/test/property.hpp"
#include "checkride/test/world_test.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const std::string kMail =
    "EHLO me\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\nRCPT TO:<c@x>\r\nDATA\r\n"
    "Subject: hello\r\n\r\nfirst\r\n..dot\r\n.\r\nQUIT\r\n";

class FixedClock final : public world::Clock {
 public:
  world::Instant now() const override { return world::Instant(5s); }
  world::UtcTime utc_now() const override { return {}; }
  void wait_until(world::Instant, world::Waiter) override {}
};

struct Dialogue : testing::Test {
  FixedClock clock;
  MailInbox inbox{clock};
  SmtpDialogue dialogue{inbox};
};

TEST_F(Dialogue, KeepsATransactionWithAllRecipients) {
  EXPECT_EQ(dialogue.receive(kMail),
            "250-checkride\r\n250-8BITMIME\r\n250 SIZE 4194304\r\n250 sender ok\r\n250 recipient ok\r\n"
            "250 recipient ok\r\n354 end with a dot on a line of its own\r\n250 kept\r\n221 bye\r\n");
  EXPECT_TRUE(dialogue.ended());
  ASSERT_EQ(inbox.arrivals().size(), 1U);
  const Mail& mail = inbox.arrivals()[0].item;
  EXPECT_EQ(mail.from, "a@x");
  EXPECT_THAT(mail.to, ElementsAre("b@x", "c@x"));
  EXPECT_EQ(mail.subject, "hello");
  EXPECT_EQ(mail.text, "first\r\n.dot\r\n");
  EXPECT_EQ(inbox.arrivals()[0].at, world::Instant(5s));
}

TEST_F(Dialogue, RefusesDataWithoutRecipientsAndWhatItDoesNotKnow) {
  EXPECT_THAT(dialogue.receive("EHLO me\r\nMAIL FROM:<a@x>\r\nDATA\r\n"), HasSubstr("503 no recipient"));
  EXPECT_THAT(dialogue.receive("RCPT TO:nobody\r\n"), StartsWith("501"));
  EXPECT_THAT(dialogue.receive("STARTTLS\r\n"), StartsWith("502"));
  EXPECT_TRUE(inbox.arrivals().empty());
}

TEST_F(Dialogue, ForgetsATransactionOnReset) {
  (void)dialogue.receive("HELO me\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\nRSET\r\n");
  EXPECT_THAT(dialogue.receive("DATA\r\n"), StartsWith("503"));
}

TEST_F(Dialogue, EndsAtALineWithoutEnd) {
  EXPECT_THAT(dialogue.receive(std::string(SmtpDialogue::kLineBytesMax + 1, 'x')), StartsWith("500"));
  EXPECT_TRUE(dialogue.ended());
}

// However the bytes are cut, the mail is the same.
RC_GTEST_PROP(DialogueLaws, CutsDoNotMatter, ()) {
  FixedClock clock;
  MailInbox inbox{clock};
  SmtpDialogue dialogue{inbox};
  for (std::size_t at = 0; at < kMail.size();) {
    const auto size = *rc::gen::inRange<std::size_t>(1, 20);
    (void)dialogue.receive(std::string_view(kMail).substr(at, size));
    at += size;
  }
  RC_ASSERT(inbox.arrivals().size() == 1U);
  RC_ASSERT(inbox.arrivals()[0].item.text == "first\r\n.dot\r\n");
}

WORLD_TEST(SmtpSink, ServesSeveralMailsOnOneConnectionAndTellsAtOnce) {
  MailInbox inbox(host.clock());
  int heard = 0;
  inbox.on_arrival([&heard](const MailInbox::Arrival&) { ++heard; });
  auto listener = host.network().listen({"0.0.0.0", 25});
  CO_ASSERT_OK(listener);
  world::TaskGroup tasks(host.executor());
  tasks.spawn("sink", serve_smtp(host, std::move(*listener), inbox));
  const world::Endpoint here{"test", 25};
  auto stream = co_await host.network().connect(here);
  CO_ASSERT_OK(stream);
  const std::string twice = kMail.substr(0, kMail.find("QUIT")) + kMail;
  CO_ASSERT_OK(co_await world::write_all(*stream, std::string_view(twice)));
  std::string bytes(4096, ' ');
  while (true) {
    const auto count = co_await world::read_some(*stream, std::as_writable_bytes(std::span(bytes)));
    if (!count) break;
  }
  EXPECT_EQ(heard, 2);
  (void)co_await tasks.stop(host.clock(), 1s);
}

}  // namespace
}  // namespace checkride::harness
