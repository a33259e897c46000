// The keys of mail servers and webhooks, and faults of services in a scenario: each means what it says, and each
// mistake has its place.
#include "scenario/read_sinks.hpp"

#include <gmock/gmock.h>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"
#include "read_spec.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;

ReadSpec<SmtpSpec> smtp(const std::string& text) {
  return {text, read_smtp};
}
ReadSpec<WebhookSpec> webhook(const std::string& text) {
  return {text, read_webhook};
}

TEST(ReadSinks, NothingMeansTheDefaults) {
  EXPECT_EQ(smtp("{}").spec, SmtpSpec());
  EXPECT_EQ(webhook("{}").spec, WebhookSpec());
  EXPECT_EQ(smtp("{}").mistakes + webhook("{}").mistakes, "");
}

TEST(ReadSinks, EveryKey) {
  const auto mail = smtp(
      "{port: 2525, tls: starttls, login: {user: me, password: 'p$\"', ways: [login]}, size_max: 1kB, recipients_max: "
      "3}");
  EXPECT_EQ(mail.mistakes, "");
  SmtpSpec wanted;
  wanted.port = 2525;
  wanted.tls = TlsMode::starttls;
  wanted.login = SmtpLogin{"me", "p$\"", false, true};
  wanted.size_max = 1000;
  wanted.recipients_max = 3;
  EXPECT_EQ(mail.spec, wanted);
  const auto chat = webhook("{port: 8443, tls: at_once, answer: {status: 204, body: '', after: 2s}}");
  EXPECT_EQ(chat.mistakes, "");
  WebhookSpec called;
  called.port = 8443;
  called.tls = TlsMode::at_once;
  called.answer = {204, "", 2s};
  EXPECT_EQ(chat.spec, called);
}

TEST(ReadSinks, ThePortGoesWithTls) {
  EXPECT_EQ(smtp("{tls: at_once}").spec.port, 465);
  EXPECT_EQ(smtp("{tls: starttls}").spec.port, 587);
  EXPECT_EQ(webhook("{tls: at_once}").spec.port, 443);
}

TEST(ReadSinks, MistakesAreTold) {
  EXPECT_THAT(smtp("{tls: always}").mistakes, HasSubstr("s.yaml:1:7: expected none, starttls or at_once"));
  EXPECT_THAT(webhook("{tls: starttls}").mistakes, HasSubstr("expected none or at_once"));
  EXPECT_THAT(smtp("{login: {user: me}}").mistakes, HasSubstr("\"password\" is missing"));
  EXPECT_THAT(smtp("{login: {user: '', password: x}}").mistakes, HasSubstr("must not be empty"));
  EXPECT_THAT(smtp("{login: {user: me, password: x, ways: []}}").mistakes, HasSubstr("plain, login or both"));
  EXPECT_THAT(smtp("{login: {user: me, password: x, ways: [cram]}}").mistakes, HasSubstr("plain or login"));
  EXPECT_THAT(smtp("{recipients_max: 0}").mistakes, HasSubstr("0 is out of range, expected 1 to 100000"));
  EXPECT_THAT(webhook("{answer: {status: 99}}").mistakes, HasSubstr("200 to 599"));
}

// ---- in a scenario

std::string scenario_with(const std::string& services, const std::string& steps) {
  return "scenario: s\nsimulators: {sim: {}}\nservices:\n" + services +
         "monitors: {monitor: {config: [c.yaml], simulators: [sim]}}\n"
         "never: [{log: {of: monitor, level: error}}]\ntimeline:\n" +
         steps;
}
const std::string kServices = "  mail: {kind: smtp}\n  chat: {kind: webhook}\n  cache: {kind: keyvalue}\n";
const std::string kStart = "  - start: [mail, chat, cache, sim, monitor]\n";

Result<Scenario> load_with(const std::string& step) {
  return load_scenario(scenario_with(kServices, kStart + "  - " + step + "\n"), "s.yaml");
}

TEST(ReadServices, MoreThanOneOfAKindAndNamesLeadToTheFirst) {
  const auto scenario =
      load_scenario(scenario_with("  a: {kind: smtp}\n  b: {kind: smtp}\n  c: {kind: smtp, names: [smtp.other.com]}\n",
                                  "  - start: [a, b, c, sim, monitor]\n"),
                    "s.yaml");
  ASSERT_THAT(scenario, IsOk());
  EXPECT_THAT(scenario->services[0].names, ElementsAre("smtp.company.com"));
  EXPECT_THAT(scenario->services[1].names, ElementsAre());
  EXPECT_THAT(scenario->services[2].names, ElementsAre("smtp.other.com"));
}

TEST(ReadServiceFault, IsReadWithItsParameters) {
  const auto scenario = load_with("inject: {id: grey, on: mail, fault: greylisting, parameters: {wait: 2m}, for: 5m}");
  ASSERT_THAT(scenario, IsOk());
  const auto& inject = std::get<Inject>(std::get<Action>(scenario->timeline[1].what));
  EXPECT_EQ(inject.id, "grey");
  EXPECT_EQ(inject.duration, 5min);
  const auto& fault = std::get<FaultOfService>(inject.fault);
  EXPECT_EQ(fault.on, "mail");
  EXPECT_EQ(fault.kind, "greylisting");
  EXPECT_EQ(fault.parameters_json, R"({"wait":"2m"})");
  EXPECT_EQ(describe(Action(inject)), R"(inject grey: greylisting on mail {"wait":"2m"} for 5m)");
}

TEST(ReadServiceFault, TellsWhatIsWrong) {
  EXPECT_THAT(load_with("inject: {on: cache, fault: evict_all}"), IsOk());
  EXPECT_THAT(load_with("inject: {on: mail, fault: http_answer, parameters: {status: 500}}"),
              FailsWith(HasSubstr("s.yaml:11:31: expected greylisting, smtp_reply")));
  EXPECT_THAT(load_with("inject: {on: chat, fault: http_answer}"), FailsWith(HasSubstr("\"status\" is missing")));
  EXPECT_THAT(load_with("inject: {on: chat, fault: http_answer, parameters: {status: 500, evry: 2}}"),
              FailsWith(HasSubstr("did you mean \"every\"?")));
  EXPECT_THAT(load_with("inject: {on: monitor, fault: stall}"), FailsWith(HasSubstr("\"monitor\" is a monitor")));
  EXPECT_THAT(load_scenario(scenario_with(kServices, "  - inject: {on: mail, fault: stall}\n" + kStart), "s.yaml"),
              FailsWith(HasSubstr("mail does not run")));
}

}  // namespace
}  // namespace checkride::harness
