// Goal: the rules of semantics 9 and 10, events, that the tests of single messages pass over. Method: a client of a
// simulator whose values the test sets; each test names its section.
#include "session/semantics_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

TEST_F(Semantics, EveryFirstValueIsThatOfTheMoment) {  // 9.2
  cockpit.simulator.event_values = {{"sim", 1}, {"pause", 0}, {"pause_ex1", 4}, {"sound", 1}, {"view", 2}};
  std::uint32_t id = 0;
  for (const std::string_view name : {"Sim", "Pause", "Pause_EX1", "Sound", "View"}) {
    cockpit.send(client, subscribe(++id, name));
  }
  for (const std::string_view name : {"AircraftLoaded", "FlightLoaded", "FlightPlanActivated", "SimStart", "1sec"}) {
    cockpit.send(client, subscribe(++id, name));
  }
  cockpit.run_frame();
  std::vector<Pair> told;
  const Heard heard = cockpit.take(client);
  EXPECT_EQ(heard.messages.size(), 5u);
  for (const auto& event : heard.all<protocol::RecvEvent>()) {
    EXPECT_EQ(event.group_id.value, protocol::kUnused);
    told.emplace_back(event.client_event_id.value, event.data);
  }
  EXPECT_EQ(told, (std::vector<Pair>{{1, 1}, {2, 0}, {3, 4}, {4, 1}, {5, 2}}));
}

TEST_F(Semantics, OneEventMayBeSubscribedToManyTimes) {  // 9.3
  for (std::uint32_t id = 1; id <= 5; ++id) EXPECT_EQ(exception_of(subscribe(id, "SimStart")), kNone);
  protocol::UnsubscribeFromSystemEvent end;
  end.client_event_id.value = 3;
  cockpit.send(client, end);
  cockpit.run_frame();
  cockpit.simulator.raise("SimStart");
  cockpit.run_frame();
  EXPECT_EQ(cockpit.take(client).all<protocol::RecvEvent>().size(), 4u);
  EXPECT_EQ(exception_of(subscribe(3, "SimStop")), kNone) << "the id is free";
}

TEST_F(Semantics, EventsThatNewerSimulatorsNeverFireAreAccepted) {  // 9.1
  std::uint32_t id = 0;
  for (const std::string_view name : {"WeatherModeChanged", "MissionCompleted", "RaceEnd", "MultiplayerSessionEnded"}) {
    EXPECT_EQ(exception_of(subscribe(++id, name)), kNone) << name;
  }
  cockpit.send(client, protocol::WeatherSetModeGlobal());
  cockpit.run_frame(3);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

TEST_F(Semantics, AGroupHasAThousandEventsAndNotOneMore) {  // 10.3, 27
  for (std::uint32_t id = 0; id < protocol::kMaxGroupEvents; ++id) {
    cockpit.send(client, map_event(id, ""));
    cockpit.send(client, add_to_group(1, id));
  }
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(client).messages.empty());
  EXPECT_EQ(exception_of(add_to_group(1, 0)), Pair(11, 1));
  protocol::RemoveClientEvent remove;
  remove.group_id.value = 1;
  remove.client_event_id.value = 5;
  EXPECT_EQ(exception_of(remove), kNone);
  EXPECT_EQ(exception_of(add_to_group(1, 5)), kNone);
}

TEST_F(Semantics, AGroupWithoutAPriorityHearsAndTheSenderHearsItself) {  // 10.3, 10.4
  cockpit.send(client, map_event(1, "GEAR_TOGGLE"));
  cockpit.send(client, add_to_group(1, 1));
  auto repeated = transmit(1, 0xFFFFFFFF);
  repeated.flags = repeated.flags | static_cast<protocol::TransmitFlags>(3);  // fast and slow repeat: of no effect
  cockpit.send(client, repeated);
  cockpit.run_frame();
  const auto told = cockpit.take(client).all<protocol::RecvEvent>();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].data, 0xFFFFFFFFu) << "unsigned on the wire";
  EXPECT_EQ(cockpit.simulator.triggered.size(), 1u);
}

TEST_F(Semantics, EventsThatAreInNoGroupAreNotReceived) {  // 10.2
  cockpit.send(client, map_event(1, "GEAR_TOGGLE"));
  cockpit.run_frame();
  cockpit.sessions.raise_event("GEAR_TOGGLE", {});
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

}  // namespace
}  // namespace checkride::emulator
