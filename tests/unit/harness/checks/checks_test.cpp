// Goal: checks of answers, messages and logs say what is there, since when, and with which margin. Method: checks read
// from YAML, on a sight whose answers are given.
#include <gmock/gmock.h>

#include <set>

#include "checkride/test/world_test.hpp"
#include "checks/alert_check.hpp"
#include "checks/answers.hpp"
#include "checks/fake_sight.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::IsOkWith;
using testing::HasSubstr;

WORLD_TEST(HttpCheck, LooksAtStatusAndBody) {
  FakeSight sight(host);
  const Check status = check_of("{http: {of: monitor, get: /health, status: 200}}");
  sight.answer("/health", 200, "x");
  EXPECT_TRUE((co_await status->see(sight)).holds);
  sight.answer("/health", 503, "x");
  const Seen seen = co_await status->see(sight);
  EXPECT_FALSE(seen.holds);
  EXPECT_EQ(seen.text, "503");
  CO_ASSERT_TRUE(seen.values.size() == 1);
  EXPECT_EQ(seen.values[0].seen, "503");
  EXPECT_EQ(seen.values[0].expected, "200");
  EXPECT_EQ(seen.values[0].margin, std::nullopt) << "there is no nearly 200";

  const Check body = check_of("{http: {of: monitor, get: /health, body: {json: {/checks/0/status: pass, /n: 2}}}}");
  sight.answer("/health", 200, R"({"checks":[{"status":"pass"}],"n":2.0})");
  EXPECT_TRUE((co_await body->see(sight)).holds);
  sight.answer("/health", 200, R"({"checks":[],"n":2})");
  EXPECT_FALSE((co_await body->see(sight)).holds);
}

WORLD_TEST(HttpCheck, LooksAtHeadersAndLatency) {
  FakeSight sight(host);
  const Check check = check_of(
      "{http: {of: monitor, get: /, headers: {Retry-After: {matches: '^[0-9]+$'}, X-No: {exists: false}},"
      " latency: {at_most: 250ms}}}");
  http::Headers headers;
  headers.add("retry-after", "30");
  sight.answer("/", 503, "", headers);
  sight.takes = 200ms;
  Seen seen = co_await check->see(sight);
  EXPECT_TRUE(seen.holds) << seen.text;
  EXPECT_NEAR(seen.values.back().margin.value_or(0), 0.05, 1e-9);
  EXPECT_EQ(seen.values.back().seen, "200ms");
  sight.takes = 251ms;
  EXPECT_FALSE((co_await check->see(sight)).holds);
  const auto latency = co_await check->quantity(sight);
  CO_ASSERT_OK(latency);
  EXPECT_NEAR(*latency, 0.251, 1e-9);
}

WORLD_TEST(HttpCheck, SendsTheRequestThatItNames) {
  FakeSight sight(host);
  const Check check = check_of(
      "{http: {of: sim, request: {method: PUT, target: /v1/x, json: {a: 1}, headers: {X-Key: k}}, status: 204}}");
  EXPECT_EQ(check->text(), "PUT /v1/x of sim answers 204");
  (void)co_await check->see(sight);
  CO_ASSERT_TRUE(sight.requests.size() == 1);
  EXPECT_EQ(sight.requests[0].method, "PUT");
  EXPECT_EQ(sight.requests[0].body, "{\"a\":1}");
  EXPECT_EQ(sight.requests[0].headers.find("X-Key"), "k");
}

WORLD_TEST(HttpCheck, NoAnswerIsSeenAsSuch) {
  FakeSight sight(host);
  const Seen seen = co_await check_of("{http: {of: monitor, get: /, status: 200}}")->see(sight);
  EXPECT_FALSE(seen.holds);
  EXPECT_FALSE(seen.known);
  EXPECT_THAT(seen.text, HasSubstr("refused"));
}

WORLD_TEST(HttpCheck, APathThatIsNotThereIsNotKnown) {
  FakeSight sight(host);
  const Check check = check_of("{http: {of: monitor, get: /, status: 503}}");
  sight.answer("/", 200, "");
  EXPECT_TRUE((co_await check->see(sight)).known);
  sight.answer("/", 404, "");
  EXPECT_FALSE((co_await check->see(sight)).known);
  EXPECT_TRUE((co_await check_of("{http: {of: monitor, get: /, status: 404}}")->see(sight)).known);
}

WORLD_TEST(AlertCheck, TakesTheTimeFromTheMonitor) {
  FakeSight sight(host);
  const std::string since = world::format_rfc3339(sight.start().utc + 71250ms);
  sight.answer("/api/v1/alerts", 200,
               R"({"alerts":[{"rule":"High","state":"firing"},
    {"rule":"Low","simulator":"sim","state":"firing","severity":"critical","fired_count":2,"value":80,"since":")" +
                   since + "\"}]}");
  const Check check = check_of(
      "{alert: {of: monitor, rule: Low, state: firing, severity: critical, value: {less_than: 100}, fired_count: 2}}");
  const Seen seen = co_await check->see(sight);
  EXPECT_TRUE(seen.holds);
  EXPECT_EQ(seen.since, 71250ms);
  EXPECT_EQ(seen.text, "firing since 71.250 s, fired 2 times, critical, value 80");
  EXPECT_EQ(seen.values.back().margin, 20);
  EXPECT_THAT(co_await check->quantity(sight), IsOkWith(2.0));
  const Check mild = check_of("{alert: {of: monitor, rule: Low, state: firing, severity: {not: critical}}}");
  EXPECT_FALSE((co_await mild->see(sight)).holds);
}

WORLD_TEST(AlertCheck, SaysWhatIsWrongWithADocument) {
  FakeSight sight(host);
  const Check check = check_of("{alert: {of: monitor, rule: Low, state: firing}}");
  sight.answer("/api/v1/alerts", 404, "{}");
  EXPECT_THAT((co_await check->see(sight)).text, HasSubstr("no list \"alerts\""));
  sight.answer("/api/v1/alerts", 200, R"({"alerts":[]})");
  EXPECT_EQ((co_await check->see(sight)).text, "the monitor has no alert rules");
}

WORLD_TEST(AlertCheck, ARuleThatIsNotThereIsNotKnown) {
  FakeSight sight(host);
  sight.answer("/api/v1/alerts", 200, R"({"alerts":[{"rule":"High","simulator":"other","state":"inactive"},
    {"rule":"Low","simulator":"other","state":"inactive"}]})");
  EXPECT_TRUE((co_await check_of("{alert: {of: monitor, rule: Low, state: firing}}")->see(sight)).known);
  const Seen seen = co_await check_of("{alert: {of: monitor, rule: Low, simulator: sim, state: firing}}")->see(sight);
  EXPECT_FALSE(seen.known);
  EXPECT_EQ(seen.text, "no such rule for sim; the monitor has High, Low");
}

WORLD_TEST(MailCheck, CountsWhatMatchesAndKnowsWhenItWasEnough) {
  FakeSight sight(host);
  const Check check = check_of("{mail: {in: mail, to: [b@x, c@x], subject: {contains: Low}, count: 1}}");
  co_await host.clock().sleep_for(3s);
  sight.mails.add({"a@x", {"b@x"}, "Low", ""});
  EXPECT_FALSE((co_await check->see(sight)).holds) << "one addressee is missing";
  EXPECT_EQ((co_await check->see(sight)).text, "0 mails of 1 received");
  co_await host.clock().sleep_for(1s);
  sight.mails.add({"a@x", {"c@x", "b@x"}, "very Low", ""});
  const Seen enough = co_await check->see(sight);
  EXPECT_TRUE(enough.holds);
  EXPECT_EQ(enough.since, 4s);
  EXPECT_EQ(enough.values.at(0).expected, "exactly 1");
  sight.mails.add({"a@x", {"c@x", "b@x"}, "Low again", ""});
  EXPECT_TRUE((co_await check->see(sight)).hopeless);
  EXPECT_THAT(co_await check->quantity(sight), IsOkWith(2.0));
}

WORLD_TEST(MailCheck, LooksAtSenderAndText) {
  FakeSight sight(host);
  sight.mails.add({"monitor@x", {"b@x"}, "Low", "at 80 feet"});
  EXPECT_TRUE(
      (co_await check_of("{mail: {in: mail, from: monitor@x, body: {matches: '[0-9]+ feet'}}}")->see(sight)).holds);
  EXPECT_FALSE((co_await check_of("{mail: {in: mail, from: {starts_with: x}}}")->see(sight)).holds);
}

world::Task<bool> call_fits(FakeSight& sight, std::string keys) {
  const Check check = check_of("{webhook: {in: chat, " + keys + "}}");
  const Seen seen = co_await check->see(sight);
  co_return seen.holds;
}

WORLD_TEST(WebhookCheck, LooksIntoTheCall) {
  FakeSight sight(host);
  WebhookCall call{"POST", "/hook", R"({"channel":"#a","text":"Low"})", {}};
  call.headers.add("Content-Type", "application/json");
  sight.webhooks.add(std::move(call));
  EXPECT_TRUE(co_await call_fits(sight, "body: {contains: Low, json: {/channel: '#a'}}"));
  EXPECT_FALSE(co_await call_fits(sight, "body: {contains: High, json: {/channel: '#a'}}"));
  EXPECT_FALSE(co_await call_fits(sight, "body: {json: {/channel: '#b'}}"));
  EXPECT_TRUE(co_await call_fits(sight, "method: {one_of: [POST, PUT]}, headers: {content-type: application/json}"));
  EXPECT_FALSE(co_await call_fits(sight, "method: GET"));
  EXPECT_FALSE(co_await call_fits(sight, "headers: {X-Signature: {exists: true}}"));
}

WORLD_TEST(LinkCheck, KnowsStateAndLastError) {
  FakeSight sight(host);
  sight.answer("/api/v1/simulators", 200,
               R"({"simulators":[{"name":"sim","state":"waiting","last_decode_error":"Open: field size, offset 0"}]})");
  const auto check = [](const std::string& keys) {
    return check_of("{link: {of: monitor, simulator: sim, " + keys + "}}");
  };
  EXPECT_TRUE((co_await check("state: waiting, error: {contains: offset}")->see(sight)).holds);
  const Seen other = co_await check("state: streaming")->see(sight);
  EXPECT_FALSE(other.holds);
  EXPECT_TRUE(other.known);
  sight.answer("/api/v1/simulators", 200, R"({"simulators":[{"name":"other","state":"waiting"}]})");
  EXPECT_FALSE((co_await check("state: waiting")->see(sight)).known);
}

WORLD_TEST(LogCheck, CountsLinesOfALevelOrGraver) {
  FakeSight sight(host);
  sight.lines = parse_log("{\"level\":\"info\",\"msg\":\"a\"}\n{\"level\":\"fatal\",\"msg\":\"b\",\"n\":3}\n");
  EXPECT_TRUE((co_await check_of("{log: {of: monitor, level: error}}")->see(sight)).holds);
  EXPECT_FALSE((co_await check_of("{log: {of: monitor, level: error, event: a}}")->see(sight)).holds);
  EXPECT_TRUE((co_await check_of("{log: {of: monitor, fields: {n: {at_least: 3}}}}")->see(sight)).holds);
  EXPECT_TRUE((co_await check_of("{log: {of: monitor, matches: 'level.:.f'}}")->see(sight)).holds);
  EXPECT_FALSE((co_await check_of("{log: {of: monitor, contains: nothing}}")->see(sight)).holds);
}

WORLD_TEST(LogCheck, LinesThatComeLaterAreCountedOnce) {
  FakeSight sight(host);
  const Check check = check_of("{log: {of: monitor, contains: x, count: 2}}");
  sight.lines = parse_log("x 1\ny\n");
  EXPECT_FALSE((co_await check->see(sight)).holds);
  EXPECT_FALSE((co_await check->see(sight)).holds);
  for (LogLine& line : parse_log("x 2\n")) sight.lines.push_back(line);
  EXPECT_TRUE((co_await check->see(sight)).holds);
  EXPECT_EQ((co_await check->see(sight)).text, "2 lines: x 2");
  EXPECT_THAT(co_await check->quantity(sight), IsOkWith(2.0));
}

WORLD_TEST(LogCheck, LinesInTheirOrder) {
  FakeSight sight(host);
  const Check check =
      check_of("{log: {of: monitor, in_order: [{event: a}, {contains: x}, {event: b, fields: {n: 2}}]}}");
  EXPECT_EQ(
      check->text(),
      "at least 1 sequence of log lines of monitor: of event a, then with \"x\" in the line, then of event b, n is 2");
  sight.lines = parse_log("x\n{\"msg\":\"b\",\"n\":2}\n{\"msg\":\"a\"}\n{\"msg\":\"b\",\"n\":2}\nx 1\n");
  const Seen half = co_await check->see(sight);
  EXPECT_FALSE(half.holds);
  EXPECT_EQ(half.text, "0 sequences, then 2 of 3 lines: x 1");
  for (LogLine& line : parse_log("{\"msg\":\"b\",\"n\":1}\n{\"msg\":\"b\",\"n\":2}\n")) sight.lines.push_back(line);
  EXPECT_TRUE((co_await check->see(sight)).holds);
  EXPECT_THAT(co_await check->quantity(sight), IsOkWith(1.0));
  EXPECT_FALSE(
      (co_await check_of("{log: {of: monitor, in_order: [{event: b}, {event: a}], count: 2}}")->see(sight)).holds);
  EXPECT_TRUE(
      (co_await check_of("{log: {of: monitor, in_order: [{event: a}, {event: b}], count: 1}}")->see(sight)).holds);
}

TEST(Traits, CountsKnowWhetherTheyAreAboutAbsence) {
  const auto traits = [](const std::string& count) {
    return check_of("{mail: {in: mail, count: " + count + "}}")->traits();
  };
  EXPECT_TRUE(traits("0").sustained);
  EXPECT_FALSE(traits("0").exact);
  EXPECT_FALSE(traits("2").sustained);
  EXPECT_TRUE(traits("2").exact);
  EXPECT_TRUE(traits("{at_most: 2}").sustained);
  EXPECT_FALSE(traits("{at_least: 2}").exact);
  EXPECT_TRUE(traits("{between: [1, 3]}").exact);
}

TEST(Traits, SayHowACheckIsLookedAt) {
  const auto traits = [](std::string_view yaml) { return check_of(yaml)->traits(); };
  EXPECT_TRUE(traits("{http: {of: monitor, get: /, status: 200}}").needs_up);
  EXPECT_FALSE(traits("{http: {of: monitor, get: /, status: 200}}").sustained);
  EXPECT_TRUE(traits("{alert: {of: monitor, rule: Low, state: firing}}").needs_up);
  EXPECT_TRUE(traits("{link: {of: monitor, simulator: sim, state: waiting}}").needs_up);
  EXPECT_TRUE(traits("{mail: {in: mail}}").pushed);
  EXPECT_TRUE(traits("{webhook: {in: chat}}").pushed);
  EXPECT_FALSE(traits("{log: {of: monitor, level: error}}").needs_up) << "what was printed stays";
  EXPECT_TRUE(traits("{no_sample_lost: {of: monitor}}").is_final);
  EXPECT_TRUE(traits("{gap: {of: monitor, simulator: sim, at_most: 2s}}").is_final);
  EXPECT_TRUE(traits("{telemetry: {of: monitor, variable: altitude, value: 80}}").is_final);
}

TEST(CheckTable, WordsAreThereOnce) {
  std::set<std::string_view> words;
  for (const CheckRow& row : check_rows()) {
    EXPECT_TRUE(words.insert(row.word).second) << row.word;
    EXPECT_FALSE(row.meaning.empty()) << row.word;
  }
}

// Half a character is none: reports and terminals would show it as they like.
TEST(Brief, EndsBehindAWholeCharacter) {
  const std::string degrees = "\xC2\xB0";
  EXPECT_EQ(brief(std::string(159, 'x') + degrees), std::string(159, 'x') + "...");
  EXPECT_EQ(brief(std::string(158, 'x') + degrees), std::string(158, 'x') + degrees);
  EXPECT_EQ(brief("a\r\nb"), "a  b");
  EXPECT_EQ(brief(std::string(200, '\xFF')).size(), 163U);
}

}  // namespace
}  // namespace checkride::harness
