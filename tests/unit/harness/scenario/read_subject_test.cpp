// Goal: every key of a subject means what it says, its placeholders lead somewhere, and what cannot be asked of it is a
// mistake that says what can.
#include <gmock/gmock.h>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

constexpr std::string_view kExpect = "expect: {log: {of: app, contains: x, count: 0}}";

// The subject's map stands in line 6, from column 14 on.
Result<Scenario> load(const std::string& subject, std::string_view step = kExpect, const std::string& more = "") {
  return load_scenario(
      "scenario: a\nsimulators: {sim: {}, other: {}}\nservices: {mail: {kind: smtp}, chat: {kind: "
      "webhook}}\nmonitors:\n  app:\n    subject: " +
          subject + "\n    simulators: [sim]\n" + more + "timeline:\n  - start: [sim, app]\n  - " + std::string(step) +
          "\n",
      "s/a.yaml");
}

const std::string kServing = "{command: [app], ports: [health]}";

TEST(ReadSubject, ACommandIsEnough) {
  const auto scenario = load("{command: [app]}");
  ASSERT_THAT(scenario, IsOk());
  EXPECT_EQ(scenario->kind_of("app"), MemberKind::subject);
  const Subject* subject = scenario->subject("app");
  ASSERT_NE(subject, nullptr);
  EXPECT_THAT(subject->command, ElementsAre("app"));
  EXPECT_EQ(subject->folder, "");
  EXPECT_EQ(subject->stop, SubjectStop::terminate);
  EXPECT_EQ(subject->ready.within, 30s);
  EXPECT_EQ(scenario->subject("sim"), nullptr);
}

TEST(ReadSubject, TheFolderMayBeTheOneAboveTheScenarios) {
  EXPECT_EQ(resolve_path("scenarios/a.yaml", ".."), ".");
  EXPECT_EQ(resolve_path("./scenarios/a.yaml", ".."), ".");
  EXPECT_EQ(resolve_path("a.yaml", "."), ".");
  EXPECT_EQ(resolve_path("a.yaml", ".."), "..");
  EXPECT_EQ(resolve_path("/s/a.yaml", ".."), "/");
  EXPECT_EQ(resolve_path("/s/a.yaml", "../b"), "/b");
  EXPECT_EQ(resolve_path("s/a.yaml", "../../b"), "../b");
}

TEST(ReadSubject, EveryKey) {
  const auto scenario = load(
      "{command: [node, app.js, --port, $health.port], env: {SIM: \"${sim.host}:${sim.port}\", CHAT: $chat.url}, "
      "folder: "
      "../app, ports: [health, control], ready: {http: /health, port: control, status: 204, within: 5s}, stop: "
      "interrupt}");
  ASSERT_THAT(scenario, IsOk());
  const Subject* subject = scenario->subject("app");
  ASSERT_NE(subject, nullptr);
  EXPECT_THAT(subject->command, ElementsAre("node", "app.js", "--port", "$health.port"));
  EXPECT_THAT(subject->env, ElementsAre(Pair("CHAT", "$chat.url"), Pair("SIM", "${sim.host}:${sim.port}")));
  EXPECT_EQ(subject->folder, "app");
  EXPECT_THAT(subject->ports, ElementsAre(Port::health, Port::control));
  EXPECT_EQ(subject->ready.http, "/health");
  EXPECT_EQ(subject->ready.port, Port::control);
  EXPECT_EQ(subject->ready.status, 204);
  EXPECT_EQ(subject->ready.within, 5s);
  EXPECT_EQ(subject->stop, SubjectStop::interrupt);
}

TEST(ReadSubject, IsEitherThatOrAConfiguration) {
  EXPECT_THAT(load(kServing + "\n    config: [c.yaml]"), FailsWith(HasSubstr("there is \"config\" already")));
  EXPECT_THAT(load(kServing + "\n    environment: {A: b}"),
              FailsWith(HasSubstr("the environment of a subject stands in its env")));
  EXPECT_THAT(load_scenario("scenario: a\nmonitors: {m: {}}\ntimeline: [{start: m}]\n", "a.yaml"),
              FailsWith(AllOf(HasSubstr("a.yaml:2:15"), HasSubstr("Give config"))));
}

TEST(ReadSubject, ItsCommandIsNeeded) {
  EXPECT_THAT(load("{ports: [health]}"), FailsWith(HasSubstr("command")));
  EXPECT_THAT(load("{command: []}"), FailsWith(AllOf(HasSubstr("a.yaml:6:24"), HasSubstr("a program is needed"))));
}

TEST(ReadSubject, PlaceholdersLeadSomewhere) {
  EXPECT_THAT(load("{command: [app, $folder, $mail.port, \"--at=${chat.host}\", $$HOME, a$b]}"), IsOk());
  EXPECT_THAT(load("{command: [app, $smi.host]}"),
              FailsWith(AllOf(HasSubstr("a.yaml:6:30"), HasSubstr("did you mean \"sim.host\"?"))));
  EXPECT_THAT(load("{command: [app], env: {A: \"x${other.port}\"}}"),
              FailsWith(HasSubstr("nothing here is called $other.port: list other in the simulators of \"app\"")));
  EXPECT_THAT(load("{command: [app, $health.port]}"), FailsWith(HasSubstr("nothing here is called $health.port")));
}

TEST(ReadSubject, ReadinessIsOneSign) {
  const auto ready = [](const std::string& text) {
    return load("{command: [a], ports: [health], ready: " + text + "}");
  };
  EXPECT_THAT(ready("{log: up}"), IsOk());
  EXPECT_THAT(ready("{port: health}"), IsOk());
  EXPECT_EQ(ready("{after: 2s}").value().subject("app")->ready.after, 2s);
  EXPECT_THAT(ready("{within: 2s}"), FailsWith(HasSubstr("Give http, log, port or after")));
  EXPECT_THAT(ready("{log: up, after: 2s}"), FailsWith(HasSubstr("there is \"")));
  EXPECT_THAT(ready("{log: up, port: health}"), FailsWith(HasSubstr("not with log")));
  EXPECT_THAT(ready("{http: health}"), FailsWith(HasSubstr("a path starts with /")));
  EXPECT_THAT(ready("{port: metrics}"), FailsWith(HasSubstr("as ports: [metrics]")));
  EXPECT_THAT(load("{command: [a], ready: {http: /health}}"), FailsWith(HasSubstr("no port to ask")));
}

TEST(ReadSubject, PortsAreNamedOnceAndNotAsMembers) {
  EXPECT_THAT(load("{command: [a], ports: [health, health]}"), FailsWith(HasSubstr("\"health\" is named twice")));
  EXPECT_THAT(load("{command: [a], ports: [helth]}"), FailsWith(HasSubstr("did you mean \"health\"?")));
  EXPECT_THAT(load_scenario("scenario: a\nsimulators: {health: {}}\nmonitors: {app: {subject: {command: [a], ports: "
                            "[health]}}}\ntimeline: [{start: app}, {expect: {exit: {of: app, code: 0}}}]\n",
                            "a.yaml"),
              FailsWith(HasSubstr("call the member otherwise")));
}

TEST(ReadSubject, WhatOnlyAMonitorCanBeAskedIsAMistake) {
  for (const std::string check :
       {"alert: {of: app, rule: Low, state: firing}", "link: {of: app, simulator: sim, state: streaming}",
        "telemetry: {of: app, variable: PLANE ALTITUDE, value: 1}", "no_sample_lost: {of: app}",
        "health: {of: app, ready: true}"}) {
    EXPECT_THAT(load(kServing, "expect: {" + check + "}"),
                FailsWith(AllOf(HasSubstr("\"app\" is a subject; a monitor is needed here"), HasSubstr("use http"))))
        << check;
  }
}

TEST(ReadSubject, HttpGoesToItsOwnPorts) {
  const auto ask = [](const std::string& ports, const std::string& more) {
    return load("{command: [a], ports: [" + ports + "]}",
                "expect: {http: {of: app, get: /x, status: 200" + more + "}}");
  };
  EXPECT_THAT(ask("health", ""), IsOk());
  EXPECT_THAT(ask("control", ""), IsOk());
  EXPECT_THAT(ask("health, control", ", port: control"), IsOk());
  EXPECT_THAT(ask("health", ", port: metrics"), FailsWith(HasSubstr("\"app\" has no metrics port")));
  EXPECT_THAT(ask("", ""), FailsWith(HasSubstr("as ports: [health]")));
}

TEST(ReadSubject, IsFrozenAndCutOffLikeAMonitor) {
  EXPECT_THAT(load(kServing, kExpect, "").value().monitors.front().simulators, ElementsAre("sim"));
  EXPECT_THAT(load(kServing, "freeze: app\n  - thaw: app\n  - " + std::string(kExpect)), IsOk());
  EXPECT_THAT(load(kServing, "inject: {link: [app, sim], fault: partition}\n  - " + std::string(kExpect)), IsOk());
}

}  // namespace
}  // namespace checkride::harness
