// Goal: client events travel as semantics 10 says. Method: two or three clients of one cockpit; what each heard, in
// order.
#include "session/events_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Protocol;

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

TEST_F(Events, OneEventHasManySpellings) {
  const ClientId client = listener("key_gear_toggle", 1);
  cockpit.sessions.raise_event("#65570", {});
  cockpit.sessions.raise_event("Gear_Toggle", {});
  cockpit.run_frame();
  EXPECT_EQ(told(client).size(), 2u);
}

}  // namespace
}  // namespace checkride::emulator
