// Goal: tests of rules say what fires when, in promtool's words. Method: files and configurations as texts, and the
// command on a virtual host.
#include "alerts/rule_tests.hpp"

#include <gmock/gmock.h>

#include "../config/config_fixture.hpp"
#include "checkride/compress/gzip.hpp"
#include "checkride/compress/zstd.hpp"
#include "checkride/runtime/runtime.hpp"
#include "checkride/world/virtual_world.hpp"
#include "collector/line_format.hpp"
#include "collector/telemetry_lines.hpp"

namespace checkride::runtime::alerts {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kConfig = R"(
app: {name: a}
flight_monitor:
  variables:
    - {name: PLANE ALTITUDE, units: feet}
    - {name: SIMULATION TIME, units: seconds}
simulators: [{name: sim, address: "127.0.0.1:5111"}]
alert_manager:
  slack: {webhook_url: "http://127.0.0.1/x"}
  rules:
    - {name: Low, metric: altitude, condition: less_than, threshold: 100, duration: 10s, severity: critical, actions: [slack]}
    - {name: Sinking, metric: altitude, condition: rate_of_change, threshold: -20, window: 4s, actions: [slack]}
    - {name: Gone, metric: altitude, condition: stale, duration: 30s, actions: [slack]}
    - {name: Never, metric: altitude, condition: absent, duration: 20s, actions: [slack]}
    - {name: Frozen, metric: altitude, condition: unchanged, duration: 5s, actions: [slack]}
    - {name: Paused, metric: altitude, condition: less_than, threshold: 100, duration: 10s, duration_clock: simulator, actions: [slack]}
    - {name: Errors, metric: error_rate, condition: greater_than, threshold: 0.1, actions: [slack]}
    - {name: Lost, metric: checkride_collector_records_dropped_total, condition: greater_than, threshold: 0, actions: [slack]}
)";

std::optional<double> none() {
  return std::nullopt;
}

TEST(ExpandValues, ReadsWhatPromtoolReads) {
  EXPECT_THAT(*expand_values("1 2.5 -3"), ElementsAre(1, 2.5, -3));
  EXPECT_THAT(*expand_values("5x2"), ElementsAre(5, 5, 5));
  EXPECT_THAT(*expand_values("0+10x2 1-1x1"), ElementsAre(0, 10, 20, 1, 0));
  EXPECT_THAT(*expand_values("-2+4x1"), ElementsAre(-2, 2));
  EXPECT_THAT(*expand_values(" _ 1\n_x2 "), ElementsAre(none(), 1, none(), none()));
  EXPECT_THAT(*expand_values(""), IsEmpty());
}

TEST(ExpandValues, RefusesTheRest) {
  for (const char* wrong :
       {"a", "1x", "1+2", "1+x2", "_2", "1x-1", "1x2000000", "0+1x999999 0+1x999999", "nan", "inf"}) {
    EXPECT_FALSE(expand_values(wrong).has_value()) << wrong;
  }
}

class RuleTestsTest : public testing::Test {
 protected:
  RuleTestsTest() { config_ = host_.load_text(std::string(kConfig))->config; }
  std::vector<std::string> run(const std::string& text) {
    values::Diagnostics errors;
    const auto document = values::load("tests:\n" + text, "t.yaml", errors);
    const std::vector<RuleTest> tests = read_rule_tests(*document, config_, errors);
    EXPECT_TRUE(errors.empty()) << errors.text();
    return tests.empty() ? std::vector<std::string>{"nothing was read"} : run_rule_test(tests[0], config_);
  }
  // One series of altitude, one rule, the seconds at which it fires and those at which it does not.
  std::vector<std::string> check(const std::string& rule, const std::string& values, std::vector<int> fires,
                                 std::vector<int> not_yet, const std::string& more = {}) {
    std::string text = "  - input_series: [{series: altitude, values: '" + values + "'}" + more + "]\n";
    text += "    alert_rule_test:\n";
    for (const int second : fires) {
      text += "      - {eval_time: " + std::to_string(second) + "s, alertname: " + rule +
              ", exp_alerts: [{exp_labels: {simulator: sim}}]}\n";
    }
    for (const int second : not_yet) {
      text += "      - {eval_time: " + std::to_string(second) + "s, alertname: " + rule + "}\n";
    }
    return run(text);
  }

  support::ConfigHost host_;
  Config config_;
};

TEST_F(RuleTestsTest, EveryKindOfConditionFiresWhenItShould) {
  EXPECT_THAT(check("Low", "500x4 80x20 500", {15, 25}, {14, 26}), IsEmpty());
  EXPECT_THAT(check("Sinking", "1000x5 1000-30x5 850x9", {9}, {6, 17}), IsEmpty());
  EXPECT_THAT(check("Gone", "500x5 _x60 500", {35, 65}, {34, 66}), IsEmpty());
  EXPECT_THAT(check("Never", "_x25 500", {20, 24}, {19, 26}), IsEmpty());
  EXPECT_THAT(check("Frozen", "500x8 501+1x3", {5, 8}, {4, 9}), IsEmpty());
}

TEST_F(RuleTestsTest, TheSimulatorsClockStandsStillInAPause) {
  const std::string paused = ", {series: SIMULATION TIME, values: '0+1x5 5x20 6+1x20'}";
  EXPECT_THAT(check("Paused", "80x60", {31}, {30}, paused), IsEmpty());
}

TEST_F(RuleTestsTest, OtherFiguresCanBeGivenToo) {
  EXPECT_THAT(run("  - input_series: [{series: error_rate, values: '0 0.2'}, "
                  "{series: checkride_collector_records_dropped_total, values: '0 1'}]\n"
                  "    alert_rule_test:\n"
                  "      - {eval_time: 0s, alertname: Errors}\n"
                  "      - {eval_time: 1s, alertname: Errors, exp_alerts: [{exp_labels: {severity: warning}}]}\n"
                  "      - {eval_time: 1s, alertname: Lost, exp_alerts: [{}]}\n"),
              IsEmpty());
}

TEST_F(RuleTestsTest, AnExpectedLabelMayBeTheAlertsName) {
  const std::string front =
      "  - input_series: [{series: altitude, values: '80x20'}]\n"
      "    alert_rule_test: [{eval_time: 15s, alertname: Low, exp_alerts: [{exp_labels: {alertname: ";
  EXPECT_THAT(run(front + "Low}}]}]\n"), IsEmpty());
  EXPECT_THAT(run(front + "High}}]}]\n"), SizeIs(1));
}

TEST_F(RuleTestsTest, ADifferenceIsToldWithBothSides) {
  const auto told = check("Low", "500x30", {15}, {});
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_THAT(told[0], HasSubstr("alert \"Low\" at 15s: expected [{simulator=sim}], got []"));
}

// ---- the command

struct Outcome {
  int exit_code = -1;
  std::string printed;
};

Outcome run_command(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& files) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("monitor");
  for (const auto& [path, text] : files) EXPECT_TRUE(host.files().write(path, text));
  auto options = parse_options(arguments);
  if (!options) return {kExitUsage, options.error().message()};
  host.start("command", runtime::run(host, std::move(*options)));
  world.run_until(world.now() + 1s);
  Outcome outcome;
  outcome.exit_code = host.exit_code().value_or(-1);
  for (const std::string& line : host.printed()) outcome.printed += line + "\n";
  return outcome;
}

const std::string kPassing =
    "tests: [{name: low, input_series: [{series: altitude, values: '80x20'}], "
    "alert_rule_test: [{eval_time: 10s, alertname: Low, exp_alerts: [{}]}]}]";

TEST(TestRules, ExitsWithZeroOnlyIfEveryTestPasses) {
  const std::vector<std::string> command{"test-rules", "t.yaml", "--config", "c.yaml"};
  const std::string config(kConfig);
  const Outcome passed = run_command(command, {{"c.yaml", config}, {"t.yaml", kPassing}});
  EXPECT_EQ(passed.exit_code, 0) << passed.printed;
  EXPECT_THAT(passed.printed, HasSubstr("passed: low\n1 of 1 tests passed"));
  std::string early = kPassing;
  early.replace(early.find("10s"), 3, "9s");
  const Outcome failed = run_command(command, {{"c.yaml", config}, {"t.yaml", early}});
  EXPECT_EQ(failed.exit_code, 1);
  EXPECT_THAT(failed.printed, HasSubstr("FAILED: low"));
  EXPECT_EQ(run_command(command, {{"c.yaml", config}, {"t.yaml", "tests: 1"}}).exit_code, kExitConfig);
  EXPECT_EQ(run_command(command, {{"c.yaml", config}}).exit_code, kExitConfig);
  EXPECT_EQ(run_command({"test-rules", "--config", "c.yaml"}, {{"c.yaml", config}}).exit_code, kExitUsage);
}

std::string telemetry(int seconds, double feet) {
  std::string lines;
  const world::UtcTime start = *world::parse_rfc3339("2026-01-05T08:00:00Z");
  for (int i = 0; i < seconds; ++i) {
    lines += "{\"ts\":\"" + world::format_rfc3339(start + i * 1s) +
             "\",\"simulator\":\"sim\",\"session\":1,\"sequence\":" + std::to_string(i + 1) +
             ",\"values\":{\"PLANE ALTITUDE\":" + std::to_string(feet + i) + ",\"OTHER\":null}}\n";
  }
  return lines;
}

TEST(TestRules, ReplaysTelemetryPlainAndPacked) {
  const std::vector<std::string> command{"test-rules", "--replay", "t.jsonl", "--config", "c.yaml"};
  const std::string config(kConfig);
  const std::string lines = telemetry(12, 10);
  const Outcome plain = run_command(command, {{"c.yaml", config}, {"t.jsonl", lines}});
  EXPECT_EQ(plain.exit_code, 0) << plain.printed;
  EXPECT_THAT(plain.printed,
              HasSubstr("2026-01-05T08:00:10.000000Z [FIRING] critical: Low on sim the value was below"));
  EXPECT_THAT(plain.printed, HasSubstr("12 samples of 1 simulators: 1 alerts would have fired"));
  const Outcome packed = run_command(command, {{"c.yaml", config}, {"t.jsonl", compress::gzip_member(lines)}});
  EXPECT_EQ(packed.printed, plain.printed);
  const std::string frame = compress::zstd_frame(lines);
  const Outcome zstd = run_command(command, {{"c.yaml", config}, {"t.jsonl", frame}});
  EXPECT_EQ(zstd.printed, plain.printed);
  const std::string cut = frame + frame.substr(0, frame.size() / 2);
  EXPECT_EQ(run_command(command, {{"c.yaml", config}, {"t.jsonl", cut}}).exit_code, 0);
}

TEST(TestRules, ReplaysEveryFormatOfTheCollector) {
  const std::vector<std::string> command{"test-rules", "--replay", "t", "--config", "c.yaml"};
  const std::string config(kConfig);
  const std::string lines = telemetry(12, 10);
  const Outcome plain = run_command(command, {{"c.yaml", config}, {"t", lines}});
  for (const auto format : {OutputFormat::csv, OutputFormat::influx}) {
    collector::TelemetryLines read(lines);
    collector::RecordWriter writer(format, "flight");
    std::string text;
    while (const auto record = read.next()) writer.append(text, *record);
    EXPECT_EQ(run_command(command, {{"c.yaml", config}, {"t", text}}).printed, plain.printed);
  }
}

// As the running monitor does.
TEST(TestRules, WhatWasDoubtfulInFlightIsPassedOverInTheReplay) {
  const std::vector<std::string> command{"test-rules", "--replay", "t", "--config", "c.yaml"};
  const std::string config(kConfig);
  const std::string lines = telemetry(12, 10);
  EXPECT_THAT(run_command(command, {{"c.yaml", config}, {"t", lines}}).printed, HasSubstr(" 1 alerts would have"));
  std::string doubtful = lines;
  for (std::size_t at = 0; (at = doubtful.find(",\"values\"", at)) != std::string::npos; at += 30) {
    doubtful.insert(at, ",\"flags\":[\"not_in_flight\"]");
  }
  EXPECT_THAT(run_command(command, {{"c.yaml", config}, {"t", doubtful}}).printed, HasSubstr(" 0 alerts would have"));
}

TEST(TestRules, LinesThatAreNoTelemetryAreCounted) {
  const std::vector<std::string> command{"test-rules", "--replay", "t.jsonl", "--config", "c.yaml"};
  const std::string config(kConfig);
  EXPECT_EQ(run_command(command, {{"c.yaml", config}, {"t.jsonl", "hello\n[]\n"}}).exit_code, kExitConfig);
  EXPECT_EQ(run_command(command, {{"c.yaml", config}, {"t.jsonl", "{\n" + telemetry(3, 10)}}).exit_code, 0);
  EXPECT_EQ(run_command(command, {{"c.yaml", config}}).exit_code, kExitConfig);
}

}  // namespace
}  // namespace checkride::runtime::alerts
