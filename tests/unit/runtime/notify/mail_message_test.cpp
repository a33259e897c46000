// Goal: a mail that every server and reader accepts, whatever a rule is called. Method: exact headers for the guide's
// alert, hostile names, and laws over arbitrary text.
#include "notify/mail_message.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "checkride/test/property.hpp"
#include "gmock/gmock.h"
#include "notify/mail_text.hpp"

namespace checkride::runtime::notify {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const world::UtcTime kEpoch{std::chrono::seconds(1767600000)};  // 2026-01-05T08:00:00Z
const MailAddresses kAddresses{"simconnect@company.com", {"ops-team@company.com", "flight-ops@company.com"}};

Notification low_altitude(NotificationKind kind = NotificationKind::firing) {
  Notification n;
  n.kind = kind;
  n.rule = "Low Altitude Warning";
  n.simulator = "sim";
  n.severity = "critical";
  n.metric = "altitude";
  n.condition = "below";
  n.threshold = 100;
  n.value = 80.5;
  n.unit = "feet";
  n.duration = 10s;
  n.breached_at = kEpoch + 60s;
  n.fired_at = kEpoch + 70s;
  n.at = kind == NotificationKind::firing ? n.fired_at : kEpoch + 90s;
  n.application = "simconnect-production";
  n.environment = "production";
  return n;
}

std::string mail_of(const Notification& n, std::string id = "0123456789abcdef") {
  return make_mail(Parcel{std::move(id), Group{"group", {}, {n}}, {}}, kAddresses, "");
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find("\r\n", begin)) != std::string::npos; begin = end + 2) {
    lines.push_back(text.substr(begin, end - begin));
  }
  if (begin != text.size()) lines.push_back(text.substr(begin));
  return lines;
}

// A header of the mail; its body does not count.
std::string field(const std::string& mail, const std::string& name) {
  for (const std::string& line : lines_of(mail.substr(0, mail.find("\r\n\r\n")))) {
    if (line.starts_with(name + ": ")) return line.substr(name.size() + 2);
  }
  return "(none)";
}

TEST(Mail, SaysWhatWhereSinceValueThresholdAndUnit) {
  const std::string mail = mail_of(low_altitude());
  EXPECT_EQ(field(mail, "Date"), "Mon, 05 Jan 2026 08:01:10 +0000");
  EXPECT_EQ(field(mail, "From"), "simconnect@company.com");
  EXPECT_EQ(field(mail, "To"), "ops-team@company.com, flight-ops@company.com");
  EXPECT_EQ(field(mail, "Subject"), "[FIRING] critical: Low Altitude Warning on sim");
  EXPECT_EQ(field(mail, "Auto-Submitted"), "auto-generated");
  EXPECT_THAT(mail, HasSubstr("altitude of sim is 80.5 feet: below 100 feet for 10s"));
  EXPECT_THAT(mail, HasSubstr("2026-01-05T08:01:00.000000Z"));
}

TEST(Mail, AllOfAGroupStandInOneThread) {
  const std::string firing = mail_of(low_altitude(), "aaaaaaaaaaaaaaaa");
  const std::string repeated = mail_of(low_altitude(NotificationKind::repeated), "bbbbbbbbbbbbbbbb");
  const std::string resolved = mail_of(low_altitude(NotificationKind::resolved), "cccccccccccccccc");
  const std::string root = field(firing, "References");
  EXPECT_THAT(root, testing::MatchesRegex("<[0-9a-f]{16}\\.alerts@company\\.com>"));
  for (const std::string& mail : {repeated, resolved}) {
    EXPECT_EQ(field(mail, "References"), root);
    EXPECT_EQ(field(mail, "In-Reply-To"), root);
  }
  EXPECT_EQ(field(firing, "Message-ID"), "<aaaaaaaaaaaaaaaa@company.com>");
  EXPECT_EQ(field(resolved, "Message-ID"), "<cccccccccccccccc@company.com>");
  EXPECT_EQ(field(resolved, "Subject"), "[RESOLVED] critical: Low Altitude Warning on sim");
  EXPECT_EQ(field(repeated, "Subject"), "[REPEATED] critical: Low Altitude Warning on sim");
}

TEST(Mail, OffersTextAndHtml) {
  const std::string mail = mail_of(low_altitude());
  EXPECT_EQ(field(mail, "Content-Type"), "multipart/alternative; boundary=\"=_0123456789abcdef\"");
  const std::size_t text = mail.find("Content-Type: text/plain; charset=utf-8");
  const std::size_t html = mail.find("Content-Type: text/html; charset=utf-8");
  ASSERT_NE(text, std::string::npos);
  ASSERT_NE(html, std::string::npos);
  EXPECT_LT(text, html);
  EXPECT_TRUE(mail.ends_with("--=_0123456789abcdef--\r\n"));
}

TEST(Mail, TellsSeveralAlertsInOne) {
  Notification other = low_altitude(NotificationKind::resolved);
  other.simulator = "sim2";
  Group group{"group", {}, {low_altitude(), other}};
  group.omitted = 7;
  const std::string mail = make_mail(Parcel{"0123456789abcdef", group, {}}, kAddresses, "https://monitor/");
  EXPECT_THAT(mail, HasSubstr("Subject: [FIRING 1, RESOLVED 1] critical: Low Altitude Warning on sim, sim2"));
  EXPECT_EQ(field(mail, "Date"), "Mon, 05 Jan 2026 08:01:30 +0000");
  EXPECT_THAT(body_of(group, ""), HasSubstr("altitude of sim2 is 80.5 feet: no longer below 100 feet"));
  EXPECT_THAT(body_of(group, ""), HasSubstr("7 more alerts"));
  EXPECT_THAT(html_of(group, "https://monitor/"), HasSubstr("href=\"https://monitor/api/v1/alerts\""));
}

TEST(Reason, OfAFollowUpSaysHowThingsStand) {
  Notification n = low_altitude(NotificationKind::repeated);
  EXPECT_EQ(reason_of(n), "the value is still below 100 feet.");
  n.standing = "no value is received";
  EXPECT_EQ(reason_of(n), "no value is received.");
  n.kind = NotificationKind::escalated;
  EXPECT_EQ(reason_of(n), "no value is received and nobody has acknowledged the alert.");
  n.acknowledged_by = "bob";
  EXPECT_EQ(reason_of(n), "no value is received.");
}

TEST(Rows, TellTheWholeConditionAndNoValueWhereThereIsNone) {
  Notification n = low_altitude();
  n.breach = "between 10 and 20 feet";
  n.value = 15.000200382007627;
  const std::string body = body_of(Group{"g", {}, {n}}, "");
  EXPECT_THAT(body, HasSubstr("Threshold:   between 10 and 20 feet\n"));
  EXPECT_THAT(body, HasSubstr("Value:       15.0002 feet\n"));
  n.value = std::nan("");
  EXPECT_THAT(body_of(Group{"g", {}, {n}}, ""), Not(HasSubstr("Value:")));
}

TEST(Mail, NoNameBecomesARowOrATag) {
  Notification hostile = low_altitude();
  hostile.rule = "x\nState: resolved\n<script>alert(1)</script>\x1b[2J\xc2\x9b";
  const std::string text = body_of(Group{"g", {}, {hostile}}, "");
  EXPECT_THAT(text, Not(HasSubstr("\nState: resolved")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\xc2\x9b")));
  EXPECT_THAT(html_of(Group{"g", {}, {hostile}}, ""), Not(HasSubstr("<script>")));
}

TEST(Mail, EpisodesDiffer) {
  Notification later = low_altitude();
  later.fired_at += 1s;
  Notification elsewhere = low_altitude();
  elsewhere.simulator = "sim2";
  EXPECT_NE(episode_of(later), episode_of(low_altitude()));
  EXPECT_NE(episode_of(elsewhere), episode_of(low_altitude()));
  EXPECT_EQ(episode_of(low_altitude(NotificationKind::resolved)), episode_of(low_altitude()));
}

TEST(Mail, ARuleNameCannotAddAHeader) {
  Notification hostile = low_altitude();
  hostile.rule = "x\r\nBcc: everyone@company.com\r\n\r\nbody";
  const std::string mail = mail_of(hostile);
  EXPECT_EQ(field(mail, "Bcc"), "(none)");
  EXPECT_EQ(field(mail, "MIME-Version"), "1.0");
}

TEST(Mail, OtherScriptsTravelEncoded) {
  Notification n = low_altitude();
  n.rule = "Flughöhe zu niedrig – 高度";
  const std::string mail = mail_of(n);
  EXPECT_TRUE(field(mail, "Subject").starts_with("=?UTF-8?B?"));
  EXPECT_TRUE(std::all_of(mail.begin(), mail.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
  EXPECT_THAT(mail, HasSubstr("Flugh=C3=B6he"));
}

TEST(MailDate, NamesDayAndMonth) {
  EXPECT_EQ(format_mail_date(world::UtcTime(0s)), "Thu, 01 Jan 1970 00:00:00 +0000");
  EXPECT_EQ(format_mail_date(kEpoch + 999ms), "Mon, 05 Jan 2026 08:00:00 +0000");
}

RC_GTEST_PROP(HeaderField, HoldsOneFieldInShortAsciiLines, ()) {
  const auto text = *rc::gen::arbitrary<std::string>();
  const std::string header = header_field("Subject", text);
  RC_ASSERT(header.ends_with("\r\n"));
  const auto lines = lines_of(header);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    RC_ASSERT((i == 0 ? lines[i].starts_with("Subject: ") : lines[i].starts_with(" ")));
    RC_ASSERT(std::all_of(lines[i].begin(), lines[i].end(), [](char c) { return c >= ' ' && c <= '~'; }));
  }
}

RC_GTEST_PROP(QuotedPrintable, IsUndoneByAReader, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::oneOf(rc::gen::element('=', ' ', '\n', 'a', '.'), rc::gen::arbitrary<char>()));
  const std::string encoded = quoted_printable(text);
  std::string decoded;
  for (const std::string& line : lines_of(encoded)) {
    RC_ASSERT(line.size() <= 76U);
    RC_ASSERT(!line.ends_with(' '));
    std::size_t i = 0;
    bool soft = false;
    while (i < line.size()) {
      if (line[i] != '=') {
        decoded += line[i++];
      } else if (i + 1 == line.size()) {
        soft = true;
        ++i;
      } else {
        decoded += static_cast<char>(std::stoi(line.substr(i + 1, 2), nullptr, 16));
        i += 3;
      }
    }
    if (!soft) decoded += '\n';
  }
  RC_ASSERT(decoded == (text.empty() || text.ends_with('\n') ? text : text + '\n'));
}

}  // namespace
}  // namespace checkride::runtime::notify
