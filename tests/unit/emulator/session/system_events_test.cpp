// Goal: system events and states are told as semantics 9 says. Method: a client that subscribes; what it heard, in
// order.
#include "session/events_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Protocol;

constexpr auto kSystem = protocol::kUnused;

TEST_F(Events, TimersTickInRealTime) {
  const ClientId client = cockpit.open();
  cockpit.send(client, subscribe(1, "1sec"));
  cockpit.send(client, subscribe(4, "4SEC"));
  cockpit.send(client, subscribe(6, "6Hz"));
  cockpit.run_frame();
  const std::uint64_t frames = cockpit.run_when_due(FakeSimulator::kStart + 12s);
  EXPECT_EQ(frames, 72u);
  std::map<std::uint32_t, int> ticks;
  for (const auto& [group, event, data] : told(client)) {
    EXPECT_EQ(group, kSystem);
    EXPECT_EQ(data, 0u);
    ++ticks[event];
  }
  EXPECT_EQ(ticks, (std::map<std::uint32_t, int>{{1, 12}, {4, 3}, {6, 72}}));
}

TEST_F(Events, TimersGoOnInPause) {
  const ClientId client = cockpit.open();
  cockpit.send(client, subscribe(1, "1sec"));
  cockpit.run_frame();
  cockpit.simulator.set_paused(true);
  cockpit.run_when_due(FakeSimulator::kStart + 5s);
  EXPECT_EQ(told(client).size(), 5u);
}

TEST_F(Events, FrameComesInFlightAndPauseFrameInPause) {
  const ClientId client = cockpit.open();
  cockpit.send(client, subscribe(1, "Frame"));
  cockpit.send(client, subscribe(2, "PauseFrame"));
  cockpit.run_frame(2);
  cockpit.simulator.set_paused(true);
  cockpit.run_frame(3);
  std::vector<std::uint32_t> events;
  for (const auto& frame : cockpit.take(client).all<protocol::RecvEventFrame>()) {
    events.push_back(frame.client_event_id.value);
    EXPECT_EQ(frame.group_id.value, kSystem);
    EXPECT_EQ(frame.frame_rate, 30.0F);
    EXPECT_EQ(frame.sim_speed, 1.0F);
  }
  EXPECT_EQ(events, (std::vector<std::uint32_t>{1, 1, 2, 2, 2}));
}

TEST_F(Events, SomeAreToldAtOnce) {
  const ClientId client = cockpit.open();
  cockpit.simulator.event_values["pause"] = 1;
  cockpit.send(client, subscribe(1, "Sim"));
  cockpit.send(client, subscribe(2, "Pause"));
  cockpit.send(client, subscribe(3, "Paused"));
  cockpit.send(client, subscribe(4, "AircraftLoaded"));
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  ASSERT_EQ(heard.messages.size(), 2u);
  EXPECT_EQ(std::get<protocol::RecvEvent>(heard.messages[0]).data, 1u);
  EXPECT_EQ(std::get<protocol::RecvEvent>(heard.messages[1]).client_event_id.value, 2u);
  EXPECT_EQ(std::get<protocol::RecvEvent>(heard.messages[1]).data, 1u);
}

TEST_F(Events, EventsOfOneChangeFollowTheOrderOfSubscription) {
  const ClientId client = cockpit.open();
  cockpit.send(client, subscribe(1, "Paused"));
  cockpit.send(client, subscribe(2, "Pause_EX1"));
  cockpit.send(client, subscribe(3, "Pause"));
  cockpit.send(client, subscribe(4, "Unpaused"));
  cockpit.run_frame();
  (void)told(client);
  cockpit.sessions.raise_event("PAUSE_ON", {});
  cockpit.sessions.raise_event("PAUSE_OFF", {});
  cockpit.run_frame();
  EXPECT_EQ(
      told(client),
      (Told{{kSystem, 1, 0}, {kSystem, 2, 1}, {kSystem, 3, 1}, {kSystem, 2, 0}, {kSystem, 3, 0}, {kSystem, 4, 0}}));
}

TEST_F(Events, DifferentChangesKeepTheirOrderOfHappening) {
  const ClientId client = cockpit.open();
  cockpit.send(client, subscribe(1, "SimStart"));
  cockpit.send(client, subscribe(2, "AircraftLoaded"));
  cockpit.send(client, subscribe(3, "SimStop"));
  cockpit.run_frame();
  cockpit.simulator.raise("SimStop");
  cockpit.simulator.raise("AircraftLoaded", 0, "C172.cfg");
  cockpit.simulator.raise("SimStart");
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  ASSERT_EQ(heard.messages.size(), 3u);
  EXPECT_EQ(std::get<protocol::RecvEvent>(heard.messages[0]).client_event_id.value, 3u);
  EXPECT_EQ(std::get<protocol::RecvEventFilename>(heard.messages[1]).file_name, "C172.cfg");
  EXPECT_EQ(std::get<protocol::RecvEvent>(heard.messages[2]).client_event_id.value, 1u);
}

TEST_F(Events, OffIsSilentAndOnHasNoImmediateValue) {
  const ClientId client = cockpit.open();
  cockpit.send(client, subscribe(1, "Pause"));
  cockpit.send(client, subscribe(2, "1sec"));
  protocol::SetSystemEventState state;
  for (const std::uint32_t id : {1u, 2u}) {
    state.client_event_id.value = id;
    state.state = protocol::State::off;
    cockpit.send(client, state);
  }
  cockpit.run_frame();
  (void)told(client);
  cockpit.sessions.raise_event("PAUSE_ON", {});
  cockpit.run_frame(90);
  EXPECT_TRUE(told(client).empty());
  state.state = protocol::State::on;
  cockpit.send(client, state);
  cockpit.run_frame();
  EXPECT_TRUE(told(client).empty());  // what ticked meanwhile is not made good
  cockpit.run_frame(30);
  EXPECT_EQ(told(client), (Told{{kSystem, 2, 0}}));
}

TEST_F(Events, EveryListedNameIsAccepted) {
  const ClientId client = cockpit.open();
  std::uint32_t id = 0;
  for (const std::string_view name : {"1sec",
                                      "4sec",
                                      "6Hz",
                                      "Sim",
                                      "SimStart",
                                      "SimStop",
                                      "Pause",
                                      "Pause_EX1",
                                      "Paused",
                                      "Unpaused",
                                      "PauseFrame",
                                      "Frame",
                                      "Crashed",
                                      "CrashReset",
                                      "PositionChanged",
                                      "Sound",
                                      "View",
                                      "AircraftLoaded",
                                      "FlightLoaded",
                                      "FlightSaved",
                                      "FlightPlanActivated",
                                      "FlightPlanDeactivated",
                                      "ObjectAdded",
                                      "ObjectRemoved",
                                      "WeatherModeChanged",
                                      "TextEvents",
                                      "CustomMissionActionExecuted",
                                      "MissionCompleted",
                                      "RaceEnd",
                                      "RaceLap",
                                      "MultiplayerServerStarted",
                                      "MultiplayerClientStarted",
                                      "MultiplayerSessionEnded"}) {
    EXPECT_EQ(cockpit.exception_of(client, subscribe(++id, name)).first, 0u) << name;
  }
}

TEST(SystemEvents, OldSimulatorsDoNotKnowTheNewNames) {
  Cockpit cockpit("fsx_rtm");
  const ClientId client = cockpit.open(Protocol::fsx_rtm);
  EXPECT_EQ(cockpit.exception_of(client, subscribe(1, "Pause_EX1")), std::pair(7u, 2u));
  EXPECT_EQ(cockpit.exception_of(client, subscribe(1, "RaceEnd")), std::pair(7u, 2u));
  EXPECT_EQ(cockpit.exception_of(client, subscribe(1, "Pause")).first, 0u);
}

TEST_F(Events, AFlightIsWatchedForWhatItBringsAboutByItself) {
  const ClientId client = cockpit.open();
  cockpit.send(client, subscribe(1, "Pause"));
  cockpit.run_frame();
  EXPECT_EQ(cockpit.sessions.next_wake(cockpit.now), std::nullopt);  // others cause it, and wake us
  cockpit.send(client, subscribe(2, "Crashed"));
  cockpit.run_frame();
  (void)told(client);
  EXPECT_EQ(cockpit.run_when_due(cockpit.now + 10s), 50u);
  cockpit.simulator.raise("Crashed");
  cockpit.run_when_due(cockpit.now + 200ms);
  EXPECT_EQ(told(client), (Told{{kSystem, 2, 0}}));
}

TEST_F(Events, SystemStateIsAnswered) {
  const ClientId client = cockpit.open();
  protocol::RequestSystemState message;
  message.request_id.value = 5;
  message.state_name = "aircraftloaded";
  cockpit.send(client, message);
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  const auto states = heard.all<protocol::RecvSystemState>();
  ASSERT_EQ(states.size(), 1u);
  EXPECT_EQ(states[0].request_id.value, 5u);
  EXPECT_EQ(states[0].string_value, "C172.cfg");
  EXPECT_EQ(states[0].float_value, 0.0F);
}

}  // namespace
}  // namespace checkride::emulator
