// Goal: maintenance and inhibit_rules take matchers in the notation of silences, and beside the shorter one. Method:
// whole configurations; the same text read as a silence.
#include <gmock/gmock.h>

#include "alerts/silences.hpp"
#include "checkride/test/result_matchers.hpp"
#include "config/print.hpp"
#include "config_fixture.hpp"

namespace checkride::runtime {
namespace {

using support::ConfigHost;
using support::kMinimal;
using test::FailsWith;
using test::IsOk;
using testing::HasSubstr;
using testing::SizeIs;

std::string with(const std::string& policy) {
  return kMinimal +
         "flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet}]}\n"
         "alert_manager:\n  slack: {webhook_url: \"https://h/\"}\n"
         "  rules: [{name: Low, metric: altitude, condition: less_than, threshold: 1, actions: [slack]}]\n  " +
         policy + "\n";
}

std::string window(const std::string& keys) {
  return "maintenance: [{name: m, starts_at: 2026-01-05T08:00:00Z, ends_at: 2026-01-05T09:00:00Z, " + keys + "}]";
}

constexpr const char* kMatchers =
    R"([{"name": "alertname", "value": "(?i)lo\\w+", "isRegex": true}, {"name": "severity", "value": "info", )"
    R"("isEqual": false}, {"name": "simulator", "value": "sim*"}])";

TEST(Matchers, AreReadAsThoseOfASilenceAre) {
  ConfigHost host;
  const auto loaded = host.load_text(with(window(std::string("matchers: ") + kMatchers)));
  ASSERT_THAT(loaded, IsOk());
  values::Diagnostics errors;
  const auto silence = values::load(
      std::string("{\"matchers\": ") + kMatchers + R"(, "endsAt": "2100-01-01T00:00:00Z", "createdBy": "me"})", "body",
      errors);
  ASSERT_TRUE(silence);
  const auto expected = alerts::read_silence(silence->root(), world::UtcTime(std::chrono::hours(500'000)), errors);
  ASSERT_TRUE(errors.empty()) << errors.text();
  EXPECT_EQ(loaded->config.alert_manager.policy.maintenance[0].match, expected.matchers);
  EXPECT_EQ(expected.matchers[0].name, "rule");
  EXPECT_TRUE(expected.matchers[0].regex && expected.matchers[0].fits("LOWEST"));
}

TEST(Matchers, StandBesideTheShorterNotation) {
  ConfigHost host;
  const auto loaded = host.load_text(
      with("inhibit_rules: [{source_match: {rule: Low}, source_matchers: [{name: simulator, value: \"sim[12]\", "
           "isRegex: true}], target_matchers: [{name: severity, value: critical, isEqual: false}]}]"));
  ASSERT_THAT(loaded, IsOk());
  const InhibitRule& rule = loaded->config.alert_manager.policy.inhibit_rules.at(0);
  ASSERT_THAT(rule.source, SizeIs(2));
  EXPECT_EQ(rule.source[0], (Matcher{"rule", "Low"}));
  EXPECT_TRUE(rule.source[1].fits("sim2"));
  EXPECT_FALSE(rule.source[1].fits("sim3"));
  EXPECT_EQ(rule.target, (LabelMatch{{"severity", "critical", false}}));
}

TEST(Matchers, ArePrintedSoThatTheyLoadAgain) {
  ConfigHost host;
  const auto loaded =
      host.load_text(with(window(R"(matchers: [{name: rule, value: "Lo\\w+|a\\$", isRegex: true, isEqual: false}])")));
  ASSERT_THAT(loaded, IsOk());
  const auto again = host.load_text(printed_config(*loaded));
  ASSERT_THAT(again, IsOk()) << printed_config(*loaded);
  EXPECT_EQ(loaded->config.alert_manager.policy, again->config.alert_manager.policy);
}

TEST(Matchers, TheirKeysAreSetByVariablesTooWhichHaveNoCase) {
  ConfigHost host;
  host.set("CHECKRIDE_ALERT_MANAGER__MAINTENANCE__0__MATCHERS__0__ISREGEX", "true");
  const auto loaded = host.load_text(with(window("matchers: [{name: rule, value: \"L.w\"}]")));
  ASSERT_THAT(loaded, IsOk());
  EXPECT_TRUE(loaded->config.alert_manager.policy.maintenance.at(0).match.at(0).fits("Low"));
}

TEST(Matchers, AWrongOneGetsItsError) {
  const struct {
    const char* matchers;
    const char* expected;
  } rows[] = {{"[{name: job, value: x}]", "unknown label \"job\""},
              {"[{value: x}]", "the key \"name\" is missing"},
              {"[{name: rule}]", "the key \"value\" is missing"},
              {"[{name: rule, value: \"a(b\", isRegex: true}]", "missing )"},
              {"[{name: rule, value: a, is_regex: true}]", "did you mean \"isRegex\"?"},
              {"[{name: rule, value: a, isRegex: \"=~\"}]", "expected true or false"},
              {"{rule: Low}", "expected a list"}};
  for (const auto& row : rows) {
    ConfigHost host;
    EXPECT_THAT(host.load_text(with(window(std::string("matchers: ") + row.matchers))),
                FailsWith(HasSubstr(row.expected)))
        << row.matchers;
  }
  std::string many = "matchers: [{name: rule, value: a}";
  for (int i = 0; i < 20; ++i) many += ", {name: rule, value: a}";
  ConfigHost host;
  EXPECT_THAT(host.load_text(with(window(many + "]"))), FailsWith(HasSubstr("at most 20 matchers")));
}

}  // namespace
}  // namespace checkride::runtime
