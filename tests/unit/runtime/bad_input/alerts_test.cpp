// Goal: every wrong rule, policy, silence and test file is refused with a sentence that says what is wrong. Method: one
// row per input; the rest of the document around it is right.
#include <gmock/gmock.h>

#include "../config/config_fixture.hpp"
#include "alerts/rule_tests.hpp"
#include "alerts/silences.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::runtime {
namespace {

using testing::HasSubstr;

struct BadInput {
  const char* text;
  const char* error;
};

void PrintTo(const BadInput& row, std::ostream* out) {
  *out << row.text;
}

class BadRule : public testing::TestWithParam<BadInput> {};

TEST_P(BadRule, IsRefused) {
  support::ConfigHost host;
  const auto loaded = host.load_text(
      "app: {name: a}\n"
      "flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet}]}\n"
      "alert_manager:\n"
      "  slack: {webhook_url: 'http://127.0.0.1/x'}\n"
      "  rules:\n"
      "    - {name: R, actions: [slack], " +
      std::string(GetParam().text) + "}\n");
  ASSERT_FALSE(loaded.has_value());
  EXPECT_THAT(loaded.error().message(), HasSubstr("c.yaml:6:"));
  EXPECT_THAT(loaded.error().message(), HasSubstr(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(
    Alerts, BadRule,
    testing::Values(
        BadInput{"metric: altitud, condition: less_than, threshold: 1", "unknown metric \"altitud\", did you mean"},
        BadInput{"metric: fuel, condition: less_than, threshold: 1", "needs the variable FUEL TOTAL QUANTITY"},
        BadInput{"metric: endurance, condition: less_than, threshold: 1", "has to be listed in flight_monitor.derived"},
        BadInput{"metric: simconnect_messages_totl, condition: less_than, threshold: 1",
                 "did you mean \"simconnect_messages_total\"?"},
        BadInput{"metric: 'simconnect_messages_total{sim=\"a\"}', condition: less_than, threshold: 1",
                 "the metric has no label \"sim\""},
        BadInput{"metric: 'simconnect_messages_total{simulator=a}', condition: less_than, threshold: 1",
                 "expected a value in double quotes"},
        BadInput{"metric: 'simconnect_messages_total{simulator=\"a\"', condition: less_than, threshold: 1",
                 "expected a closing brace"},
        BadInput{"metric: simconnect_message_processing_duration_seconds, condition: less_than, threshold: 1",
                 "is a histogram"},
        BadInput{"metric: altitude, condition: lower_than, threshold: 1", "lower_than"},
        BadInput{"metric: altitude, condition: less_than", "threshold"},
        BadInput{"metric: altitude, condition: less_than, threshold: .nan", "expected a number, not \".nan\""},
        BadInput{"metric: altitude, condition: less_than, threshold: high", "expected a number"},
        BadInput{"metric: altitude, condition: between, threshold: 1", "lower"},
        BadInput{"metric: altitude, condition: between, lower: 2, upper: 1", "upper must not be below lower"},
        BadInput{"metric: altitude, condition: less_than, threshold: 1, upper: 2", "only between and outside"},
        BadInput{"metric: altitude, condition: rate_of_change, threshold: 0", "expected a change per second"},
        BadInput{"metric: altitude, condition: less_than, threshold: 1, window: 5s", "only rate_of_change"},
        BadInput{"metric: altitude, condition: absent", "absent needs a duration"},
        BadInput{"metric: altitude, condition: stale, duration: 1s, threshold: 3", "not for a value"},
        BadInput{"metric: altitude, condition: absent, duration: 1s, no_data: keep",
                 "about missing data by themselves"},
        BadInput{"metric: altitude, condition: less_than, threshold: 100, clear_threshold: 90", "on the good side"},
        BadInput{"metric: altitude, condition: greater_than, threshold: 100, clear_threshold: 110", "on the good side"},
        BadInput{"metric: altitude, condition: equals, threshold: 100, clear_threshold: 90", "one good side"},
        BadInput{"metric: altitude, condition: equals, threshold: 1, tolerance: -1", "-1 is out of range"},
        BadInput{"metric: altitude, condition: less_than, threshold: 1, tolerance: 1", "have a tolerance"},
        BadInput{"metric: altitude, condition: less_than, threshold: 1, duration: -1s", "duration"},
        BadInput{"metric: altitude, condition: less_than, threshold: 1, duration: 5s, allowed_gap: 5s",
                 "must be shorter"},
        BadInput{"metric: altitude, condition: less_than, threshold: 1, breaches: 3", "belong together"},
        BadInput{"metric: altitude, condition: less_than, threshold: 1, breaches: 6, out_of: 5", "more than out_of"},
        BadInput{"metric: altitude, condition: less_than, threshold: 1, breaches: 6, out_of: 65", "out_of"},
        BadInput{"metric: altitude, condition: less_than, threshold: 1, no_data: ignore",
                 "expected keep, fire or resolve"},
        BadInput{"metric: altitude, condition: less_than, threshold: 1, duration_clock: simulator", "SIMULATION TIME"},
        BadInput{"metric: error_rate, condition: less_than, threshold: 1, duration_clock: simulator",
                 "only a rule on a flight variable"},
        BadInput{"metric: altitude, condition: less_than, threshold: 1, severity: fatal", "fatal"},
        BadInput{"metric: altitude, condition: less_than, threshold: 1, severity_level: 5", "expected 1 to 4"},
        BadInput{"metric: altitude, condition: less_than, threshold: 1, clear_treshold: 5", "clear_threshold"}));

class BadPolicy : public testing::TestWithParam<BadInput> {};

TEST_P(BadPolicy, IsRefused) {
  support::ConfigHost host;
  const auto loaded = host.load_text(
      "app: {name: a}\n"
      "flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet}]}\n"
      "alert_manager:\n"
      "  slack: {webhook_url: 'http://127.0.0.1/x'}\n"
      "  rules: [{name: R, actions: [slack], metric: altitude, condition: less_than, threshold: 1}]\n"
      "  " +
      std::string(GetParam().text) + "\n");
  ASSERT_FALSE(loaded.has_value());
  EXPECT_THAT(loaded.error().message(), HasSubstr(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(
    Alerts, BadPolicy,
    testing::Values(
        BadInput{"group_by: [alert]", "unknown label \"alert\""}, BadInput{"group_wait: -1s", "must not be negative"},
        BadInput{"repeat_interval: 1s", "at least 10s"},
        BadInput{"inhibit_rules: [{target_match: {rule: R}}]", "source_match needs at least one label"},
        BadInput{"inhibit_rules: [{source_match: {rule: R}, target_matchers: []}]", "or target_matchers one matcher"},
        BadInput{"inhibit_rules: [{source_match: {rul: R}, target_match: {rule: R}}]", "did you mean \"rule\"?"},
        BadInput{"calendars: {office: {timezone: Europe/Berlim}}", "did you mean \"Europe/Berlin\"?"},
        BadInput{"calendars: {office: {days: [mon]}}", "mon"}, BadInput{"calendars: {office: {days: []}}", "one day"},
        BadInput{"calendars: {office: {from: '25:00'}}", "expected a time of day"},
        BadInput{"calendars: {office: {from: '17:00', to: '09:00'}}", "later in the day"},
        BadInput{"calendars: {office: {holidays: [2026-02-30]}}", "expected a date"},
        BadInput{"maintenance: [{name: m}]", "either a calendar"},
        BadInput{"maintenance: [{name: m, matchers: [{name: rule, value: '(a)\\1', isRegex: true}]}]",
                 "invalid escape sequence"},
        BadInput{"maintenance: [{name: m, calendar: offce}]", "there is no calendar \"offce\""},
        BadInput{"maintenance: [{name: m, starts_at: '2026-01-05T08:00:00Z'}]", "starts_at needs ends_at"},
        BadInput{"maintenance: [{name: m, starts_at: monday, ends_at: tuesday}]", "expected a time in UTC"},
        BadInput{"maintenance: [{name: m, starts_at: '2026-01-05T08:00:00Z', ends_at: '2026-01-05T08:00:00Z'}]",
                 "ends_at must be after starts_at"},
        BadInput{"escalation: {tiers: {4: [slack]}}", "unknown key"},
        BadInput{"escalation: {tiers: {1: [email]}}", "email needs alert_manager.smtp"},
        BadInput{"escalation: {severities: {1: {tier: 4}}}", "expected 1 to 3"},
        BadInput{"escalation: {severities: {1: {respond_withn: 1h}}}", "respond_within"},
        BadInput{"escalation: {business_hours: office}", "there is no calendar \"office\""}));

class BadSilence : public testing::TestWithParam<BadInput> {};

TEST_P(BadSilence, IsRefused) {
  values::Diagnostics errors;
  const auto document = values::load(GetParam().text, "body", errors);
  if (document) (void)alerts::read_silence(document->root(), world::UtcTime(std::chrono::hours(500'000)), errors);
  ASSERT_FALSE(errors.empty());
  EXPECT_THAT(errors.text(), HasSubstr(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(
    Alerts, BadSilence,
    testing::Values(
        BadInput{"", "expected a map"}, BadInput{"[1, 2]", "expected a map"}, BadInput{"{\"a\":", "body:1:"},
        BadInput{R"({"endsAt": "2100-01-01T00:00:00Z", "createdBy": "me"})", "matchers"},
        BadInput{R"({"matchers": [], "endsAt": "2100-01-01T00:00:00Z", "createdBy": "me"})", "at least one matcher"},
        BadInput{R"({"matchers": [{"name": "rule", "value": "x"}], "createdBy": "me"})", "a silence must end"},
        BadInput{R"({"matchers": [{"name": "job", "value": "x"}]})", "unknown label \"job\""},
        BadInput{R"({"matchers": [{"name": "rule", "value": "a(b", "isRegex": true}]})", "missing )"},
        BadInput{R"({"matchers": [{"name": "rule", "value": "((a{1000}){1000}){1000}", "isRegex": true}]})",
                 "is no regular expression"},
        BadInput{R"({"matchers": [{"name": "rule", "value": "(a)\\1", "isRegex": true}]})", "invalid escape sequence"},
        BadInput{R"({"matchers": [{"name": "rule", "value": "x"}], "endsAt": "tomorrow", "createdBy": "me"})",
                 "expected a time in UTC"},
        BadInput{R"({"matchers": [{"name": "rule", "value": "x"}], "endsAt": "2000-01-01T00:00:00Z"})",
                 "endsAt must be after startsAt"},
        BadInput{R"({"matchers": [{"name": "rule", "value": "x"}], "endsAt": "2100-01-01T00:00:00Z", "createdBy": ""})",
                 "1 to 1024 bytes"}));

}  // namespace
}  // namespace checkride::runtime
