// What a real simulator can be made to do: known from the scenario alone, before anything starts.
#include "rigs/powers.hpp"

#include <gmock/gmock.h>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using test::IsOk;
using testing::AllOf;
using testing::HasSubstr;
using testing::Optional;

// With these steps after the start.
Scenario scenario_of(const std::string& steps) {
  const auto scenario = load_scenario(
      "scenario: powers\nrigs: [live]\nsimulators:\n  sim: {profile: fsx_sp2}\n"
      "services:\n  mail: {kind: smtp}\n"
      "monitors:\n  app:\n    simulators: [sim]\n    subject: {command: [sleep, 9]}\n"
      "timeline:\n  - start: [mail, sim, app]\n" +
          steps + "  - expect: {mail: {in: mail, count: 0}}\n    within: 1s\n",
      "powers.yaml", RigKind::live_rig);
  EXPECT_THAT(scenario, IsOk()) << steps;
  return scenario ? *scenario : Scenario();
}

// Of the step after the start.
std::optional<std::string> beyond(const std::string& step) {
  const Scenario scenario = scenario_of("  - " + step + "\n");
  if (scenario.timeline.size() < 2) return "it was not read";
  const auto* action = std::get_if<Action>(&scenario.timeline[1].what);
  return action == nullptr ? "it is no action" : beyond_live(scenario, *action);
}

TEST(Powers, WhatAnyClientCanDoIsPossible) {
  EXPECT_EQ(beyond("set: {on: sim, variables: {PLANE ALTITUDE: 80 feet}}"), std::nullopt);
  EXPECT_EQ(beyond("release: {on: sim, variables: [PLANE ALTITUDE]}"), std::nullopt);
  EXPECT_EQ(beyond("event: {on: sim, name: PAUSE_SET, data: [1]}"), std::nullopt);
  EXPECT_EQ(beyond("stop: sim"), std::nullopt);
  EXPECT_EQ(beyond("send: {to: sim, hex: \"28 01\"}"), std::nullopt);
}

TEST(Powers, WhatIsAboutOthersIsNoneOfItsBusiness) {
  EXPECT_EQ(beyond("kill: app"), std::nullopt);
  EXPECT_EQ(beyond("freeze: {what: app, for: 1s}"), std::nullopt);
  EXPECT_EQ(beyond("inject: {link: [app, mail], fault: partition, for: 1s}"), std::nullopt);
}

TEST(Powers, ARealSimulatorIsNotKilledOrFrozenAndGetsNoFlight) {
  EXPECT_THAT(beyond("kill: sim"), Optional(HasSubstr("sim is a real simulator, which cannot be killed")));
  EXPECT_THAT(beyond("freeze: {what: sim, for: 1s}"), Optional(HasSubstr("cannot be frozen")));
  EXPECT_THAT(beyond("flight: {on: sim, restart: true}"), Optional(HasSubstr("cannot be given a flight")));
  EXPECT_THAT(beyond("send: {to: sim, port: control, text: GET /}"), Optional(HasSubstr("no control port")));
  EXPECT_THAT(beyond("request: {of: sim, method: POST, target: /v1/reset}"), Optional(HasSubstr("no control API")));
}

TEST(Powers, OnlyWhatClientsMaySetIsSet) {
  EXPECT_THAT(beyond("set: {on: sim, variables: {GROUND ALTITUDE: 3 feet}}"),
              Optional(HasSubstr("GROUND ALTITUDE cannot be set by a client")));
}

TEST(Powers, AnOldSimulatorTakesOneNumberOfAnEvent) {
  EXPECT_THAT(beyond("event: {on: sim, name: PAUSE_SET, data: [1, 2]}"),
              Optional(HasSubstr("fsx_sp2 takes one number of an event, not 2")));
}

TEST(Powers, FaultsOfTheLineAreTheProxysOthersAreNot) {
  for (const char* fault :
       {"fault: stall", "fault: silent", "fault: reset", "fault: half_open", "fault: refused", "fault: slices",
        "fault: latency, parameters: {delay: 300ms}", "fault: jitter, parameters: {jitter: 80ms, seed: 7}",
        "fault: bandwidth, parameters: {bytes_per_second: 2000, client: app}"}) {
    EXPECT_EQ(beyond("inject: {on: sim, " + std::string(fault) + ", for: 5s}"), std::nullopt) << fault;
  }
  EXPECT_THAT(beyond("inject: {on: sim, fault: menu, for: 5s}"),
              Optional(AllOf(HasSubstr("menu is of emulators alone"), HasSubstr("stall, silent, reset"))));
  EXPECT_THAT(beyond("inject: {on: sim, fault: latency, parameters: {delay: 1s, every: 2}, for: 5s}"),
              Optional(HasSubstr("leave out every")));
  EXPECT_THAT(beyond("inject: {on: sim, fault: stall, parameters: {client: nobody}, for: 5s}"),
              Optional(HasSubstr("none is called \"nobody\"")));
}

Result<OnTheLine> on_the_line(const std::string& kind, const std::string& parameters = "{}") {
  return as_line_fault({"sim", kind, parameters});
}

TEST(Powers, AFaultOfTheLineIsWhatItWasOfTheSimulator) {
  const auto latency = on_the_line("latency", R"({"delay":"300ms","direction":"both","after":"2s","duration":"9s"})");
  ASSERT_THAT(latency, IsOk());
  EXPECT_EQ(latency->fault.delay, 300ms);
  EXPECT_TRUE(latency->fault.to_server && latency->fault.to_client);
  EXPECT_EQ(latency->after, 2s);
  EXPECT_EQ(latency->duration, std::optional<Duration>(9s));
  const auto stall = on_the_line("stall", R"({"client":"app"})");
  ASSERT_THAT(stall, IsOk());
  EXPECT_TRUE(stall->fault.hold && stall->fault.to_client && !stall->fault.to_server);
  EXPECT_EQ(stall->client, "app");
  const auto slices = on_the_line("slices");
  ASSERT_THAT(slices, IsOk());
  EXPECT_EQ(slices->fault.slice_bytes, 1U) << "as docs/faults.md has it";
}

TEST(Powers, AResetIsOnceUnlessItLasts) {
  const auto once = on_the_line("reset");
  ASSERT_THAT(once, IsOk());
  EXPECT_TRUE(once->at_once);
  const auto lasting = on_the_line("reset", R"({"duration":"5s"})");
  ASSERT_THAT(lasting, IsOk());
  EXPECT_FALSE(lasting->at_once);
  EXPECT_TRUE(lasting->fault.reset);
}

TEST(Powers, ProfilesAreSpokenWithInTheirProtocol) {
  EXPECT_EQ(protocol_of("msfs2024"), protocol::Protocol::msfs2024);
  EXPECT_EQ(protocol_of("fsx_steam"), protocol::Protocol::fsx_sp2);
}

}  // namespace
}  // namespace checkride::harness
