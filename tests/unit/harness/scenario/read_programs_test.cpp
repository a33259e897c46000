// Steps and keys about programs and machines: refused starts, signals, commands, disks, settings, the clock.
#include <gmock/gmock.h>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"
#include "matchers/matcher.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kMembers =
    "scenario: a\nsimulators: {sim: {}}\nmonitors: {monitor: {config: c.yaml, simulators: [sim]}}\n"
    "always: [{no_sample_lost: {of: monitor}}]\n";

// The last step of a timeline in which all members run.
template <class Of>
Of action(const std::string& text) {
  const auto scenario = load_scenario(kMembers + "timeline:\n  - start: [sim, monitor]\n  - " + text + "\n", "a.yaml");
  EXPECT_THAT(scenario, IsOk());
  if (!scenario) return {};
  const auto* found = std::get_if<Action>(&scenario->timeline.back().what);
  return found != nullptr && std::holds_alternative<Of>(*found) ? std::get<Of>(*found) : Of{};
}

template <class Fault>
Fault fault(const std::string& text) {
  const auto inject = action<Inject>("inject: " + text);
  return std::holds_alternative<Fault>(inject.fault) ? std::get<Fault>(inject.fault) : Fault{};
}

Result<Scenario> with_monitor(const std::string& keys) {
  return load_scenario("scenario: a\nmonitors: {monitor: {config: c.yaml, " + keys +
                           "}}\ntimeline:\n  - start: monitor\n"
                           "  - expect: {http: {of: monitor, get: /health, status: 200}}\n",
                       "a.yaml");
}

TEST(ReadPrograms, ARefusedStart) {
  const auto scenario = load_scenario(
      kMembers +
          "timeline:\n  - start: {what: monitor, exits: 78, says: {contains: port}}\n  - start: [sim, monitor]\n",
      "a.yaml");
  ASSERT_THAT(scenario, IsOk());
  const auto start = std::get<Start>(std::get<Action>(scenario->timeline.front().what));
  EXPECT_THAT(start.members, ElementsAre("monitor"));
  ASSERT_TRUE(start.refusal.has_value());
  EXPECT_EQ(start.refusal->exit_code, 78);
  EXPECT_TRUE(start.refusal->says->try_on(Value("no port")).holds);
  EXPECT_EQ(describe(Action(start)), "start monitor, which ends with exit code 78");
}

TEST(ReadPrograms, Signals) {
  const auto sent = action<SendSignal>("signal: {to: monitor, signal: TERM, exits: 0}");
  EXPECT_EQ(sent.to, "monitor");
  EXPECT_EQ(sent.signal, MemberSignal::terminate);
  EXPECT_EQ(sent.exits, 0);
  EXPECT_EQ(describe(Action(sent)), "signal TERM to monitor, which ends with exit code 0");
  EXPECT_EQ(action<SendSignal>("signal: {to: sim, signal: HUP}").signal, MemberSignal::hangup);
  EXPECT_TRUE(asks_to_end(MemberSignal::interrupt));
  EXPECT_FALSE(asks_to_end(MemberSignal::user1));
}

TEST(ReadPrograms, Commands) {
  const auto run = action<RunCommand>("run: {of: monitor, arguments: [buffer, check], exit: 1, output: {matches: a+}}");
  EXPECT_THAT(run.arguments, ElementsAre("buffer", "check"));
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_FALSE(run.output->try_on(Value("b")).holds);
  EXPECT_EQ(describe(Action(run)), "run buffer check of monitor");
}

TEST(ReadPrograms, FaultsOfDisks) {
  EXPECT_EQ(fault<DiskFault>("{disk: monitor, fault: full, free: 2kB}").free_bytes, 2000U);
  EXPECT_EQ(fault<DiskFault>("{disk: monitor, fault: slow, latency: 2s}").latency, 2s);
  EXPECT_EQ(fault<DiskFault>("{disk: monitor, fault: power_cut, operations_max: 9}").operations_max, 9U);
  const auto broken = action<Inject>("inject: {disk: monitor, fault: broken, for: 3s}");
  EXPECT_EQ(broken.id, "broken");
  EXPECT_EQ(describe(Action(broken)), "inject broken: broken on the disk of monitor for 3s");
}

TEST(ReadPrograms, SettingsAreOneMoreConfiguration) {
  const auto scenario = with_monitor(R"(settings: {app.name: x, app.version: "2", log: [1, 2]}, arguments: [--a, b])");
  ASSERT_THAT(scenario, IsOk());
  EXPECT_EQ(scenario->monitors.front().settings, R"({"app":{"name":"x","version":"2"},"log":[1,2]})");
  EXPECT_THAT(scenario->monitors.front().arguments, ElementsAre("--a", "b"));
}

TEST(ReadPrograms, TheClockIsOfTheVirtualRig) {
  const std::string text =
      "clock: {starts: 2026-01-09T16:30:00Z}\n" + kMembers + "timeline:\n  - start: [sim, monitor]\n";
  const auto scenario = load_scenario(text, "a.yaml");
  ASSERT_THAT(scenario, IsOk());
  EXPECT_EQ(world::format_rfc3339(scenario->clock_starts.value()), "2026-01-09T16:30:00.000000Z");
  EXPECT_THAT(load_scenario(text, "a.yaml", RigKind::process_rig), FailsWith(HasSubstr("say rigs: [virtual]")));
  EXPECT_THAT(load_scenario("rigs: [virtual]\n" + text, "a.yaml", RigKind::process_rig), IsOk());
}

}  // namespace
}  // namespace checkride::harness
