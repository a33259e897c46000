// Mails as an addressee sees them; the encoded forms are those of RFC 2045 and RFC 2047.
#include "services/mail_text.hpp"

#include "checkride/test/property.hpp"

namespace checkride::harness {
namespace {

TEST(MailText, DecodesEncodedWords) {
  EXPECT_EQ(decode_encoded_words("=?UTF-8?B?w4ZSw5hTS8OYQklORw==?="),
            "\xC3\x86R\xC3\x98SK\xC3\x98"
            "BING");
  EXPECT_EQ(decode_encoded_words("a =?utf-8?Q?b=5Fc_d?= e"), "a b_c d e");
  EXPECT_EQ(decode_encoded_words("=?utf-8?q?=41b?="), "Ab") << "the text may begin with '='";
  EXPECT_EQ(decode_encoded_words("=?utf-8?q?a?= =?utf-8?q?b?="), "ab") << "space between two words is not text";
  EXPECT_EQ(decode_encoded_words("plain =?nothing"), "plain =?nothing");
}

TEST(MailText, DecodesQuotedPrintable) {
  EXPECT_EQ(decode_quoted_printable("soft=\r\nbreak =3D =E2=82=AC 100=%"), "softbreak = \xE2\x82\xAC 100=%");
}

TEST(MailText, UnfoldsTheSubject) {
  const auto content =
      read_mail_content("From: a\r\nSubject: one\r\n two\r\nMESSAGE-ID: <7@x>\r\n\r\nMessage-ID: <8@x>\r\n");
  EXPECT_EQ(content.id, "<7@x>");
  EXPECT_EQ(content.subject, "one two");
  EXPECT_EQ(content.text, "Message-ID: <8@x>\r\n");
}

TEST(MailText, JoinsThePartsOfAMultipart) {
  const auto content = read_mail_content(
      "Subject: s\r\nContent-Type: multipart/alternative; boundary=\"x y\"\r\n\r\npreamble\r\n"
      "--x y\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n"
      "--x y\r\nContent-Type: text/html\r\n\r\n<p>there</p>\r\n--x y--\r\n");
  EXPECT_NE(content.text.find("hello"), std::string::npos);
  EXPECT_NE(content.text.find("<p>there</p>"), std::string::npos);
  EXPECT_EQ(content.text.find("preamble"), std::string::npos);
}

RC_GTEST_PROP(MailTextLaws, AnyTextIsRead, (const std::string& text)) {
  (void)read_mail_content(text);
  (void)decode_encoded_words(text);
}

}  // namespace
}  // namespace checkride::harness
