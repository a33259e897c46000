// Goal: nothing that a mail server says or a configuration holds breaks the dialogue. Method: replies of every form,
// and dot-stuffing undone again for arbitrary text.
#include "notify/smtp_text.hpp"

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::runtime::notify {
namespace {

using test::FailsWith;
using testing::HasSubstr;

SmtpReply whole(std::initializer_list<std::string_view> lines) {
  SmtpReplyReader reader;
  for (const std::string_view line : lines) {
    auto reply = reader.take(line);
    EXPECT_TRUE(reply) << line;
    if (reply && *reply) return **reply;
  }
  ADD_FAILURE() << "the reply did not end";
  return {};
}

TEST(SmtpReply, ManyLinesAreOneReply) {
  const SmtpReply reply = whole({"250-mail.company.com greets you", "250-SIZE 35882577", "250 STARTTLS"});
  EXPECT_EQ(reply.code, 250);
  EXPECT_EQ(reply.lines.size(), 3U);
  EXPECT_TRUE(reply.positive());
  EXPECT_TRUE(reply.offers("STARTTLS"));
  EXPECT_TRUE(reply.offers("size"));
  EXPECT_FALSE(reply.offers("SIZ"));
  EXPECT_FALSE(reply.offers("AUTH"));
}

TEST(SmtpReply, CodeAloneIsAReply) {
  EXPECT_EQ(whole({"354"}).code, 354);
}

TEST(SmtpReply, ReaderIsReadyForTheNextReply) {
  SmtpReplyReader reader;
  ASSERT_TRUE(reader.take("220 ready"));
  const auto second = reader.take("451 try later");
  ASSERT_TRUE(second && *second);
  EXPECT_EQ((*second)->code, 451);
  EXPECT_TRUE((*second)->temporary());
  EXPECT_EQ((*second)->text(), "451 try later");
}

TEST(SmtpReply, WhatIsNoReplyIsRefused) {
  for (const std::string_view line : {"HTTP/1.1 400 Bad Request", "", "25", "250_x", "199 x", "600 x", "2x0 a"}) {
    SmtpReplyReader reader;
    EXPECT_THAT(reader.take(line), FailsWith(HasSubstr("not an SMTP reply"))) << line;
  }
}

TEST(SmtpReply, CodesMustAgreeWithinAReply) {
  SmtpReplyReader reader;
  ASSERT_TRUE(reader.take("250-one"));
  EXPECT_THAT(reader.take("251 two"), FailsWith(HasSubstr("not an SMTP reply")));
}

TEST(SmtpReply, LinesWithoutEndAreRefused) {
  SmtpReplyReader reader;
  for (std::size_t i = 0; i < kReplyLinesMax; ++i) ASSERT_TRUE(reader.take("250-more"));
  EXPECT_THAT(reader.take("250 last"), FailsWith(HasSubstr("too many lines")));
}

TEST(DotStuffing, ADotAloneDoesNotEndTheMessage) {
  EXPECT_EQ(stuff_dots("a\r\n.\r\nb"), "a\r\n..\r\nb\r\n.\r\n");
  EXPECT_EQ(stuff_dots(""), ".\r\n");
  EXPECT_EQ(stuff_dots(".x\n"), "..x\r\n.\r\n");
}

RC_GTEST_PROP(DotStuffing, IsUndoneByTheServer, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::element('.', 'a', '\r', '\n', ' '));
  const std::string sent = stuff_dots(text);
  // Line ends become CRLF, and a last line without one gets it.
  std::string expected;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && i > 0 && text[i - 1] == '\r') continue;
    expected += text[i] == '\r' || text[i] == '\n' ? std::string("\r\n") : std::string(1, text[i]);
  }
  if (!expected.empty() && !expected.ends_with("\r\n")) expected += "\r\n";
  RC_ASSERT(unstuff_dots(sent) == expected);
  // The end mark stands at the end and nowhere else.
  RC_ASSERT(("\r\n" + sent).find("\r\n.\r\n") == sent.size() - 3);
}

TEST(MailAddress, NoAddressCarriesACommand) {
  EXPECT_TRUE(is_mail_address("ops-team@company.com"));
  EXPECT_TRUE(is_mail_address("root@localhost"));
  for (const std::string_view bad :
       {"", "ops", "@x", "x@", "a@b>\r\nDATA", "a b@c", "a@b\nc", "<a@b>", "a@b,c@d", "ä@b"}) {
    EXPECT_FALSE(is_mail_address(bad)) << bad;
  }
  EXPECT_EQ(domain_of("ops-team@company.com"), "company.com");
}

}  // namespace
}  // namespace checkride::runtime::notify
