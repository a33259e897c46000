// A record with one of everything, shared by the tests of this room and by the page that the browser test opens.
#pragma once

#include "checkride/reports/record.hpp"

namespace checkride::reports {

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
                      .replay = "checkride run scenarios/alerting/low_altitude.yaml --rig virtual --seed 7"};
  ScenarioRecord bad = good;
  bad.name = "must-fail";
  bad.verdict = Verdict::failed;
  bad.reason = "expect-2: 2 calls where 1 was expected";
  bad.expectations = {passed, failed};
  bad.faults = {{.from_seconds = 10, .to_seconds = std::nullopt, .target = "sim", .text = "silent"}};
  ScenarioRecord skipped = good;
  skipped.name = "elsewhere";
  skipped.verdict = Verdict::skipped;
  skipped.reason = "the virtual rig is not in the scenario's rigs";
  skipped.trace_hash = std::nullopt;
  skipped.expectations = {};
  return Record{.rig = "virtual", .seed = 7, .scenarios = {good, bad, skipped}};
}

inline Environment sample_environment() {
  return Environment{.revision = "0123abc",
                     .compiler = "g++ 12.2.0",
                     .host = "builder",
                     .started_at = "2026-01-05T08:00:00.000000Z",
                     .wall_seconds = 0.5,
                     .scenarios = {{"low-altitude", 0.02}, {"must-fail", 0.03}}};
}

inline std::vector<ScenarioEvents> sample_events() {
  std::vector<Event> events;
  for (int second = 0; second <= 130; ++second) {
    const double altitude = second >= 60 && second < 100 ? 80 : 2500 - second;
    events.push_back({.at_seconds = second + 0.5,
                      .host = "monitor",
                      .kind = "sample",
                      .text = "sample",
                      .fields = {},
                      .numbers = {{"altitude", altitude}}});
    if (second == 60) {
      events.push_back({.at_seconds = 61,
                        .host = "sim",
                        .kind = "action",
                        .text = "set PLANE ALTITUDE to 80 feet",
                        .fields = {},
                        .numbers = {}});
      events.push_back({.at_seconds = 61.5,
                        .host = "monitor",
                        .kind = "alert",
                        .text = "Low Altitude is pending",
                        .fields = {{"rule", "Low Altitude"}, {"simulator", "sim"}, {"state", "pending"}},
                        .numbers = {}});
    }
    if (second == 71) {
      events.push_back({.at_seconds = 71.5,
                        .host = "monitor",
                        .kind = "alert",
                        .text = "Low Altitude is firing",
                        .fields = {{"rule", "Low Altitude"}, {"simulator", "sim"}, {"state", "firing"}},
                        .numbers = {}});
      events.push_back({.at_seconds = 71.6,
                        .host = "mail",
                        .kind = "mail",
                        .text = "[FIRING] Low Altitude",
                        .fields = {{"to", "ops-team@company.com"}},
                        .numbers = {}});
    }
    if (second == 101) {
      events.push_back({.at_seconds = 101.5,
                        .host = "monitor",
                        .kind = "alert",
                        .text = "Low Altitude is resolved",
                        .fields = {{"rule", "Low Altitude"}, {"simulator", "sim"}, {"state", "resolved"}},
                        .numbers = {}});
    }
  }
  return {{"low-altitude", events}, {"must-fail", events}};
}

}  // namespace checkride::reports
