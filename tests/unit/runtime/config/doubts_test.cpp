// Goal: what a valid configuration says that its writer hardly meant is told with its place, and nothing else is.
// Method: small configurations; the notices are compared.
#include "config/doubts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checkride/test/result_matchers.hpp"
#include "config_fixture.hpp"

namespace checkride::runtime {
namespace {

using support::ConfigHost;
using support::kMinimal;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "event key: text" of each.
std::vector<std::string> doubts(const std::string& text) {
  ConfigHost host;
  const auto loaded = host.load_text(kMinimal + text);
  EXPECT_THAT(loaded, IsOk());
  std::vector<std::string> out;
  if (!loaded) return out;
  for (const Notice& notice : doubts_of(loaded->config, loaded->document.root())) {
    out.push_back(notice.event + " " + notice.key + ": " + notice.text);
  }
  return out;
}

std::string variable(const std::string& name, const std::string& units) {
  return "flight_monitor: {variables: [{name: \"" + name + "\", units: \"" + units + "\"}]}\n";
}

// The rule R, with those actions and more keys of the section behind it.
std::string rule(const std::string& actions, const std::string& more = {}, const std::string& severity = "warning") {
  return "simulators: [{name: sim1, address: \"h:1\"}]\nflight_monitor: {variables: [{name: PLANE ALTITUDE, units: "
         "feet}]}\nalert_manager:\n  slack: {webhook_url: \"https://h/\"}\n  rules: [{name: Low altitude, metric: "
         "altitude, condition: less_than, threshold: 1, severity: " +
         severity + ", actions: [" + actions + "]}]\n" + more;
}

TEST(Doubts, AVariableThatNoCatalogueKnowsIsToldWithTheNearest) {
  EXPECT_THAT(doubts(variable("PLANE ALTTUDE", "feet")),
              ElementsAre(AllOf(HasSubstr("unknown_variable flight_monitor.variables.0.name"),
                                HasSubstr("did you mean \"PLANE ALTITUDE\"?"), HasSubstr("(/c.yaml:3:37)"))));
  EXPECT_THAT(doubts(variable("GENERAL ENG RMP:2", "rpm")), ElementsAre(HasSubstr("\"GENERAL ENG RPM\"")));
  EXPECT_THAT(doubts(variable("NOTHING LIKE IT AT ALL", "feet")), ElementsAre(HasSubstr("no simulation variable")));
}

TEST(Doubts, KnownNamesIndexesAndPrefixesAreNot) {
  for (const char* name : {"PLANE ALTITUDE", "plane altitude", "A:PLANE ALTITUDE", "GENERAL ENG RPM:2", "L:A32NX_FMA",
                           "l:anything", "Z:mine", "E:ABSOLUTE TIME"}) {
    EXPECT_THAT(doubts(variable(name, "number")), IsEmpty()) << name;
  }
}

TEST(Doubts, AUnitThatNoCatalogueKnowsIsTold) {
  EXPECT_THAT(doubts(variable("PLANE ALTITUDE", "fete")),
              ElementsAre(AllOf(HasSubstr("unknown_unit flight_monitor.variables.0.units"), HasSubstr("/c.yaml:3:"))));
  for (const char* unit : {"feet",
                           "Feet",
                           "knots",
                           "gallons",
                           "gallons per hour",
                           "feet per minute",
                           "feet/minute",
                           "degrees",
                           "radians",
                           "percent",
                           "percent over 100",
                           "bool",
                           "Boolean",
                           "Enum",
                           "number",
                           "rpm",
                           "inHg",
                           "millibars",
                           "celsius",
                           "pounds",
                           "seconds",
                           "hours",
                           "MHz",
                           "volts",
                           "mach",
                           "position 32k",
                           "feet per second squared",
                           "Gforce",
                           "nautical miles",
                           "meters per second"}) {
    EXPECT_THAT(doubts(variable("PLANE ALTITUDE", unit)), IsEmpty()) << unit;
  }
}

TEST(Doubts, ASectionThatIsOffIsNotLookedAt) {
  EXPECT_THAT(doubts("flight_monitor: {enabled: false, variables: [{name: NOPE, units: x}]}\n"), IsEmpty());
}

// The guide's own numbers are taken: its promise of less than 60 s counts from the decision.
TEST(Doubts, AFailoverThatMayTakeLongerThanAMinuteIsTold) {
  const std::string two = "simulators: [{name: a, address: \"h:1\"}, {name: b, address: \"h:2\"}]\n";
  const std::string flights = ", flights: [{primary: a, standbys: [b]}]}\n";
  EXPECT_THAT(doubts(two + "failover: {health_check_interval: 30s, failure_threshold: 3" + flights),
              ElementsAre(AllOf(HasSubstr("failover_may_take_long failover: health_check_interval"),
                                HasSubstr("(1m30s) and failover_timeout (30s) make 2m"), HasSubstr("(/c.yaml:4:11)"))));
  EXPECT_THAT(
      doubts(two + "failover: {health_check_interval: 10s, failure_threshold: 3, failover_timeout: 29s" + flights),
      IsEmpty());
}

TEST(Doubts, TwoNamesForOneSimulatorAreTold) {
  const std::string two = "simulators: [{name: a, address: \"h:1\"}, {name: b, address: \"h:2\"}, {name: c, address: ";
  EXPECT_THAT(doubts(two + "\"h:1\"}]\n"),
              ElementsAre(AllOf(HasSubstr("one_simulator_twice simulators.2.address: \"c\" is at the same address"),
                                HasSubstr("(/c.yaml:3:"))));
  EXPECT_THAT(doubts(two + "\"h:3\"}]\n"), IsEmpty());
}

TEST(Doubts, AWaitThatIsLongerThanARecoveryMayTakeIsTold) {
  const auto monitor = [](const std::string& keys) {
    return "flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet}], " + keys + "}\n";
  };
  EXPECT_THAT(doubts(monitor("reconnect_ceiling: 31s, silence_timeout: 5m")),
              ElementsAre(AllOf(HasSubstr("recovery_may_take_long flight_monitor.reconnect_ceiling: 31s"),
                                HasSubstr("within 30s"), HasSubstr("(/c.yaml:3:")),
                          HasSubstr("flight_monitor.silence_timeout: 5m")));
  EXPECT_THAT(doubts(monitor("reconnect_ceiling: 30s, silence_timeout: 30s")), IsEmpty());
  const std::string influx = "{enabled: true, url: \"http://h:1\", database: d, timeout: 40s}";
  EXPECT_THAT(doubts("data_collector: {output_path: /d, influx: " + influx + "}\n"),
              ElementsAre(HasSubstr("data_collector.influx.timeout: 40s")));
  EXPECT_THAT(doubts("data_collector: {enabled: false, output_path: /d, influx: " + influx + "}\n"), IsEmpty());
  EXPECT_THAT(doubts("metrics_exporter: {otlp: {endpoint: \"http://h:1/\", timeout: 50s}}\n"),
              ElementsAre(HasSubstr("metrics_exporter.otlp.timeout: 50s")));
}

TEST(Doubts, TheWaitsOfEveryChannelAreLookedAt) {
  const std::string long_wait = "timeout: 1m}\n";
  const std::string channels = "  smtp: {server: h, from: a@b.c, to: [a@b.c], " + long_wait +
                               "  webhook: {url: \"https://h/\", " + long_wait +
                               "  pagerduty: {routing_key: 0123456789abcdef0123456789abcdef, " + long_wait +
                               "  alertmanager: {urls: [\"https://h/\"], " + long_wait;
  std::string text = rule("slack", channels);
  text.replace(text.find("{webhook_url"), 1, "{timeout: 1m, ");
  EXPECT_THAT(doubts(text), ElementsAre(HasSubstr("alert_manager.smtp.timeout"), HasSubstr("alert_manager.slack"),
                                        HasSubstr("alert_manager.webhook"), HasSubstr("alert_manager.pagerduty"),
                                        HasSubstr("alert_manager.alertmanager")));
}

TEST(Doubts, ARuleThatTellsNobodyIsToldUnlessTheEscalationDoes) {
  EXPECT_THAT(doubts(rule("slack")), IsEmpty());
  EXPECT_THAT(doubts(rule("")), ElementsAre(AllOf(HasSubstr("rule_without_actions alert_manager.rules.0.actions"),
                                                  HasSubstr("Low altitude"), HasSubstr("(/c.yaml:7:"))));
  EXPECT_THAT(doubts(rule("", "  escalation: {tiers: {1: [slack]}}\n")), IsEmpty());
}

TEST(Doubts, OnlyTheTiersThatARuleReachesCount) {
  const auto told = [](const std::string& escalation, const std::string& severity) {
    return !doubts(rule("", "  escalation: {" + escalation + "}\n", severity)).empty();
  };
  EXPECT_TRUE(told("tiers: {1: [slack]}", "critical")) << "begins at tier 3";
  EXPECT_FALSE(told("tiers: {3: [slack]}", "critical"));
  EXPECT_FALSE(told("tiers: {3: [slack]}", "warning")) << "handed on when nobody answers";
  EXPECT_TRUE(told("tiers: {2: [slack]}", "info")) << "answered by the next day, and not handed on";
  EXPECT_FALSE(told("tiers: {2: [slack]}, severities: {4: {escalate_after: 1h}}", "info"));
  EXPECT_FALSE(told("management: [slack]", "critical"));
  EXPECT_TRUE(told("management: [slack]", "warning"));
  EXPECT_FALSE(told("management: [slack], severities: {3: {notify_management: true}}", "warning"));
}

TEST(Doubts, LabelsThatNoAlertHasAreTold) {
  EXPECT_THAT(doubts(rule("slack",
                          "  inhibit_rules: [{source_match: {rule: Low altitud}, target_match: {simulator: sim2}}]\n")),
              ElementsAre(AllOf(HasSubstr("label_of_no_alert alert_manager.inhibit_rules.0.source_match.rule"),
                                HasSubstr("did you mean \"Low altitude\"?"), HasSubstr("(/c.yaml:8:41)")),
                          AllOf(HasSubstr("alert_manager.inhibit_rules.0.target_match.simulator"),
                                HasSubstr("nothing is inhibited by it"))));
  EXPECT_THAT(doubts(rule("slack",
                          "  maintenance: [{name: m, match: {severity: critical}, starts_at: "
                          "2026-01-05T08:00:00Z, ends_at: 2026-01-05T09:00:00Z}]\n")),
              ElementsAre(HasSubstr("alert_manager.maintenance.0.match.severity")));
}

TEST(Doubts, LabelsThatSomeAlertHasAreNot) {
  EXPECT_THAT(doubts(rule("slack",
                          "  inhibit_rules: [{source_match: {rule: Low altitude, severity: warning}, target_match: "
                          "{simulator: sim1, rule: \"Nothing*\", severity_level: \"3\", metric: altitude}}]\n")),
              IsEmpty());
}

TEST(Doubts, MatchersThatFitNoAlertAreTold) {
  const auto of = [](const std::string& matcher) {
    return doubts(rule("slack",
                       "  inhibit_rules: [{source_match: {rule: Low altitude}, target_match: {severity: "
                       "warning}, target_matchers: [{name: simulator, value: sim1}, " +
                           matcher + "]}]\n"));
  };
  EXPECT_THAT(of("{name: rule, value: Low altitud}"),
              ElementsAre(AllOf(HasSubstr("label_of_no_alert alert_manager.inhibit_rules.0.target_matchers.1.value"),
                                HasSubstr("did you mean \"Low altitude\"? Here nothing is inhibited"),
                                HasSubstr("(/c.yaml:8:"))));
  EXPECT_THAT(of("{name: rule, value: Low altitud, isEqual: false}"), ElementsAre(HasSubstr("every alert fits it")));
  EXPECT_THAT(of("{name: simulator, value: \"sim[2-9]\", isRegex: true}"),
              ElementsAre(HasSubstr("no alert has a simulator that fits \"sim[2-9]\"")));
  EXPECT_THAT(of("{name: simulator, value: \"sim[1-9]\", isRegex: true}"), IsEmpty());
  EXPECT_THAT(of("{name: simulator, value: \"|sim[2-9]\", isRegex: true}"), IsEmpty()) << "the monitor itself";
  EXPECT_THAT(of("{name: severity, value: \".*\", isRegex: true, isEqual: false}"),
              ElementsAre(HasSubstr("that does not fit")));
}

// Metrics are resolved when the configuration is read: one that nothing gives is a mistake, not a doubt.
TEST(Doubts, AnAliasThatNoVariableHasIsAMistake) {
  ConfigHost host;
  EXPECT_THAT(host.load_text(kMinimal +
                             "flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet, alias: height}]}\n"
                             "alert_manager: {slack: {webhook_url: \"https://h/\"}, rules: [{name: R, metric: hight, "
                             "condition: less_than, threshold: 1, actions: [slack]}]}\n"),
              FailsWith(AllOf(HasSubstr("/c.yaml:4:79"), HasSubstr("unknown metric \"hight\""),
                              HasSubstr("did you mean \"height\"?"))));
}

}  // namespace
}  // namespace checkride::runtime
