// Goal: what an answer of a web server means, whatever it says. Method: tables, and laws over arbitrary text.
#include "notify/http_post.hpp"

#include "checkride/test/property.hpp"
#include "gmock/gmock.h"

namespace checkride::runtime::notify {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const world::UtcTime kNow{std::chrono::seconds(1767600000)};  // 2026-01-05T08:00:00Z

TEST(HttpAnswer, DecidesWhetherToTryAgain) {
  for (const int status : {200, 204})
    EXPECT_EQ(judge_answer(status, {}, "ok", kNow).verdict, Verdict::delivered) << status;
  for (const int status : {408, 425, 429, 500, 503}) {
    EXPECT_EQ(judge_answer(status, {}, "", kNow).verdict, Verdict::temporary) << status;
  }
  for (const int status : {301, 400, 403, 404, 410}) {
    EXPECT_EQ(judge_answer(status, {}, "", kNow).verdict, Verdict::permanent) << status;
  }
}

TEST(HttpAnswer, RetryAfterIsHeard) {
  EXPECT_EQ(judge_answer(429, "30", "", kNow).retry_after, std::optional<world::Duration>(30s));
  EXPECT_EQ(judge_answer(429, "Mon, 05 Jan 2026 08:01:35 GMT", "", kNow).retry_after,
            std::optional<world::Duration>(95s));
  EXPECT_EQ(judge_answer(429, "-1", "", kNow).retry_after, std::nullopt);
  EXPECT_EQ(judge_answer(404, "30", "", kNow).retry_after, std::nullopt);
}

TEST(HttpAnswer, OnlySlacksOwnWordsAreRepeated) {
  EXPECT_THAT(judge_answer(404, {}, "no_service", kNow).text, HasSubstr("no_service"));
  EXPECT_THAT(judge_answer(404, {}, "no route for /services/T0/B0/secret", kNow).text, Not(HasSubstr("secret")));
}

TEST(RetryAfter, UnderstandsSecondsAndDates) {
  struct Row {
    const char* text;
    std::optional<world::Duration> expected;
  };
  for (const Row& row : {Row{"0", 0s}, Row{"120", 120s}, Row{"99999999999999999999", 366 * 24h},
                         Row{"Mon, 05 Jan 2026 08:00:01 GMT", 1s}, Row{"Mon, 05 Jan 2026 07:00:00 GMT", 0s},
                         Row{"Thu, 01 Jan 1970 00:00:00 GMT", 0s},
                         Row{"Tue, 29 Feb 2028 00:00:00 GMT", {world::UtcTime(1835395200s) - kNow}},
                         Row{"Mon, 29 Feb 2027 00:00:00 GMT", {}}, Row{"Mon, 05 Jan 9999 08:00:00 GMT", {}},
                         Row{"Mon, 05 Jan 2026 24:00:00 GMT", {}}, Row{"Mon, 05 naJ 2026 08:00:00 GMT", {}},
                         Row{"Mon, 05 Jan 2026 08:00:00 PST", {}}, Row{"Monday, 05-Jan-26 08:00:00 GMT", {}},
                         Row{"soon", {}}, Row{"1.5", {}}, Row{"", {}}, Row{"+5", {}}}) {
    EXPECT_EQ(parse_retry_after(row.text, kNow), row.expected) << row.text;
  }
}

RC_GTEST_PROP(RetryAfter, IsNeverNegative, ()) {
  auto text =
      *rc::gen::oneOf(rc::gen::arbitrary<std::string>(), rc::gen::just(std::string("Mon, 05 Jan 2026 08:00:01 GMT")));
  if (!text.empty()) text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
  const auto wish = parse_retry_after(text, kNow);
  RC_ASSERT(!wish || *wish >= 0s);
}

TEST(Login, IsATokenOrANameWithItsPassword) {
  http::Headers headers;
  add_login(headers, HttpLogin{Secret("token"), "", Secret()});
  EXPECT_EQ(headers.find("Authorization"), "Bearer token");
  add_login(headers, HttpLogin{Secret(), "Aladdin", Secret("open sesame")});
  EXPECT_EQ(headers.find("Authorization"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  http::Headers none;
  add_login(none, HttpLogin{});
  EXPECT_EQ(none.find("Authorization"), std::nullopt);
}

}  // namespace
}  // namespace checkride::runtime::notify
