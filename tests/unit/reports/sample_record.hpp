// A record with one of everything, shared by the tests of this room and by the page that the browser test opens.
#pragma once

#include "checkride/reports/record.hpp"

namespace checkride::reports {

// One difference of each class, in two hosts.
inline Comparison sample_comparison() {
  const auto difference = [](DifferenceClass kind, const std::string& host, const std::string& text) {
    RunDifference made;
    made.kind = kind;
    made.host = host;
    made.step = "3";
    made.text = text;
    return made;
  };
  RunDifference timing = difference(DifferenceClass::timing, "monitor", "Low Altitude is firing");
  timing.expected = "11.5 s after the step began";
  timing.got = "12.75 s after the step began";
  timing.unit = "s";
  timing.off = 1.25;
  timing.at_left = 71.5;
  timing.at_right = 72.75;
  RunDifference value = difference(DifferenceClass::value, "monitor", "Low Altitude is pending");
  value.expected = "value 80";
  value.got = "value 75.5";
  value.unit = "feet";
  value.off = -4.5;
  value.at_left = 61.5;
  value.at_right = 61.5;
  RunDifference order = difference(DifferenceClass::order, "monitor", "Low Altitude is resolved");
  order.at_left = 101.5;
  order.at_right = 60;
  RunDifference missing = difference(DifferenceClass::missing, "mail", "[FIRING] <Low> Altitude");
  missing.at_left = 71.6;
  RunDifference extra = difference(DifferenceClass::extra, "mail", "[RESOLVED] Low Altitude");
  extra.at_right = 102;
  Comparison comparison;
  comparison.scenario = "low-altitude";
  comparison.left = "virtual";
  comparison.right = "process";
  comparison.seed = 7;
  comparison.aligned = 12;
  comparison.differences = {timing, value, order, missing, extra};
  comparison.verdict = Verdict::failed;
  comparison.reason = "1 timing difference where 0 are allowed";
  return comparison;
}

inline Record sample_record() {
  Expectation passed{.name = "expect-1",
                     .line = 18,
                     .text = "mail to ops-team@company.com, 1",
                     .verdict = Verdict::passed,
                     .at_seconds = 70.25,
                     .expected = "1 mail within 15 s",
                     .seen = "1 mail",
                     .margin_seconds = 4.75};
  Expectation failed{.name = "expect-2",
                     .line = 21,
                     .text = "webhook <chat> & \"count\" 1",
                     .verdict = Verdict::failed,
                     .at_seconds = 90.0,
                     .expected = "1 call within 5 s",
                     .seen = "2 calls </script>",
                     .margin_seconds = -0.5};
  // Failed before its time was up, so that it has a margin and yet nothing to spare.
  Expectation surplus{.name = "expect-3",
                      .line = 24,
                      .text = "exactly 1 mail in mail",
                      .verdict = Verdict::failed,
                      .at_seconds = 90.0,
                      .expected = "within 30s",
                      .seen = "2 mails, altitude 80.00000000003",
                      .margin_seconds = 28.25};
  Expectation skipped_one;
  skipped_one.name = "never-1";
  skipped_one.line = 30;
  skipped_one.text = "at least 1 log line of level error";
  skipped_one.expected = "never";
  ScenarioRecord good{.name = "low-altitude",
                      .file = "scenarios/alerting/low_altitude.yaml",
                      .description = "Below 100 ft for 10 s raises the alert.",
                      .tags = {"alerting", "smoke"},
                      .promises = {"000-alert-low-altitude-rule"},
                      .rig = "virtual",
                      .seed = 7,
                      .verdict = Verdict::passed,
                      .reason = "",
                      .trace_hash = 0x00c0ffee00c0ffee,
                      .virtual_seconds = 130.5,
                      .events = 3,
                      .expectations = {passed},
                      .hosts = {{"sim", "simulator"}, {"mail", "smtp"}},
                      .faults = {{.from_seconds = 20, .to_seconds = 25.5, .target = "sim", .text = "stall"}},
                      .replay = "checkride run scenarios/alerting/low_altitude.yaml --rig virtual --seed 7",
                      .captures = {"captures/low-altitude/monitor-sim.pcapng"}};
  ScenarioRecord bad = good;
  bad.captures = {};
  bad.name = "must-fail";
  bad.verdict = Verdict::failed;
  bad.reason = "expect-2: 2 calls where 1 was expected";
  bad.expectations = {passed, failed, surplus, skipped_one};
  bad.faults = {{.from_seconds = 10, .to_seconds = std::nullopt, .target = "sim", .text = "silent"}};
  ScenarioRecord skipped = good;
  skipped.name = "elsewhere";
  skipped.verdict = Verdict::skipped;
  skipped.reason = "the virtual rig is not in the scenario's rigs";
  skipped.trace_hash = std::nullopt;
  skipped.expectations = {};
  return Record{.rig = "virtual",
                .seed = 7,
                .scenarios = {good, bad, skipped},
                .sometimes = {},
                .comparisons = {sample_comparison()}};
}

inline Environment sample_environment() {
  return Environment{.revision = "0123abc",
                     .compiler = "g++ 12.2.0",
                     .host = "builder",
                     .started_at = "2026-01-05T08:00:00.000000Z",
                     .wall_seconds = 0.5,
                     .scenarios = {{"low-altitude", 0.02}, {"must-fail", 0.03}}};
}

inline Event sample_altitude(double at_seconds, double altitude) {
  return {.at_seconds = at_seconds,
          .host = "sim",
          .kind = "sample",
          .text = "altitude " + std::to_string(static_cast<int>(altitude)) + " ft",
          .fields = {},
          .numbers = {{"altitude", altitude}}};
}

inline Event sample_alert(double at_seconds, const std::string& state, double value) {
  return {.at_seconds = at_seconds,
          .host = "monitor",
          .kind = "alert",
          .text = "Low Altitude is " + state,
          .fields = {{"rule", "Low Altitude"}, {"simulator", "sim"}, {"state", state}},
          .numbers = {{"threshold", 100}, {"value", value}}};
}

inline Event sample_verdict(double at_seconds, const std::string& name, Verdict verdict) {
  return {.at_seconds = at_seconds,
          .host = "harness",
          .kind = "expectation",
          .text = name + ": seen",
          .fields = {{"name", name}, {"verdict", std::string(to_string(verdict))}},
          .numbers = {}};
}

// A descent below the threshold and back. Another rule watches something else than the altitude.
inline std::vector<Event> sample_descent() {
  std::vector<Event> events;
  for (int second = 0; second <= 130; ++second) {
    events.push_back(sample_altitude(second + 0.5, second >= 60 && second < 100 ? 80 : 2500 - second));
    if (second == 60) {
      events.push_back({.at_seconds = 61,
                        .host = "sim",
                        .kind = "action",
                        .text = "set PLANE ALTITUDE to 80 feet",
                        .fields = {},
                        .numbers = {}});
      events.push_back(sample_alert(61.5, "pending", 80));
    }
    if (second == 71) {
      events.push_back(sample_alert(71.5, "firing", 80));
      events.push_back({.at_seconds = 71.6,
                        .host = "mail",
                        .kind = "mail",
                        .text = "[FIRING] Low Altitude",
                        .fields = {{"to", "ops-team@company.com"}},
                        .numbers = {}});
      events.push_back(sample_verdict(71.7, "expect-1", Verdict::passed));
    }
    if (second == 101) events.push_back(sample_alert(101.5, "resolved", 2399));
  }
  events.push_back({.at_seconds = 120,
                    .host = "monitor",
                    .kind = "alert",
                    .text = "High Error Rate is pending",
                    .fields = {{"rule", "High Error Rate"}, {"simulator", "sim"}, {"state", "pending"}},
                    .numbers = {{"threshold", 10}, {"value", 12.5}}});
  return events;
}

// Level, but for what a flight model makes of it; then the simulator is away for a while.
inline std::vector<Event> sample_level_flight() {
  std::vector<Event> events;
  for (int second = 0; second <= 130; ++second) {
    if (second > 40 && second < 60) continue;
    events.push_back(sample_altitude(second + 0.5, 2500 + (second % 7) * 0.0005));
  }
  events.push_back(sample_verdict(71.7, "expect-1", Verdict::passed));
  events.push_back(sample_verdict(90, "expect-2", Verdict::failed));
  return events;
}

inline std::vector<ScenarioEvents> sample_events() {
  return {{"low-altitude", sample_descent()}, {"must-fail", sample_level_flight()}};
}

}  // namespace checkride::reports
