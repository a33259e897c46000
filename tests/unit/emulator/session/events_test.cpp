// Goal: client events travel and system events are told as semantics 9 and 10 say. Method: two or three clients of one
// cockpit; what each heard, in order.
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Protocol;

class Events : public testing::Test {
 protected:
  // (group, event, data) of every EVENT since the last call.
  using Told = std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>>;
  Told told(ClientId client) {
    Told result;
    for (const auto& event : cockpit.take(client).all<protocol::RecvEvent>()) {
      result.emplace_back(event.group_id.value, event.client_event_id.value, event.data);
    }
    return result;
  }
  // A client that listens to the event in a group of this priority.
  ClientId listener(std::string_view event, std::uint32_t priority, bool maskable = false,
                    Protocol version = Protocol::msfs2024) {
    const ClientId client = cockpit.open(version);
    cockpit.send(client, map_event(1, event));
    cockpit.send(client, add_to_group(2, 1, maskable));
    cockpit.send(client, set_priority(2, priority));
    cockpit.run_frame();
    EXPECT_TRUE(cockpit.take(client).messages.empty());
    return client;
  }

  Cockpit cockpit;
};

constexpr auto kSystem = protocol::kUnused;

TEST_F(Events, AKeyEventReachesListenersAndTheSimulator) {
  const ClientId other = listener("gear_toggle", 1);
  const ClientId sender = listener("GEAR_TOGGLE", 1);
  cockpit.send(sender, transmit(1, 5));
  cockpit.run_frame();
  EXPECT_EQ(told(other), (Told{{2, 1, 5}}));
  EXPECT_EQ(told(sender), (Told{{2, 1, 5}}));
  ASSERT_EQ(cockpit.simulator.triggered.size(), 1u);
  EXPECT_TRUE(values::same_text(cockpit.simulator.triggered[0].name, "GEAR_TOGGLE"));
  EXPECT_EQ(cockpit.simulator.triggered[0].data[0], 5u);
}

TEST_F(Events, ACustomEventIsSharedByNameAndNotForTheSimulator) {
  const ClientId other = listener("My.Event", 1);
  const ClientId sender = cockpit.open();
  cockpit.send(sender, map_event(8, "MY.EVENT"));
  cockpit.send(sender, transmit(8, 3));
  cockpit.run_frame();
  EXPECT_EQ(told(other), (Told{{2, 1, 3}}));
  EXPECT_TRUE(told(sender).empty());  // it does not listen
  EXPECT_TRUE(cockpit.simulator.triggered.empty());
}

TEST_F(Events, APrivateEventStaysWithItsClient) {
  const ClientId other = listener("", 1);
  const ClientId sender = listener("", 1);
  cockpit.send(sender, transmit(1, 3));
  cockpit.run_frame();
  EXPECT_EQ(told(sender), (Told{{2, 1, 3}}));
  EXPECT_TRUE(told(other).empty());
}

TEST_F(Events, TwoIdsOfOneNameAreBothTold) {
  const ClientId client = listener("GEAR_TOGGLE", 1);
  cockpit.send(client, map_event(9, "GEAR_TOGGLE"));
  cockpit.send(client, add_to_group(2, 9));
  cockpit.send(client, transmit(1));
  cockpit.run_frame();
  EXPECT_EQ(told(client), (Told{{2, 1, 0}, {2, 9, 0}}));
}

TEST_F(Events, WithoutTheFlagGroupsAtOrBeforeTheSendersDoNotHear) {
  const ClientId before = listener("GEAR_TOGGLE", 1000);
  const ClientId sender = listener("GEAR_TOGGLE", 2000);
  const ClientId after = listener("GEAR_TOGGLE", 3000);
  auto message = transmit(1);
  message.flags = protocol::TransmitFlags::none;
  message.group_id_or_priority = 2;
  cockpit.send(sender, message);
  cockpit.run_frame();
  EXPECT_TRUE(told(before).empty());
  EXPECT_TRUE(told(sender).empty());
  EXPECT_EQ(told(after).size(), 1u);
  EXPECT_EQ(cockpit.simulator.triggered.size(), 1u);
}

TEST_F(Events, BelowTheSimulatorsPriorityItIsNotReached) {
  const ClientId sender = listener("GEAR_TOGGLE", 1);
  const ClientId after = listener("GEAR_TOGGLE", protocol::kGroupPriorityLowest);
  cockpit.send(sender, transmit(1, 0, protocol::kGroupPriorityDefault + 1));
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.simulator.triggered.empty());
  EXPECT_EQ(told(after).size(), 1u);
}

TEST_F(Events, AMaskableEventEndsItsWay) {
  const ClientId masking = listener("GEAR_TOGGLE", protocol::kGroupPriorityHighestMaskable, true);
  const ClientId after = listener("GEAR_TOGGLE", protocol::kGroupPriorityStandard);
  const ClientId sender = cockpit.open();
  cockpit.send(sender, map_event(1, "GEAR_TOGGLE"));
  cockpit.send(sender, transmit(1));
  cockpit.run_frame();
  EXPECT_EQ(told(masking).size(), 1u);
  EXPECT_TRUE(told(after).empty());
  EXPECT_TRUE(cockpit.simulator.triggered.empty());
}

TEST_F(Events, OneOfTwoIdsMasksForBoth) {
  const ClientId masking = listener("GEAR_TOGGLE", protocol::kGroupPriorityHighestMaskable, true);
  cockpit.send(masking, map_event(9, "GEAR_TOGGLE"));
  cockpit.send(masking, add_to_group(2, 9, false));
  cockpit.send(masking, transmit(1));
  cockpit.run_frame();
  EXPECT_EQ(told(masking).size(), 2u);
  EXPECT_TRUE(cockpit.simulator.triggered.empty());
}

TEST_F(Events, NobodyMasksAboveTheMaskablePriorities) {
  const ClientId proud = listener("GEAR_TOGGLE", protocol::kGroupPriorityHighest, true);
  cockpit.send(proud, transmit(1));
  cockpit.run_frame();
  EXPECT_EQ(told(proud).size(), 1u);
  EXPECT_EQ(cockpit.simulator.triggered.size(), 1u);
}

TEST_F(Events, AMaskBehindTheSimulatorStopsOnlyWhatComesAfter) {
  listener("GEAR_TOGGLE", protocol::kGroupPriorityDefault, true);  // lands right behind it
  const ClientId last = listener("GEAR_TOGGLE", protocol::kGroupPriorityLowest);
  cockpit.sessions.raise_event("GEAR_TOGGLE", {});
  cockpit.run_frame();
  EXPECT_EQ(cockpit.simulator.triggered.size(), 1u);
  EXPECT_TRUE(told(last).empty());
}

TEST_F(Events, FiveValuesReachNewClientsAsEx1AndOldOnesAsEvent) {
  const ClientId newer = listener("GEAR_TOGGLE", 1);
  const ClientId older = listener("GEAR_TOGGLE", 1, false, Protocol::fsx_sp2);
  const ClientId sender = cockpit.open();
  cockpit.send(sender, map_event(1, "GEAR_TOGGLE"));
  protocol::TransmitClientEvent_EX1 message;
  message.client_event_id.value = 1;
  message.group_id_or_priority = 1;
  message.flags = protocol::TransmitFlags::group_id_is_priority;
  message.data0 = 10;
  message.data4 = 14;
  cockpit.send(sender, message);
  cockpit.run_frame();
  const auto extended = cockpit.take(newer).all<protocol::RecvEventEx1>();
  ASSERT_EQ(extended.size(), 1u);
  EXPECT_EQ(extended[0].data0, 10u);
  EXPECT_EQ(extended[0].data4, 14u);
  EXPECT_EQ(told(older), (Told{{2, 1, 10}}));
  EXPECT_EQ(cockpit.simulator.triggered.at(0).data, (EventData{10, 0, 0, 0, 14}));
}

TEST_F(Events, EventsOfTheControlApiReachClients) {
  const ClientId client = listener("GEAR_TOGGLE", 1);
  EXPECT_TRUE(cockpit.sessions.raise_event("gear_toggle", {4}));
  EXPECT_FALSE(cockpit.sessions.raise_event("no_such_event", {}));
  cockpit.run_when_due(cockpit.now + 1s);
  EXPECT_EQ(told(client), (Told{{2, 1, 4}}));
}

TEST_F(Events, ClearedGroupsAndRemovedEventsAreNotTold) {
  const ClientId first = listener("GEAR_TOGGLE", 1);
  const ClientId second = listener("GEAR_TOGGLE", 1);
  protocol::ClearNotificationGroup clear;
  clear.group_id.value = 2;
  cockpit.send(first, clear);
  protocol::RemoveClientEvent remove;
  remove.group_id.value = 2;
  remove.client_event_id.value = 1;
  cockpit.send(second, remove);
  cockpit.run_frame();
  cockpit.sessions.raise_event("GEAR_TOGGLE", {});
  cockpit.run_frame();
  EXPECT_TRUE(told(first).empty());
  EXPECT_TRUE(told(second).empty());
}

TEST_F(Events, AClientThatIsGoneTakesItsGroupsWithIt) {
  const ClientId gone = listener("GEAR_TOGGLE", 1);
  cockpit.sessions.disconnect(gone);
  EXPECT_TRUE(cockpit.sessions.raise_event("GEAR_TOGGLE", {}));
  cockpit.run_frame();
  EXPECT_EQ(cockpit.simulator.triggered.size(), 1u);
}

TEST_F(Events, TheSameIdHasTwoMeaningsInTwoClients) {
  const ClientId one = listener("GEAR_TOGGLE", 1);
  const ClientId two = listener("PAUSE_ON", 1);
  cockpit.sessions.raise_event("PAUSE_ON", {});
  cockpit.run_frame();
  EXPECT_TRUE(told(one).empty());
  EXPECT_EQ(told(two).size(), 1u);
}

// ---- system events

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

TEST_F(Events, OneEventHasManySpellings) {
  const ClientId client = listener("key_gear_toggle", 1);
  cockpit.sessions.raise_event("#65570", {});
  cockpit.sessions.raise_event("Gear_Toggle", {});
  cockpit.run_frame();
  EXPECT_EQ(told(client).size(), 2u);
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
