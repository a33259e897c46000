// Goal: missions, races and multiplayer sessions reach those who subscribed, and outside a mission its actions do
// nothing (semantics 9.1, 19, 3.7). Method: happenings as the control side brings them about, and a second client that
// is subscribed to what a mission would tell.
#include "commons/commons.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::Protocol;

class Missions : public testing::TestWithParam<std::pair<const char*, Protocol>> {};

TEST_P(Missions, ActionsAreTakenAndNothingHappens) {
  Cockpit cockpit(GetParam().first);
  const ClientId actor = cockpit.open(GetParam().second);
  const ClientId watcher = cockpit.open(GetParam().second);
  cockpit.send(watcher, subscribe(1, "CustomMissionActionExecuted"));
  cockpit.send(watcher, subscribe(2, "MissionCompleted"));
  protocol::ExecuteMissionAction execute;
  execute.instance_id.bytes.fill(std::byte{7});
  cockpit.send(actor, execute);
  cockpit.send(actor, protocol::CompleteCustomMissionAction());
  cockpit.run_frame(3);
  EXPECT_TRUE(cockpit.take(actor).messages.empty());
  EXPECT_TRUE(cockpit.take(watcher).messages.empty());
  EXPECT_TRUE(cockpit.simulator.triggered.empty());
}

INSTANTIATE_TEST_SUITE_P(Simulators, Missions,
                         testing::Values(std::pair("fsx_rtm", Protocol::fsx_rtm),
                                         std::pair("fsx_sp2", Protocol::fsx_sp2),
                                         std::pair("msfs2020", Protocol::msfs2020),
                                         std::pair("msfs2024", Protocol::msfs2024)));

struct HappeningsTest : testing::Test {
  void happen(Happening happening) {
    cockpit.run_frame();  // subscriptions are there before
    const std::string event(happening.event);
    cockpit.simulator.raise(event, missions.remember(std::move(happening)), {});
    cockpit.sessions.wake();
    cockpit.run_frame();
  }
  static Happening action(std::byte instance, bool waits) {
    Happening happening;
    happening.event = "CustomMissionActionExecuted";
    happening.action.instance_id.bytes.fill(instance);
    happening.action.payload = "open the door";
    happening.action.wait_for_completion = waits;
    return happening;
  }

  Cockpit cockpit{"fsx_sp2"};
  ClientId client = cockpit.open(Protocol::fsx_sp2);
  emulator::Missions& missions = cockpit.sessions.commons()->missions;
};

TEST_F(HappeningsTest, ACustomActionReachesItsSubscribersWithItsInstance) {
  cockpit.send(client, subscribe(5, "CustomMissionActionExecuted"));
  happen(action(std::byte{7}, true));
  const Heard heard = cockpit.take(client);
  const auto told = heard.all<protocol::RecvCustomAction>();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].group_id, protocol::kUnknownGroup);
  EXPECT_EQ(told[0].client_event_id.value, 5u);
  EXPECT_EQ(told[0].instance_id.bytes[3], std::byte{7});
  EXPECT_TRUE(told[0].wait_for_completion);
  EXPECT_EQ(told[0].payload, "open the door");
}

TEST_F(HappeningsTest, AnActionWaitsUntilAClientCompletesIt) {
  happen(action(std::byte{7}, true));
  happen(action(std::byte{8}, false));
  protocol::CompleteCustomMissionAction complete;
  complete.instance_id.bytes.fill(std::byte{9});
  cockpit.send(client, complete);
  cockpit.run_frame();
  EXPECT_FALSE(missions.happenings()[0].completed) << "another instance";
  complete.instance_id.bytes.fill(std::byte{7});
  cockpit.send(client, complete);
  cockpit.run_frame();
  EXPECT_TRUE(missions.happenings()[0].completed);
  EXPECT_FALSE(missions.happenings()[1].completed);
}

TEST_F(HappeningsTest, AnActionThatIsKnownIsRunAgainForWhoAsks) {
  const ClientId other = cockpit.open(Protocol::fsx_sp2);
  cockpit.send(other, subscribe(5, "CustomMissionActionExecuted"));
  happen(action(std::byte{7}, false));
  (void)cockpit.take(other);
  protocol::ExecuteMissionAction execute;
  execute.instance_id.bytes.fill(std::byte{7});
  cockpit.send(client, execute);
  cockpit.run_frame();
  EXPECT_EQ(cockpit.take(other).all<protocol::RecvCustomAction>().size(), 1u);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

TEST_F(HappeningsTest, ASubscriptionThatIsOffHearsNothing) {
  cockpit.send(client, subscribe(5, "CustomMissionActionExecuted"));
  protocol::SetSystemEventState off;
  off.client_event_id = protocol::EventId{5};
  off.state = protocol::State::off;
  cockpit.send(client, off);
  happen(action(std::byte{7}, false));
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

TEST_F(HappeningsTest, RacesAreToldWithTheirResult) {
  cockpit.send(client, subscribe(5, "RaceEnd"));
  cockpit.send(client, subscribe(6, "RaceLap"));
  Happening end;
  end.event = "RaceEnd";
  end.race.number = 3;
  end.race.racers = 4;
  end.race.player_name = "Amelia";
  end.race.total_time = 61.5;
  end.race.disqualified = true;
  happen(end);
  Happening lap;
  lap.event = "RaceLap";
  lap.race.number = 2;
  happen(lap);
  const Heard heard = cockpit.take(client);
  const auto ends = heard.all<protocol::RecvEventRaceEnd>();
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_EQ(ends[0].client_event_id.value, 5u);
  EXPECT_EQ(ends[0].racer_number, 3u);
  EXPECT_EQ(ends[0].racer_data.number_of_racers, 4u);
  EXPECT_EQ(ends[0].racer_data.player_name, "Amelia");
  EXPECT_EQ(ends[0].racer_data.total_time, 61.5);
  EXPECT_TRUE(ends[0].racer_data.is_disqualified);
  const auto laps = heard.all<protocol::RecvEventRaceLap>();
  ASSERT_EQ(laps.size(), 1u);
  EXPECT_EQ(laps[0].lap_index, 2u);
}

TEST_F(HappeningsTest, MissionsAndMultiplayerSessionsEnd) {
  cockpit.send(client, subscribe(1, "MissionCompleted"));
  cockpit.send(client, subscribe(2, "MultiplayerServerStarted"));
  cockpit.send(client, subscribe(3, "MultiplayerClientStarted"));
  cockpit.send(client, subscribe(4, "MultiplayerSessionEnded"));
  Happening completed;
  completed.event = "MissionCompleted";
  completed.data = 2;
  happen(completed);
  for (const std::string_view event :
       {"MultiplayerServerStarted", "MultiplayerClientStarted", "MultiplayerSessionEnded"}) {
    Happening happening;
    happening.event = event;
    happen(happening);
  }
  const Heard heard = cockpit.take(client);
  const auto missions_completed = heard.all<protocol::RecvEvent>();
  ASSERT_EQ(missions_completed.size(), 1u);
  EXPECT_EQ(missions_completed[0].data, 2u);
  ASSERT_EQ(heard.all<protocol::RecvEventMultiplayerServerStarted>().size(), 1u);
  EXPECT_EQ(heard.all<protocol::RecvEventMultiplayerServerStarted>()[0].client_event_id.value, 2u);
  ASSERT_EQ(heard.all<protocol::RecvEventMultiplayerClientStarted>().size(), 1u);
  ASSERT_EQ(heard.all<protocol::RecvEventMultiplayerSessionEnded>().size(), 1u);
}

// The messages are newer than FSX SP1; a client of that time hears the EVENT as which they begin (wire.md 2.3).
TEST_F(HappeningsTest, AClientOfAnOlderProtocolHearsOfThemByAnEvent) {
  const ClientId old = cockpit.open(Protocol::fsx_sp1);
  cockpit.send(old, subscribe(2, "MultiplayerServerStarted"));
  cockpit.send(old, subscribe(5, "RaceEnd"));
  Happening started;
  started.event = "MultiplayerServerStarted";
  happen(started);
  Happening end;
  end.event = "RaceEnd";
  end.race.number = 3;
  happen(end);
  const Heard heard = cockpit.take(old);
  EXPECT_EQ(heard.messages.size(), 2u);
  const auto events = heard.all<protocol::RecvEvent>();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].client_event_id.value, 2u);
  EXPECT_EQ(events[1].client_event_id.value, 5u);
  EXPECT_EQ(events[1].data, 3u);
}

TEST_F(HappeningsTest, OnlyTheLatestAreRemembered) {
  for (std::size_t i = 0; i < emulator::Missions::kMaxRemembered + 5; ++i)
    missions.remember(action(std::byte{1}, true));
  EXPECT_EQ(missions.happenings().size(), emulator::Missions::kMaxRemembered);
  EXPECT_EQ(missions.happenings().back().number, emulator::Missions::kMaxRemembered + 5);
}

}  // namespace
}  // namespace checkride::emulator
