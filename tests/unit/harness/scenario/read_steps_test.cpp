// Steps and lists as they are read: triggers, cadences, blocks, names, what holds beside the timeline.
#include <gmock/gmock.h>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

const std::string kMembers =
    "scenario: a\nsimulators: {sim: {}}\nservices: {mail: {kind: smtp}}\n"
    "monitors: {monitor: {config: c.yaml, simulators: [sim]}}\nalways: [{no_sample_lost: {of: monitor}}]\n";

// The steps stand behind line 7, which starts all members.
Result<Scenario> with_steps(const std::string& steps, const std::string& more = "",
                            RigKind rig = RigKind::virtual_rig) {
  return load_scenario(kMembers + "timeline:\n  - start: [mail, sim, monitor]\n" + steps + more, "a.yaml", rig);
}

// The second step of the timeline.
Step step(const std::string& text) {
  const auto scenario = with_steps("  - " + text + "\n");
  EXPECT_THAT(scenario, IsOk());
  return scenario && scenario->timeline.size() > 1 ? scenario->timeline[1] : Step{};
}

TEST(ReadSteps, Triggers) {
  EXPECT_EQ(step("{at: 3s, wait: 1s}").trigger.at, 3s);
  const auto after = step("{after: 5s, wait: 1s}").trigger.after;
  ASSERT_TRUE(after.has_value());
  EXPECT_EQ(after->step, "");
  EXPECT_EQ(after->delay, 5s);
  const auto when = step("{when: {mail: {in: mail}}, time_limit: 30s, wait: 1s}");
  ASSERT_NE(when.trigger.when, nullptr);
  EXPECT_EQ(when.trigger.when->members(), std::vector<std::string>{"mail"});
  EXPECT_EQ(when.time_limit, 30s);
}

TEST(ReadSteps, AfterAnotherStep) {
  const auto scenario = with_steps(
      "  - {name: dive, wait: 1s}\n  - {after: {step: dive, of: start, delay: 2s}, wait: 1s}\n"
      "  - {after: {step: dive}, wait: 1s}\n");
  ASSERT_THAT(scenario, IsOk());
  EXPECT_EQ(scenario->timeline[1].name, "dive");
  const auto& anchor = scenario->timeline[2].trigger.after.value();
  EXPECT_EQ(anchor.step, "dive");
  EXPECT_FALSE(anchor.end);
  EXPECT_EQ(anchor.delay, 2s);
  EXPECT_TRUE(scenario->timeline[3].trigger.after.value().end);
}

TEST(ReadSteps, PartsOfAnUpstream) {
  const auto read = [](const std::string& keys) {
    return load_scenario(
        "scenario: a\nservices: {api: {kind: upstream, parts: {wing: {}}}}\ntimeline:\n  - start: api\n"
        "  - set: {on: api, " +
            keys + "}\n  - expect: {http: {of: api, get: /, status: 200}}\n",
        "a.yaml");
  };
  const auto scenario = read("parts: {wing: missing}");
  ASSERT_THAT(scenario, IsOk());
  EXPECT_EQ(std::get<Set>(std::get<Action>(scenario->timeline[1].what)).service_json, R"({"parts":{"wing":false}})");
  EXPECT_THAT(read("parts: {wings: missing}").error().message(), HasSubstr("did you mean \"wing\""));
  EXPECT_THAT(read("parts: {wing: gone}").error().message(), HasSubstr("missing"));
  EXPECT_THAT(read("weights: {wing: 1}").error().message(), HasSubstr("Give parts"));
}

SendBytes sent(const std::string& keys) {
  const Step read = step("{send: {" + keys + "}}");
  const auto* action = std::get_if<Action>(&read.what);
  const auto* send = action == nullptr ? nullptr : std::get_if<SendBytes>(action);
  EXPECT_NE(send, nullptr);
  return send == nullptr ? SendBytes{} : *send;
}

TEST(ReadSteps, BytesAsTheyAre) {
  EXPECT_EQ(sent("to: sim, hex: \"26 00 0aFF\"").bytes, std::string("\x26\0\x0a\xff", 4));
  EXPECT_EQ(sent("to: sim, hex: \"26\"").port, Port::simconnect);
  const SendBytes slow =
      sent("to: monitor, text: \"GET /\\r\\n\", piece: 2, every: 1s, clients: 7, stay: 9s, reset: true");
  EXPECT_EQ(slow.bytes, "GET /\r\n");
  EXPECT_EQ(slow.port, Port::health);
  EXPECT_EQ(slow.piece, 2U);
  EXPECT_EQ(slow.every, 1s);
  EXPECT_EQ(slow.clients, 7U);
  EXPECT_EQ(slow.stay, 9s);
  EXPECT_TRUE(slow.reset);
  const auto mistake = [](const std::string& keys) {
    return with_steps("  - send: {" + keys + "}\n").error().message();
  };
  EXPECT_THAT(mistake("to: sim"), HasSubstr("Give text or hex"));
  EXPECT_THAT(mistake("to: sim, hex: \"2\""), HasSubstr("two hexadecimal digits"));
  EXPECT_THAT(mistake("to: sim, hex: \"2 6\""), HasSubstr("two hexadecimal digits"));
  EXPECT_THAT(mistake("to: sim, text: \"\""), HasSubstr("nothing to send"));
  EXPECT_THAT(mistake("to: sim, text: a, piece: 1"), HasSubstr("a pace is both"));
  EXPECT_THAT(mistake("to: sim, text: a, answer: b"), HasSubstr("Say stay: 10s"));
  EXPECT_THAT(mistake("to: sim, text: a, stay: 1s, closed_after: 1s, stays_open: true"), HasSubstr("or does not"));
}

TEST(ReadSteps, Cadences) {
  const auto times = step("{every: 10s, times: 6, expect: {mail: {in: mail}}, within: 1s, for: 3s}");
  EXPECT_EQ(times.cadence.value().every, 10s);
  EXPECT_EQ(times.cadence.value().times, 6U);
  EXPECT_EQ(std::get<Expect>(times.what).hold, 3s) << "times says how often";
  const auto lasting = step("{every: 10s, for: 1m, expect: {mail: {in: mail}}}");
  EXPECT_EQ(lasting.cadence.value().duration, 1min);
  EXPECT_EQ(std::get<Expect>(lasting.what).hold, std::nullopt);
  EXPECT_THAT(with_steps("  - {every: 10s, times: 6, for: 1m, wait: 1s}\n"),
              FailsWith(HasSubstr("a.yaml:8:33: times says how often already")));
  EXPECT_THAT(with_steps("  - {for: 1m, wait: 1s}\n"), FailsWith(HasSubstr("a.yaml:8:11: for belongs to expect")));
}

TEST(ReadSteps, WindowsOfExpectations) {
  const auto expect = std::get<Expect>(
      step("{expect: {mail: {in: mail}}, within: 10s, not_before: 2s, for: 5s, tolerance: 100ms}").what);
  EXPECT_EQ(expect.within, 10s);
  EXPECT_EQ(expect.not_before, 2s);
  EXPECT_EQ(expect.hold, 5s);
  EXPECT_EQ(expect.tolerance, 100ms);
}

TEST(ReadSteps, BlocksHaveStepsWithPaths) {
  const auto scenario = with_steps(
      "  - repeat: {times: 3, steps: [{wait: 1s}, {wait: 2s}]}\n"
      "  - repeat: {until: {mail: {in: mail}}, at_most: 9, steps: [{wait: 1s}]}\n"
      "  - parallel: {low: [{wait: 1s}], high: [{wait: 2s}, {wait: 3s}]}\n"
      "  - parallel: [[{wait: 1s}], [{repeat: {times: 2, steps: [{wait: 1s}]}}]]\n");
  ASSERT_THAT(scenario, IsOk());
  const auto& repeat = std::get<Block>(scenario->timeline[1].what);
  EXPECT_EQ(repeat.kind, Block::Kind::repeat);
  EXPECT_EQ(repeat.times, 3U);
  EXPECT_EQ(repeat.branches.at(0).at(1).path, "2.2");
  const auto& until = std::get<Block>(scenario->timeline[2].what);
  EXPECT_EQ(until.times, 9U);
  EXPECT_NE(until.until, nullptr);
  const auto& named = std::get<Block>(scenario->timeline[3].what);
  EXPECT_THAT(named.names, ElementsAre("low", "high"));
  EXPECT_EQ(named.branches.at(1).at(1).path, "4.high.2");
  const auto& listed = std::get<Block>(scenario->timeline[4].what);
  EXPECT_EQ(std::get<Block>(listed.branches.at(1).at(0).what).branches.at(0).at(0).path, "5.2.1.1");
}

TEST(ReadSteps, AProcedureIsASequenceWithNamesOfItsOwn) {
  const auto scenario = with_steps(
      "  - {name: first, do: dive}\n  - {name: again, do: dive}\n  - {after: {step: first.down}, wait: 1s}\n",
      "procedures:\n  dive: [{name: down, wait: 1s}, {after: {step: down}, wait: 1s}]\n");
  ASSERT_THAT(scenario, IsOk());
  const auto& second = std::get<Block>(scenario->timeline[2].what).branches.at(0);
  EXPECT_EQ(second.at(0).name, "again.down");
  EXPECT_EQ(second.at(1).trigger.after.value().step, "again.down");
  EXPECT_EQ(second.at(0).path, "3.1");
  EXPECT_EQ(second.at(0).place.line, 12) << "where the procedure stands";
  EXPECT_THAT(with_steps("  - do: dive\n  - do: dive\n", "procedures: {dive: [{name: down, wait: 1s}]}\n"),
              FailsWith(HasSubstr("a.yaml:10:28: there is a step \"down\" already, in line 10: give each \"do\"")));
}

TEST(ReadSteps, SetupAndTeardown) {
  const auto scenario = load_scenario(
      kMembers + "setup: [{start: [mail, sim, monitor]}]\nteardown: [{stop: monitor}]\nteardown_limit: 20s\n",
      "a.yaml");
  ASSERT_THAT(scenario, IsOk()) << "a timeline is not needed beside setup";
  EXPECT_EQ(scenario->setup.at(0).path, "setup.1");
  EXPECT_EQ(scenario->teardown.at(0).path, "teardown.1");
  EXPECT_EQ(scenario->teardown_limit, 20s);
  EXPECT_THAT(load_scenario(kMembers, "a.yaml"), FailsWith(HasSubstr("the key \"timeline\" is missing")));
}

TEST(ReadSteps, EventsAndFlights) {
  const auto event =
      std::get<TransmitEvent>(std::get<Action>(step("event: {on: sim, name: PAUSE_SET, data: [1]}").what));
  EXPECT_EQ(event.name, "PAUSE_SET");
  EXPECT_THAT(event.data, ElementsAre(1));
  const auto load = std::get<LoadFlight>(std::get<Action>(step("flight: {on: sim, file: hop.yaml}").what));
  EXPECT_EQ(load.file, "hop.yaml");
  EXPECT_EQ(std::get<LoadFlight>(std::get<Action>(step("flight: {on: sim, unload: true}").what)).kind,
            LoadFlight::Kind::unload);
  EXPECT_THAT(with_steps("  - flight: {on: sim}\n"), FailsWith(HasSubstr("what becomes of the flight?")));
  EXPECT_THAT(with_steps("  - flight: {on: sim, restart: false}\n"), FailsWith(HasSubstr("restart is true, or not")));
}

TEST(ReadSteps, MaySkipAndRigs) {
  EXPECT_TRUE(step("{wait: 1s, may_skip: true}").may_skip);
  const auto scenario = with_steps("  - {kill: sim, rigs: [process]}\n  - {kill: sim, rigs: [virtual]}\n");
  ASSERT_THAT(scenario, IsOk()) << "on each rig one of them happens";
  EXPECT_EQ(scenario->timeline[1].skipped, "for the process rig only");
}

TEST(ReadLists, Invariants) {
  const auto scenario =
      with_steps("  - {name: dive, wait: 1s}\n  - {name: climb, wait: 1s}\n",
                 "never: [{mail: {in: mail}, name: quiet, every: 200ms, from: dive, until: climb, grace: 1s}]\n"
                 "eventually: [{mail: {in: mail}, within: 5s}]\nsometimes: [{mail: {in: mail}, of_seeds: 3}]\n");
  ASSERT_THAT(scenario, IsOk());
  ASSERT_EQ(scenario->invariants.size(), 4U);
  const Invariant& never = scenario->invariants[1];
  EXPECT_EQ(never.kind, Invariant::Kind::never);
  EXPECT_EQ(never.name, "quiet");
  EXPECT_EQ(never.every, 200ms);
  EXPECT_EQ(never.from, "dive");
  EXPECT_EQ(never.until, "climb");
  EXPECT_EQ(never.grace, 1s);
  EXPECT_EQ(scenario->invariants[2].within, 5s);
  EXPECT_EQ(scenario->invariants[3].of_seeds, 3U);
}

TEST(ReadLists, InvariantsOfOtherRigsAndMistakes) {
  const std::string process_only = "never: [{mail: {in: mail}, rigs: [process]}]\n";
  EXPECT_EQ(with_steps("", process_only).value().invariants.size(), 1U);
  EXPECT_EQ(with_steps("", process_only, RigKind::process_rig).value().invariants.size(), 2U);
  EXPECT_THAT(with_steps("", "never: [{mail: {in: mail}, within: 1s}]\n"),
              FailsWith(HasSubstr("unknown key \"within\"")));
  EXPECT_THAT(with_steps("", "never: [{name: x}]\n"), FailsWith(HasSubstr("a check is needed")));
  EXPECT_THAT(with_steps("", "never: [{mail: {in: mail}, name: x}, {mail: {in: mail}, name: x}]\n"),
              FailsWith(HasSubstr("a.yaml:8:63: the name \"x\" is taken already")));
}

TEST(ReadLists, Objectives) {
  const auto scenario = with_steps(
      "",
      "slo: [{name: up, of: {http: {of: monitor, get: /health, status: 200}}, every: 2s, availability: 99.9 %,\n"
      "       latency: {p99.9: 200ms, max: 1s}, window: 10m, burn_rate_at_most: 2}]\n");
  ASSERT_THAT(scenario, IsOk());
  const Slo& slo = scenario->slos.at(0);
  EXPECT_EQ(slo.every, 2s);
  EXPECT_DOUBLE_EQ(slo.availability.value(), 0.999);
  ASSERT_EQ(slo.latency.size(), 2U);
  EXPECT_DOUBLE_EQ(slo.latency[0].quantile, 0.999);
  EXPECT_EQ(slo.latency[1].quantile, 1);
  EXPECT_EQ(slo.window, 10min);
  EXPECT_EQ(slo.burn_rate_at_most, 2);
  EXPECT_THAT(with_steps("", "slo: [{of: {http: {of: monitor, get: /health, status: 200}}, burn_rate_at_most: 2}]\n"),
              FailsWith(HasSubstr("a budget burns against an availability")));
  const std::string load = "  - traffic: {id: load, to: {of: monitor}, rate: 1/s, for: 2s}\n";
  EXPECT_THAT(with_steps(load, "slo: [{of: {traffic: laod}, availability: 99 %}]\n"),
              FailsWith(HasSubstr("a.yaml:9:22: no step before has traffic of the id \"laod\"")));
  EXPECT_THAT(with_steps(load, "slo: [{of: {traffic: load}, every: 1s, availability: 99 %}]\n"),
              FailsWith(HasSubstr("each request of the traffic counts")));
  const auto of_traffic = with_steps(load, "slo: [{of: {traffic: load}, availability: 99 %}]\n");
  ASSERT_THAT(of_traffic, IsOk());
  EXPECT_EQ(of_traffic->slos[0].traffic, "load");
  EXPECT_EQ(of_traffic->slos[0].of, nullptr);
}

TEST(ReadLists, CompareAndOutcome) {
  const auto scenario = with_steps(
      "  - {name: dive, wait: 1s}\n",
      "compare: {tolerance: {time: 2s, values: {feet: 20 feet, default: 1 %}}, ignore: [mail], allow: {timing: 3}}\n"
      "skip: {reason: not yet, rigs: [process]}\n"
      "expect_failure: {reason: known, step: dive, contains: late}\n");
  ASSERT_THAT(scenario, IsOk());
  EXPECT_EQ(scenario->compare.time, 2s);
  EXPECT_THAT(scenario->compare.values, ElementsAre(Pair("feet", "20 feet"), Pair("default", "1 %")));
  EXPECT_THAT(scenario->compare.ignore, ElementsAre("mail"));
  EXPECT_THAT(scenario->compare.allow, ElementsAre(Pair("timing", 3U)));
  EXPECT_EQ(scenario->skip.value().reason, "not yet");
  EXPECT_THAT(scenario->skip.value().rigs, ElementsAre("process"));
  EXPECT_EQ(scenario->expect_failure.value().step, "dive");
  EXPECT_EQ(scenario->expect_failure.value().contains, "late");
  EXPECT_EQ(with_steps("", "skip: not yet\n").value().skip.value().reason, "not yet");
  EXPECT_THAT(with_steps("", "compare: {tolerance: {values: {feet: wide}}}\n"),
              FailsWith(HasSubstr("expected is a number with its unit, or a percentage")));
}

}  // namespace
}  // namespace checkride::harness
