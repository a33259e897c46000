// What a file says is what a report says of it: one scenario with every action and every check that there have been
// from the first, and their texts. Files are written by others: none of these may change its meaning.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/values/duration.hpp"

namespace checkride::harness {
namespace {

using testing::ElementsAre;

constexpr std::string_view kText = R"(
scenario: words
simulators: {sim: {}}
services: {mail: {kind: smtp}, chat: {kind: webhook}}
monitors: {monitor: {config: a.yaml, simulators: [sim]}}
timeline:
  - start: [mail, chat, sim, monitor]
  - {at: 2s, set: {on: sim, variables: {PLANE ALTITUDE: 80 feet, PLANE PITCH DEGREES: -0.5}}}
  - release: {on: sim, variables: [PLANE ALTITUDE]}
  - inject: {on: sim, fault: stall, parameters: {client: x}, for: 5s, id: slow}
  - inject: {link: [monitor, sim], fault: latency, latency: 200ms}
  - clear: [slow, latency]
  - freeze: {what: sim, for: 3s}
  - freeze: monitor
  - thaw: monitor
  - request: {of: monitor, method: POST, target: /-/reload, status: 200}
  - wait: 1m30s
  - {expect: {http: {of: monitor, get: /health, status: 503, body: {contains: bad, json: {/a/b: [1, x]}}}}, within: 9s}
  - {expect: {alert: {of: monitor, rule: Low, simulator: sim, state: firing, fired_count: 2}}, not_before: 1s, within: 2s}
  - expect: {mail: {in: mail, to: [a@x, b@x], subject: {contains: Low}, body: {contains: feet}, count: 0}}
  - expect: {webhook: {in: chat, body: {contains: Low, json: {/channel: "#a"}}, count: {at_most: 3}}}
  - expect: {link: {of: monitor, simulator: sim, state: waiting, error: {contains: offset}}}
  - expect: {log: {of: sim, level: error, event: gone, contains: x, count: 1}}
  - kill: sim
  - start: sim
  - stop: [monitor, sim]
always:
  - {http: {of: monitor, get: /metrics, status: 200}}
  - {no_sample_lost: {of: monitor}}
  - {gap: {of: monitor, simulator: sim, at_most: 15s, sessions: 2}}
never:
  - {log: {of: monitor, level: error}}
)";

std::string said(const Step& step) {
  std::string text = step.trigger.at ? "at " + values::format_duration(*step.trigger.at) + " " : "";
  text += describe(step);
  const auto* expect = std::get_if<Expect>(&step.what);
  if (expect == nullptr) return text;
  return fmt::format("{} [{}, {}]", text, values::format_duration(expect->not_before),
                     values::format_duration(expect->within));
}

TEST(Words, OfStepsAndInvariantsStayWhatTheyWere) {
  const auto scenario = load_scenario(kText, "a.yaml");
  ASSERT_THAT(scenario, test::IsOk());
  std::vector<std::string> steps;
  for (const Step& step : scenario->timeline) steps.push_back(said(step));
  EXPECT_THAT(
      steps,
      ElementsAre(
          "start mail, chat, sim, monitor", "at 2s set on sim: PLANE ALTITUDE = 80 feet, PLANE PITCH DEGREES = -0.5",
          "release on sim: PLANE ALTITUDE", "inject slow: stall on sim {\"client\":\"x\"} for 5s",
          "inject latency: latency between monitor and sim", "clear slow, latency", "freeze sim for 3s",
          "freeze monitor", "thaw monitor", "POST /-/reload of monitor", "wait 1m30s",
          "expect GET /health of monitor answers 503 with \"bad\" in the body, /a/b is [1,\"x\"] [0s, 9s]",
          "expect alert \"Low\" of monitor for sim is firing, fired 2 times [1s, 2s]",
          "expect no mails in mail to a@x and b@x with \"Low\" in the subject with \"feet\" in the body [0s, 0s]",
          "expect at most 3 calls in chat with \"Low\" in the body, /channel is \"#a\" [0s, 0s]",
          "expect link of monitor to sim is waiting with \"offset\" in the last error [0s, 0s]",
          "expect exactly 1 log line of sim of level error or graver of event gone with \"x\" in the line [0s, 0s]",
          "kill sim", "start sim", "stop monitor, sim"));
  std::vector<std::string> invariants;
  for (const Invariant& i : scenario->invariants)
    invariants.push_back(fmt::format("{} {}", to_string(i.kind), i.check->text()));
  EXPECT_THAT(invariants,
              ElementsAre("always GET /metrics of monitor answers 200",
                          "always telemetry of monitor has no gap and no double in its sequence numbers",
                          "always telemetry of monitor has no more than 15s between two samples of sim, in 2 sessions",
                          "never at least 1 log line of monitor of level error or graver"));
}

}  // namespace
}  // namespace checkride::harness
