// The scenario loader: what a file means, and that every mistake is told with its place and the nearest right word.
#include "checkride/harness/loader.hpp"

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kMembers =
    "scenario: a\n"
    "simulators:\n  sim: {flight: ../flights/f.yaml}\n"
    "services: {mail: {kind: smtp}, chat: {kind: webhook}}\n"
    "monitors:\n  monitor: {config: [../configs/c.yaml], simulators: [sim]}\n";

const std::string kAlways = "always: [{no_sample_lost: {of: monitor}}]\n";

// A scenario with this timeline, whose first step stands in line 10, after all members were started.
std::string with_timeline(const std::string& steps) {
  return kMembers + kAlways + "timeline:\n  - start: [mail, chat, sim, monitor]\n" + steps;
}

Result<Scenario> load(const std::string& text) {
  return load_scenario(text, "scenarios/a/a.yaml");
}

// What a step of the timeline does, which must be a T.
template <class T>
const T& action(const Scenario& scenario, std::size_t step) {
  return std::get<T>(std::get<Action>(scenario.timeline.at(step).what));
}

TEST(Loader, VariablesAreThoseOfTheCatalogue) {
  const auto set = [](const std::string& variable) {
    return load(with_timeline("  - set: {on: sim, variables: {" + variable + "}}\n"));
  };
  EXPECT_THAT(set("PLANE ALTITUDE: 80 feet"), IsOk());
  EXPECT_THAT(set("\"GENERAL ENG RPM:1\": 0"), IsOk());
  EXPECT_THAT(set("\"L:MY_SWITCH\": 1"), IsOk());
  EXPECT_THAT(
      set("PLANE ALTITUTE: 80 feet"),
      FailsWith(HasSubstr("a.yaml:10:32: there is no variable \"PLANE ALTITUTE\", did you mean \"PLANE ALTITUDE\"?")));
  EXPECT_THAT(set("PLANE ALTITUDE: 80 parsecs"), FailsWith(AllOf(HasSubstr("a.yaml:10:48"), HasSubstr("parsecs"))));
  EXPECT_THAT(set("PLANE ALTITUDE: 80 knots"), FailsWith(AllOf(HasSubstr("a.yaml:10:48"), HasSubstr("knot"))));
  EXPECT_THAT(set("PLANE ALTITUDE: low"), FailsWith(HasSubstr("such as 80 feet, not \"low\"")));
  EXPECT_THAT(set("TITLE: 1"), FailsWith(HasSubstr("TITLE is no number")));
  EXPECT_THAT(load(with_timeline("  - release: {on: sim, variables: [PLANE ALTITUTE]}\n")),
              FailsWith(HasSubstr("did you mean \"PLANE ALTITUDE\"")));
}

TEST(Loader, FaultsAreThoseOfTheEmulator) {
  const auto inject = [](const std::string& fault) {
    return load(with_timeline("  - inject: {on: sim, " + fault + "}\n"));
  };
  EXPECT_THAT(inject("fault: stall, parameters: {client: \"1\"}"), IsOk());
  EXPECT_THAT(inject("fault: exception_reply, parameters: {every: 2, message: RequestDataOnSimObject}"), IsOk());
  EXPECT_THAT(inject("fault: exception_reply, parameters: {message: simobject_data}"), IsOk());
  EXPECT_THAT(inject("fault: stahl"),
              FailsWith(AllOf(HasSubstr("a.yaml:10:30"), HasSubstr("did you mean \"stall\"?"))));
  EXPECT_THAT(inject("fault: stall, parameters: {every: 2}"), FailsWith(HasSubstr("unknown key \"every\"")));
  EXPECT_THAT(inject("fault: exception_reply, parameters: {every: 0}"),
              FailsWith(HasSubstr("a.yaml:10:67: 0 is out of range")));
  EXPECT_THAT(inject("fault: exception_reply, parameters: {message: RequestData}"),
              FailsWith(HasSubstr("there is no message \"RequestData\"")));
}

TEST(Loader, AWrongKindIsOneMistake) {
  const auto scenario = load(
      "scenario: a\nservices:\n  mail: {kind: smtp}\n  chat: {kind: webhok}\ntimeline:\n"
      "  - start: [mail, chat]\n  - expect: {webhook: {in: chat, count: 1}}\n");
  ASSERT_FALSE(scenario);
  EXPECT_THAT(scenario.error().detail(), HasSubstr("a.yaml:4:16: "));
  EXPECT_THAT(scenario.error().detail(), HasSubstr("did you mean \"webhook\"?"));
  EXPECT_THAT(scenario.error().detail(), testing::Not(HasSubstr("\n"))) << "nothing follows from it";
}

TEST(Loader, StatesOfALinkAreWords) {
  EXPECT_THAT(load(with_timeline("  - expect: {link: {of: monitor, simulator: sim, state: steaming}}\n")),
              FailsWith(HasSubstr("did you mean \"streaming\"?")));
}

TEST(Loader, ReadsTheDocumentedExample) {
  const auto scenario = load_scenario(
      "scenario: low-altitude\n"
      "description: Below 100 ft.\n"
      "tags: [alerting, smoke]\n"
      "promises: [000-alert-low-altitude-rule]\n"
      "rigs: [virtual, process, live]\n"
      "time_limit: 3m\n"
      "simulators:\n  sim: {profile: msfs2020, flight: ../flights/coastal_pass.yaml}\n"
      "services:\n  mail: {kind: smtp}\n  chat: {kind: webhook}\n"
      "monitors:\n  monitor: {config: [../configs/guide.yaml], simulators: [sim]}\n"
      "timeline:\n"
      "  - start: [mail, chat, sim, monitor]\n"
      "  - expect: {http: {of: monitor, get: /health/ready, status: 200}}\n"
      "    within: 10s\n"
      "  - at: 60s\n"
      "    set: {on: sim, variables: {PLANE ALTITUDE: 80 feet}}\n"
      "  - expect: {alert: {of: monitor, rule: Low Altitude Warning, state: firing}}\n"
      "    not_before: 10s\n"
      "    within: 15s\n"
      "  - expect: {mail: {in: mail, to: ops@x, subject: {contains: Low Altitude}, count: 1}}\n"
      "    within: 5s\n"
      "always:\n"
      "  - {http: {of: monitor, get: /health/live, status: 200}}\n"
      "  - {no_sample_lost: {of: monitor}}\n"
      "never:\n"
      "  - {log: {of: monitor, level: error}}\n",
      "scenarios/alerting/low_altitude.yaml");
  ASSERT_THAT(scenario, IsOk());
  EXPECT_EQ(scenario->time_limit, 3min);
  EXPECT_EQ(scenario->simulators[0].flight, "scenarios/flights/coastal_pass.yaml");
  EXPECT_THAT(scenario->monitors[0].config, ElementsAre("scenarios/configs/guide.yaml"));
  ASSERT_EQ(scenario->timeline.size(), 5U);
  EXPECT_EQ(scenario->timeline[2].trigger.at, 60s);
  const auto& expect = std::get<Expect>(scenario->timeline[3].what);
  EXPECT_EQ(expect.not_before, 10s);
  EXPECT_EQ(expect.within, 15s);
  EXPECT_EQ(scenario->timeline[3].place.line, 20);
  EXPECT_EQ(describe(scenario->timeline[4]),
            "expect exactly 1 mail in mail to ops@x with \"Low Altitude\" in the subject");
  EXPECT_EQ(scenario->invariants.size(), 3U);
  EXPECT_EQ(scenario->invariants.back().check->text(), "at least 1 log line of monitor of level error or graver");
}

TEST(Loader, UnknownKeysAreToldWithTheNearest) {
  EXPECT_THAT(load("scenario: a\ntimline: [{wait: 1s}]\n"),
              FailsWith(AllOf(HasSubstr("scenarios/a/a.yaml:2:1"), HasSubstr("did you mean \"timeline\"?"))));
  EXPECT_THAT(load(with_timeline("  - exepct: {mail: {in: mail}}\n")),
              FailsWith(AllOf(HasSubstr("a.yaml:10:5"), HasSubstr("did you mean \"expect\"?"))));
  EXPECT_THAT(load(with_timeline("  - expect: {alrt: {of: monitor}}\n")),
              FailsWith(HasSubstr("did you mean \"alert\"?")));
  EXPECT_THAT(load(with_timeline("  - expect: {mail: {in: mail, cuont: 1}}\n")),
              FailsWith(HasSubstr("did you mean \"count\"?")));
}

TEST(Loader, UnknownMembersAreToldWithTheNearest) {
  EXPECT_THAT(load(with_timeline("  - start: [sim, monitr]\n")),
              FailsWith(AllOf(HasSubstr("a.yaml:10:18"), HasSubstr("no member \"monitr\""), HasSubstr("\"monitor\""))));
}

TEST(Loader, AMemberOfTheWrongKindIsRefused) {
  EXPECT_THAT(load(with_timeline("  - expect: {mail: {in: chat, count: 1}}\n")),
              FailsWith(HasSubstr("\"chat\" is a webhook; a smtp is needed here")));
  EXPECT_THAT(load(with_timeline("  - set: {on: monitor, variables: {A: 1}}\n")),
              FailsWith(HasSubstr("\"monitor\" is a monitor; a simulator or balancer or upstream is needed here")));
}

TEST(Loader, AllMistakesComeAtOnceInOrder) {
  const auto scenario = load("scenario: A b\ntime_limit: 5\nrigs: [virtul]\ntimeline:\n  - wait: long\n");
  ASSERT_TRUE(scenario.has_error());
  const std::string text = scenario.error().detail();
  const auto name = text.find(":1:");
  const auto limit = text.find(":2:");
  const auto rig = text.find(":3:");
  const auto wait = text.find(":5:");
  EXPECT_LT(name, limit);
  EXPECT_LT(limit, rig);
  EXPECT_LT(rig, wait);
  EXPECT_NE(wait, std::string::npos) << text;
}

TEST(Loader, AScenarioExpectsSomething) {
  const std::string happens = kMembers + "timeline:\n  - start: sim\n  - wait: 1s\n";
  EXPECT_THAT(load(happens), FailsWith(HasSubstr("a.yaml:8:3: nothing is expected: add an expect step")));
  EXPECT_THAT(load(happens + kAlways), IsOk());
  EXPECT_THAT(load(happens + "never: [{log: {of: monitor, level: error}}]\n"), IsOk());
  EXPECT_THAT(load(happens + "  - expect: {mail: {in: mail, count: 0}}\n"), IsOk());
}

TEST(Loader, TimeDoesNotGoBack) {
  EXPECT_THAT(load(with_timeline("  - {at: 20s, kill: sim}\n  - {at: 20s, start: sim}\n")), IsOk());
  EXPECT_THAT(load(with_timeline("  - {at: 20s, kill: sim}\n  - {at: 10s, start: sim}\n")),
              FailsWith(HasSubstr("a.yaml:11:10: 10s is in the past: the steps before this one take until 20s")));
  EXPECT_THAT(load(with_timeline("  - wait: 5s\n  - wait: 6s\n  - {at: 10s, kill: sim}\n")),
              FailsWith(HasSubstr("a.yaml:12:10: 10s is in the past: the steps before this one take until 11s")));
}

TEST(Loader, WhatLastsBeyondTheTimeLimitIsToldOnce) {
  EXPECT_THAT(load(with_timeline("  - at: 2m\n    kill: sim\n  - wait: 3m\n")), IsOk()) << "5 min is the default";
  const auto scenario = load(with_timeline("  - {at: 2m, kill: sim}\n  - wait: 181s\n  - wait: 100000h\n"));
  EXPECT_THAT(scenario, FailsWith(HasSubstr("a.yaml:11:11: this lasts beyond the time_limit of 5m")));
  ASSERT_FALSE(scenario);
  EXPECT_THAT(scenario.error().detail(), testing::Not(HasSubstr("\n")));
  EXPECT_THAT(load(with_timeline("  - {at: 6m, kill: sim}\n")), FailsWith(HasSubstr("a.yaml:10:10: this lasts")));
}

TEST(Loader, OnlyWhatRunsCanBeDisturbed) {
  const auto alone = [](const std::string& step) { return load(kMembers + kAlways + "timeline:\n  - " + step + "\n"); };
  EXPECT_THAT(alone("kill: [sim]"),
              FailsWith(HasSubstr("a.yaml:9:12: sim does not run: no step before this one starts it")));
  EXPECT_THAT(alone("stop: sim"), FailsWith(HasSubstr("a.yaml:9:11: sim does not run")));
  EXPECT_THAT(alone("freeze: {what: monitor, for: 5s}"), FailsWith(HasSubstr("a.yaml:9:20: monitor does not run")));
  EXPECT_THAT(alone("thaw: sim"), FailsWith(HasSubstr("sim does not run")));
  EXPECT_THAT(alone("set: {on: sim, variables: {PLANE ALTITUDE: 80 feet}}"), FailsWith(HasSubstr("sim does not run")));
  EXPECT_THAT(alone("release: {on: sim, variables: [PLANE ALTITUDE]}"), FailsWith(HasSubstr("sim does not run")));
  EXPECT_THAT(alone("inject: {on: sim, fault: stall}"), FailsWith(HasSubstr("sim does not run")));
  EXPECT_THAT(alone("request: {of: sim, target: /v1/clients}"), FailsWith(HasSubstr("sim does not run")));
  EXPECT_THAT(alone("inject: {link: [monitor, sim], fault: partition}"), IsOk()) << "a network can be broken before";
  EXPECT_THAT(load(with_timeline("  - kill: sim\n  - stop: sim\n")),
              FailsWith(HasSubstr("a.yaml:11:11: sim does not run: it was killed in line 10")));
}

TEST(Loader, WhatRunsIsNotStartedAgain) {
  EXPECT_THAT(load(with_timeline("  - start: [sim]\n")),
              FailsWith(HasSubstr("a.yaml:10:13: sim runs already, since line 9")));
  EXPECT_THAT(load(with_timeline("  - kill: [mail, sim]\n  - start: [sim, mail]\n  - stop: sim\n  - start: sim\n")),
              IsOk());
  EXPECT_THAT(load(with_timeline("  - freeze: {what: sim, for: 5s}\n  - wait: 6s\n  - freeze: sim\n  - thaw: sim\n"
                                 "  - freeze: sim\n  - stop: sim\n")),
              IsOk());
}

TEST(Loader, AStepHasExactlyOneAction) {
  EXPECT_THAT(load(with_timeline("  - {start: sim, kill: sim}\n")), FailsWith(HasSubstr("a step has one key")));
  EXPECT_THAT(load(with_timeline("  - {at: 3s}\n")), FailsWith(HasSubstr("a step needs an action")));
}

TEST(Loader, WindowsBelongToExpectations) {
  EXPECT_THAT(load(with_timeline("  - start: sim\n    within: 5s\n")), FailsWith(HasSubstr("within")));
  EXPECT_THAT(load(with_timeline("  - expect: {mail: {in: mail}}\n    not_before: 6s\n    within: 5s\n")),
              FailsWith(HasSubstr("not_before is later than within")));
}

TEST(Loader, CountsSayHowMany) {
  const auto count = [](const std::string& text) {
    const auto scenario = load(with_timeline("  - expect: {mail: {in: mail, count: " + text + "}}\n"));
    return scenario ? describe(scenario->timeline[1]) : scenario.error().detail();
  };
  EXPECT_EQ(count("2"), "expect exactly 2 mails in mail");
  EXPECT_EQ(count("{at_least: 3}"), "expect at least 3 mails in mail");
  EXPECT_EQ(count("{at_most: 1}"), "expect at most 1 mail in mail");
  EXPECT_THAT(count("{atmost: 0}"), HasSubstr("did you mean \"at_most\"?"));
}

TEST(Loader, VariablesHaveANumberAndAUnit) {
  const auto scenario =
      load(with_timeline("  - set: {on: sim, variables: {PLANE ALTITUDE: 80 feet, PLANE PITCH DEGREES: -0.5}}\n"));
  ASSERT_THAT(scenario, IsOk());
  const auto& set = action<Set>(*scenario, 1);
  EXPECT_EQ(set.variables[0].value, 80);
  EXPECT_EQ(set.variables[0].unit, "feet");
  EXPECT_EQ(set.variables[1].value, -0.5);
  EXPECT_EQ(set.variables[1].unit, "");
  EXPECT_THAT(load(with_timeline("  - set: {on: sim, variables: {PLANE ALTITUDE: high}}\n")),
              FailsWith(testing::EndsWith("expected a number and a unit such as 80 feet, not \"high\"")));
  EXPECT_THAT(load(with_timeline("  - set: {on: sim, variables: {PLANE ALTITUDE: 80 fet}}\n")),
              FailsWith(HasSubstr("unknown unit \"fet\"")));
}

TEST(Loader, FaultsAreOnASimulatorOrALink) {
  const auto scenario =
      load(with_timeline("  - inject: {on: sim, fault: stall, parameters: {client: x}, for: 5s}\n"
                         "  - inject: {link: [monitor, sim], fault: latency, latency: 200ms}\n"
                         "  - clear: [stall]\n"));
  ASSERT_THAT(scenario, IsOk());
  const auto& emulator = action<Inject>(*scenario, 1);
  EXPECT_EQ(emulator.id, "stall");
  EXPECT_EQ(emulator.duration, 5s);
  EXPECT_EQ(std::get<EmulatorFault>(emulator.fault).parameters_json, "{\"client\":\"x\"}");
  EXPECT_EQ(std::get<LinkFault>(action<Inject>(*scenario, 2).fault).latency, 200ms);
  EXPECT_THAT(load(with_timeline("  - inject: {link: [sim, mail], fault: stall}\n")),
              FailsWith(HasSubstr("one end of a link is a monitor")));
  EXPECT_THAT(load(with_timeline("  - clear: [stal]\n")),
              FailsWith(HasSubstr("no fault \"stal\" was injected before")));
}

TEST(Loader, NamesOfMembersAreUniqueAndPlain) {
  EXPECT_THAT(load("scenario: a\nsimulators: {x: {}}\nservices: {x: {kind: smtp}}\ntimeline: [{wait: 1s}]\n"),
              FailsWith(HasSubstr("there is a member \"x\" already")));
  EXPECT_THAT(load("scenario: a\nsimulators: {Sim 1: {}}\ntimeline: [{wait: 1s}]\n"),
              FailsWith(HasSubstr("cannot name a member")));
  EXPECT_THAT(load("scenario: a\nsimulators: {harness: {}}\ntimeline: [{wait: 1s}]\n"),
              FailsWith(HasSubstr("cannot name a member")));
}

TEST(Loader, KnowsWhichFilesAreScenarios) {
  EXPECT_TRUE(looks_like_scenario("scenario: a\n"));
  EXPECT_FALSE(looks_like_scenario("name: coastal\nphases: []\n"));
  EXPECT_TRUE(looks_like_scenario("scenario: [\n")) << "a broken file is read, so that its mistake is told";
}

// Whatever the bytes: a scenario or mistakes with a place, never a crash.
RC_GTEST_PROP(LoaderLaws, AnyTextIsReadOrRefusedWithItsPlace, (const std::string& text)) {
  const auto scenario = load(text);
  if (!scenario) RC_ASSERT(scenario.error().detail().find("scenarios/a/a.yaml:") != std::string::npos);
}

// One line of a good file replaced by anything is still total.
RC_GTEST_PROP(LoaderLaws, AChangedByteIsReadOrRefused, ()) {
  std::string text = with_timeline("  - expect: {mail: {in: mail, count: 1}}\n    within: 5s\n  - kill: [sim]\n");
  text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
  const auto scenario = load(text);
  if (!scenario) RC_ASSERT(!scenario.error().detail().empty());
}

}  // namespace
}  // namespace checkride::harness
