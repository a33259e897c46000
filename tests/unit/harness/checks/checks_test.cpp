// The checks on fetched documents and received messages.
#include <gmock/gmock.h>

#include <set>

#include "checkride/test/result_matchers.hpp"
#include "checks/alert_check.hpp"
#include "checks/check_table.hpp"
#include "checks/http_check.hpp"
#include "checks/link_check.hpp"
#include "checks/log_check.hpp"
#include "checks/mail_check.hpp"
#include "checks/telemetry_check.hpp"
#include "checks/webhook_check.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class SetClock final : public world::Clock {
 public:
  world::Instant now() const override { return time; }
  world::UtcTime utc_now() const override { return {}; }
  void wait_until(world::Instant, world::Waiter) override {}
  world::Instant time{};
};

Result<http::Response> answer(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

ScenarioStart start() {
  return {world::Instant(1us), *world::parse_rfc3339("2026-01-05T08:00:00Z")};
}

TEST(HttpCheck, LooksAtStatusAndBody) {
  HttpCheck check;
  check.status = 200;
  EXPECT_TRUE(check_http(check, answer(200, "x")).holds);
  EXPECT_FALSE(check_http(check, answer(503, "x")).holds);
  EXPECT_EQ(check_http(check, answer(503, "x")).text, "503");
  check.json = {{"/checks/0/status", "\"pass\""}, {"/n", "2"}};
  EXPECT_TRUE(check_http(check, answer(200, R"({"checks":[{"status":"pass"}],"n":2.0})")).holds);
  EXPECT_FALSE(check_http(check, answer(200, R"({"checks":[],"n":2})")).holds);
}

TEST(HttpCheck, NoAnswerIsSeenAsSuch) {
  const auto seen = check_http(HttpCheck{}, Error::invalid("connection refused by monitor:8080"));
  EXPECT_FALSE(seen.holds);
  EXPECT_THAT(seen.text, HasSubstr("refused"));
}

TEST(AlertCheck, TakesTheTimeFromTheMonitor) {
  AlertCheck check;
  check.rule = "Low";
  check.state = "firing";
  const auto seen = check_alert(check, answer(200, R"({"alerts":[{"rule":"High","state":"firing"},
    {"rule":"Low","simulator":"sim","state":"firing","since":"2026-01-05T08:01:11.250000Z","value":80}]})"),
                                start());
  EXPECT_TRUE(seen.holds);
  EXPECT_EQ(seen.since, 71250ms);
  EXPECT_EQ(seen.text, "firing since 71.250 s, value 80");
}

TEST(AlertCheck, SaysWhatIsWrongWithADocument) {
  EXPECT_THAT(check_alert(AlertCheck{}, answer(404, "{}"), start()).text, HasSubstr("no list \"alerts\""));
  EXPECT_EQ(check_alert(AlertCheck{}, answer(200, R"({"alerts":[]})"), start()).text, "the monitor has no alert rules");
}

TEST(AlertCheck, ARuleThatIsNotThereIsNotKnown) {
  const auto document = answer(200, R"({"alerts":[{"rule":"High","simulator":"sim","state":"inactive"},
    {"rule":"Low","simulator":"sim","state":"inactive"}]})");
  AlertCheck check;
  check.rule = "Low";
  check.state = "firing";
  EXPECT_TRUE(check_alert(check, document, start()).known);
  check.simulator = "other";
  EXPECT_FALSE(check_alert(check, document, start()).known);
  EXPECT_EQ(check_alert(check, document, start()).text, "no such rule for other; the monitor has High, Low");
}

TEST(HttpCheck, APathThatIsNotThereIsNotKnown) {
  HttpCheck check;
  check.status = 503;
  EXPECT_TRUE(check_http(check, answer(200, "")).known);
  EXPECT_FALSE(check_http(check, answer(404, "")).known);
  EXPECT_FALSE(check_http(check, Error::invalid("refused")).known);
  check.status = 404;
  EXPECT_TRUE(check_http(check, answer(404, "")).known);
}

TEST(MailCheck, CountsWhatMatchesAndKnowsWhenItWasEnough) {
  SetClock clock;
  MailInbox inbox(clock);
  MailCheck check;
  check.to = {"b@x", "c@x"};
  check.subject_contains = "Low";
  check.count = {Count::Kind::exactly, 1};
  clock.time = world::Instant(1us) + 3s;
  inbox.add({"a@x", {"b@x"}, "Low", ""});
  EXPECT_FALSE(check_mail(check, inbox, start()).holds) << "one addressee is missing";
  EXPECT_EQ(check_mail(check, inbox, start()).text, "0 mails of 1 received");
  clock.time = world::Instant(1us) + 4s;
  inbox.add({"a@x", {"c@x", "b@x"}, "very Low", ""});
  EXPECT_TRUE(check_mail(check, inbox, start()).holds);
  EXPECT_EQ(check_mail(check, inbox, start()).since, 4s);
  inbox.add({"a@x", {"c@x", "b@x"}, "Low again", ""});
  EXPECT_TRUE(check_mail(check, inbox, start()).hopeless);
}

TEST(WebhookCheck, LooksIntoTheBody) {
  SetClock clock;
  WebhookInbox inbox(clock);
  inbox.add({"POST", "/hook", R"({"channel":"#a","text":"Low"})"});
  WebhookCheck check;
  check.body_contains = "Low";
  check.json = {{"/channel", "\"#a\""}};
  EXPECT_TRUE(check_webhook(check, inbox, start()).holds);
  check.json = {{"/channel", "\"#b\""}};
  EXPECT_FALSE(check_webhook(check, inbox, start()).holds);
}

TEST(LinkCheck, KnowsStateAndLastError) {
  const auto document = answer(
      200, R"({"simulators":[{"name":"sim","state":"waiting","last_decode_error":"Open: field size, offset 0"}]})");
  LinkCheck check;
  check.simulator = "sim";
  check.state = "waiting";
  check.error_contains = "offset";
  EXPECT_TRUE(check_link(check, document).holds);
  check.state = "streaming";
  EXPECT_FALSE(check_link(check, document).holds);
  EXPECT_TRUE(check_link(check, document).known);
  check.simulator = "other";
  EXPECT_FALSE(check_link(check, document).known);
}

TEST(LogCheck, CountsLinesOfALevelOrGraver) {
  const auto lines = parse_log("{\"level\":\"info\",\"msg\":\"a\"}\n{\"level\":\"fatal\",\"msg\":\"b\"}\n");
  LogCheck check;
  check.level = "error";
  EXPECT_TRUE(check_log(check, lines).holds);
  check.event = "a";
  EXPECT_FALSE(check_log(check, lines).holds);
}

TEST(NoSampleLost, NoTelemetryIsNoProof) {
  EXPECT_FALSE(check_no_sample_lost(std::vector<Sample>{}, {}).holds);
  EXPECT_TRUE(check_no_sample_lost(std::vector<Sample>{Sample{{}, "sim", "1", 1}}, {}).holds);
}

TEST(Traits, CountsKnowWhetherTheyAreAboutAbsence) {
  MailCheck mail;
  mail.count = {Count::Kind::exactly, 0};
  EXPECT_TRUE(make_check(mail)->traits().sustained);
  EXPECT_FALSE(make_check(mail)->traits().exact);
  mail.count = {Count::Kind::exactly, 2};
  EXPECT_FALSE(make_check(mail)->traits().sustained);
  EXPECT_TRUE(make_check(mail)->traits().exact);
  mail.count = {Count::Kind::at_most, 2};
  EXPECT_TRUE(make_check(mail)->traits().sustained);
}

TEST(Traits, SayHowACheckIsLookedAt) {
  EXPECT_TRUE(make_check(HttpCheck{})->traits().needs_up);
  EXPECT_FALSE(make_check(HttpCheck{})->traits().sustained);
  EXPECT_TRUE(make_check(AlertCheck{})->traits().needs_up);
  EXPECT_TRUE(make_check(LinkCheck{})->traits().needs_up);
  EXPECT_TRUE(make_check(MailCheck{})->traits().pushed);
  EXPECT_TRUE(make_check(WebhookCheck{})->traits().pushed);
  EXPECT_FALSE(make_check(LogCheck{})->traits().needs_up) << "what was printed stays";
  EXPECT_TRUE(make_check(NoSampleLostCheck{})->traits().is_final);
  EXPECT_TRUE(make_check(GapCheck{})->traits().is_final);
}

TEST(CheckTable, WordsAreThereOnce) {
  std::set<std::string_view> words;
  for (const CheckRow& row : check_rows()) {
    EXPECT_TRUE(words.insert(row.word).second) << row.word;
    EXPECT_FALSE(row.meaning.empty()) << row.word;
  }
}

}  // namespace
}  // namespace checkride::harness
