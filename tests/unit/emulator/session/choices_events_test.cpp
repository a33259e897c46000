// Goal: every switch where the references leave something open in system and client events (semantics 9 and 10) does
// what its row says, in both positions. Method: what one or two clients are told, with the switch off and on.
#include "session/choices_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Protocol;

// ---- 9 and 10

TEST(Choice, TimersStopInPause) {
  Both both("timers_stop_in_pause");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, subscribe(1, "1sec"));
    (void)cockpit.run_when_due(cockpit.now + 3s);
    EXPECT_EQ(events_of(cockpit, client).size(), 3u);
    cockpit.simulator.set_paused(true);
    (void)cockpit.run_when_due(cockpit.now + 3s);
    const std::size_t in_pause = events_of(cockpit, client).size();
    cockpit.simulator.set_paused(false);
    (void)cockpit.run_when_due(cockpit.now + 3s);
    EXPECT_EQ(events_of(cockpit, client).size(), 3u) << "what was missed is not made good";
    return in_pause;
  });
  EXPECT_EQ(off, 3u);
  EXPECT_EQ(on, 0u);
}

TEST(Choice, PausedCarries1) {
  Both both("paused_carries_1");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, subscribe(1, "Paused"));
    cockpit.send(client, subscribe(2, "Unpaused"));
    cockpit.run_frame();
    cockpit.simulator.trigger("PAUSE_ON", {});
    cockpit.simulator.trigger("PAUSE_OFF", {});
    cockpit.run_frame();
    return events_of(cockpit, client);
  });
  EXPECT_EQ(off, (std::vector<Pair>{{1, 0}, {2, 0}}));
  EXPECT_EQ(on, (std::vector<Pair>{{1, 1}, {2, 0}}));
}

TEST(Choice, PauseSubscriptionTellsUnpaused) {
  const auto behaviour = [](Cockpit& cockpit) {
    const ClientId client = cockpit.open(Protocol::fsx_sp2);
    cockpit.send(client, subscribe(1, "Unpaused"));
    cockpit.send(client, subscribe(2, "Pause"));
    cockpit.run_frame();
    return events_of(cockpit, client);
  };
  const auto [off, on] = Both("pause_subscription_tells_unpaused").of(behaviour);
  EXPECT_EQ(off, (std::vector<Pair>{{2, 0}}));
  EXPECT_EQ(on, (std::vector<Pair>{{2, 0}, {1, 0}}));
  const auto [fsx_off, fsx_on] = Both("pause_subscription_tells_unpaused", "fsx_sp2").of(behaviour);
  EXPECT_EQ(fsx_on, fsx_off) << "seen in MSFS only";
}

TEST(Choice, SwitchingOnTellsTheValue) {
  Both both("switching_on_tells_the_value");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, subscribe(1, "Sim"));
    protocol::SetSystemEventState state;
    state.client_event_id.value = 1;
    state.state = protocol::State::off;
    cockpit.send(client, state);
    cockpit.run_frame();
    (void)cockpit.take(client);
    state.state = protocol::State::on;
    cockpit.send(client, state);
    cockpit.run_frame();
    return events_of(cockpit, client);
  });
  EXPECT_TRUE(off.empty());
  EXPECT_EQ(on, (std::vector<Pair>{{1, 1}}));
}

TEST(Choice, UnknownEventNamesAreCustom) {
  Both both("unknown_event_names_are_custom");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    const Pair mapped = cockpit.exception_of(client, map_event(1, "NO_SUCH_EVENT"));
    cockpit.send(client, add_to_group(1, 1));
    cockpit.send(client, transmit(1, 7));
    cockpit.run_frame();
    EXPECT_TRUE(cockpit.simulator.triggered.empty());
    return std::pair(mapped, events_of(cockpit, client));
  });
  EXPECT_EQ(off, std::pair(Pair(7, 2), std::vector<Pair>()));
  EXPECT_EQ(on, std::pair(kNone, std::vector<Pair>{{1, 7}}));
}

TEST(Choice, Ex1EventsArePlain) {
  Both both("ex1_events_are_plain");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, map_event(1, "My.Event"));
    cockpit.send(client, add_to_group(1, 1));
    protocol::TransmitClientEvent_EX1 message;
    message.client_event_id.value = 1;
    message.group_id_or_priority = 1;
    message.flags = protocol::TransmitFlags::group_id_is_priority;
    cockpit.send(client, message);
    cockpit.run_frame();
    return count_of<protocol::RecvEvent>(cockpit, client);
  });
  EXPECT_EQ(off, 0u);
  EXPECT_EQ(on, 1u);
}

TEST(Choice, GroupsNeedAPriority) {
  Both both("groups_need_a_priority");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, map_event(1, "My.Event"));
    cockpit.send(client, add_to_group(1, 1));
    cockpit.send(client, transmit(1));
    cockpit.run_frame();
    const std::size_t before = events_of(cockpit, client).size();
    cockpit.send(client, set_priority(1, 1));
    cockpit.send(client, transmit(1));
    cockpit.run_frame();
    EXPECT_EQ(events_of(cockpit, client).size(), 1u);
    return before;
  });
  EXPECT_EQ(off, 1u);
  EXPECT_EQ(on, 0u);
}

TEST(Choice, UnknownGroupsAreHighest) {
  Both both("unknown_groups_are_highest");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, map_event(1, "GEAR_TOGGLE"));
    auto message = transmit(1, 0, 77);
    message.flags = protocol::TransmitFlags::none;
    const Pair told = cockpit.exception_of(client, message);
    return std::pair(told, cockpit.simulator.triggered.size());
  });
  EXPECT_EQ(off, std::pair(Pair(3, 4), std::size_t{0}));
  EXPECT_EQ(on, std::pair(kNone, std::size_t{1}));
}

TEST(Choice, SimulatorHearsEveryPriority) {
  Both both("simulator_hears_every_priority");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, map_event(1, "GEAR_TOGGLE"));
    cockpit.send(client, transmit(1, 0, 3'000'000'000));
    cockpit.run_frame();
    return cockpit.simulator.triggered.size();
  });
  EXPECT_EQ(off, 0u);
  EXPECT_EQ(on, 1u);
}

TEST(Choice, AircraftIgnoresKeyEvents) {
  Both both("aircraft_ignores_key_events");
  const auto [off, on] = both.of([](Cockpit& cockpit) {
    const ClientId client = cockpit.open();
    cockpit.send(client, map_event(1, "GEAR_TOGGLE"));
    cockpit.send(client, add_to_group(1, 1));
    cockpit.send(client, transmit(1));
    cockpit.run_frame();
    EXPECT_EQ(events_of(cockpit, client).size(), 1u) << "clients hear it still";
    return cockpit.simulator.triggered.size();
  });
  EXPECT_EQ(off, 1u);
  EXPECT_EQ(on, 0u);
}

}  // namespace
}  // namespace checkride::emulator
