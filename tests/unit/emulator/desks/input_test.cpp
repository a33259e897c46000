// Goal: inputs reach clients as semantics 11 says, with the exceptions of 4.3 and 4.4. Method: strokes from the control
// side, what each client heard of them.
#include "desks/input_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Protocol;

TEST_F(InputEvents, AKeySendsItsEventsDownAndUp) {
  const ClientId client = listener("VK_LCONTROL+a", 1);
  const ClientId other = pilot();
  EXPECT_EQ(press("VK_LCONTROL+a").events, 1u);
  EXPECT_EQ(press("VK_LCONTROL+a", false).events, 1u);
  EXPECT_EQ(press("a").events, 0u) << "without the modifier it is another input";
  EXPECT_EQ(press("VK_LCONTROL+A").events, 0u) << "letters mean what they say";
  EXPECT_EQ(told(client), (Told{{1, 10}, {2, 20}}));
  EXPECT_TRUE(told(other).empty());
}

TEST_F(InputEvents, AGroupIsOffUntilItIsSwitchedOn) {
  const ClientId client = pilot();
  cockpit.send(client, map_input("a", 1));
  cockpit.run_frame();
  EXPECT_EQ(press("a").events, 0u);
  EXPECT_EQ(cockpit.exception_of(client, set_state(1)), Exceptions(0, 0));
  EXPECT_EQ(press("a").events, 1u);
  EXPECT_EQ(cockpit.exception_of(client, set_state(0)), Exceptions(0, 0));
  EXPECT_EQ(press("a").events, 0u);
}

TEST_F(InputEvents, OnlyEventsInANotificationGroupAreHeard) {
  const ClientId client = listener("a", 1);
  cockpit.send(client, map_event(3, "GEAR_TOGGLE"));
  cockpit.send(client, map_input("b", 3));
  cockpit.run_frame();
  EXPECT_EQ(press("b").events, 1u);
  EXPECT_TRUE(told(client).empty());
  // The event goes its way all the same: the simulator acts on it.
  EXPECT_EQ(cockpit.simulator.triggered.size(), 1u);
}

TEST_F(InputEvents, WhatWasMappedOnceForDownIsSilentOnUp) {
  const ClientId client = pilot();
  cockpit.send(client, map_input("a", 1));
  cockpit.send(client, map_input("b", protocol::kUnused, 2));
  cockpit.send(client, set_state(1));
  cockpit.run_frame();
  EXPECT_EQ(press("a", false).events, 0u);
  EXPECT_EQ(press("b", true).events, 0u);
  EXPECT_EQ(press("b", false).events, 1u);
  EXPECT_EQ(told(client), (Told{{2, 20}}));
}

TEST_F(InputEvents, NothingIsHeardWithoutAFlight) {
  const ClientId client = listener("a", 1);
  cockpit.simulator.set_user_object(false);
  EXPECT_EQ(press("a").events, 0u);
  EXPECT_TRUE(told(client).empty());
}

TEST_F(InputEvents, AMaskedInputDoesNotReachLowerGroups) {
  const ClientId low = listener("a", protocol::kGroupPriorityStandard);
  const ClientId high = listener("a", protocol::kGroupPriorityHighestMaskable, true);
  EXPECT_TRUE(press("a").masked);
  EXPECT_EQ(told(high), (Told{{1, 10}}));
  EXPECT_TRUE(told(low).empty());
  cockpit.send(high, set_state(0));
  cockpit.run_frame();
  EXPECT_FALSE(press("a").masked) << "a group that is off masks nothing";
  EXPECT_EQ(told(low), (Told{{1, 10}}));
}

TEST_F(InputEvents, AboveTheHighestMaskablePriorityNothingIsMasked) {
  const ClientId low = listener("a", protocol::kGroupPriorityStandard);
  const ClientId high = listener("a", protocol::kGroupPriorityHighestMaskable - 1, true);
  EXPECT_EQ(press("a").events, 2u);
  EXPECT_EQ(told(high), (Told{{1, 10}}));
  EXPECT_EQ(told(low), (Told{{1, 10}}));
}

TEST_F(InputEvents, AnInputIsRemovedByTheVeryStringThatWasMapped) {
  const ClientId client = listener("Ctrl+a", 1);
  EXPECT_EQ(cockpit.exception_of(client, remove_input("ctrl+a")), Exceptions(3, 2));
  EXPECT_EQ(press("VK_RCONTROL+a").events, 1u);
  EXPECT_EQ(cockpit.exception_of(client, remove_input("Ctrl+a")), Exceptions(0, 0));
  EXPECT_EQ(press("VK_RCONTROL+a").events, 0u);
}

TEST_F(InputEvents, AClearedGroupIsGone) {
  const ClientId client = listener("a", 1);
  EXPECT_EQ(cockpit.exception_of(client, clear_inputs()), Exceptions(0, 0));
  EXPECT_EQ(press("a").events, 0u);
  EXPECT_EQ(cockpit.exception_of(client, set_state(1)), Exceptions(3, 1));
  cockpit.send(client, map_input("a", 1));
  cockpit.run_frame();
  EXPECT_EQ(press("a").events, 0u) << "a new group of the same id is off again";
}

TEST_F(InputEvents, AnAxisIsToldSixTimesASecondUnlessItIsAtZero) {
  const ClientId client = listener("joystick:0:XAxis", 1);
  press("joystick:0:xaxis", true, -300);
  EXPECT_LE(cockpit.run_when_due(cockpit.now + 1s), 7u) << "six ticks, and the frame of the movement if it has none";
  const auto events = cockpit.take(client).all<protocol::RecvEvent>();
  ASSERT_EQ(events.size(), 6u);
  for (const auto& event : events) EXPECT_EQ(static_cast<std::int32_t>(event.data), -300);
  press("joystick:0:XAxis", true, 0);
  cockpit.run_when_due(cockpit.now + 1s);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

TEST_F(InputEvents, AnAxisIsMaskedAsKeysAre) {
  const ClientId low = listener("joystick:0:Slider:1", protocol::kGroupPriorityStandard);
  const ClientId high = listener("joystick:0:Slider:1", protocol::kGroupPriorityHighestMaskable, true);
  press("joystick:0:slider:1", true, 5);
  cockpit.run_when_due(cockpit.now + 1s);
  EXPECT_EQ(cockpit.take(high).all<protocol::RecvEvent>().size(), 6u);
  EXPECT_TRUE(cockpit.take(low).messages.empty());
}

TEST_F(InputEvents, AHatIsToldWhenItMoves) {
  const ClientId client = listener("joystick:1:POV:0", 1);
  press("joystick:1:pov:0", true, 9000);
  press("joystick:1:pov:0", false);
  EXPECT_EQ(told(client), (Told{{1, 9000}, {1, 0xFFFFFFFF}}));
  cockpit.run_when_due(cockpit.now + 1s);
  EXPECT_TRUE(cockpit.take(client).messages.empty());
}

TEST_F(InputEvents, AJoystickButtonIsAKey) {
  const ClientId client = listener("joystick:2:button:7", 1);
  press("joystick:2:button:7");
  press("joystick:2:button:7", false);
  EXPECT_EQ(told(client), (Told{{1, 10}, {2, 20}}));
}

TEST_F(InputEvents, StrokesThatNoControlCanMakeAreTold) {
  const auto fails = [this](const InputPress& press) { return !cockpit.sessions.press_input(press).has_value(); };
  EXPECT_TRUE(fails({"VK_NOTHING", true, {}}));
  EXPECT_TRUE(fails({"a", true, 1}));
  EXPECT_TRUE(fails({"TAB+Q", true, 1}));
  EXPECT_TRUE(fails({"joystick:0:XAxis", true, {}}));
  EXPECT_TRUE(fails({"joystick:0:XAxis", true, 32768}));
  EXPECT_TRUE(fails({"joystick:0:XAxis", true, -32769}));
  EXPECT_TRUE(fails({"joystick:0:POV:0", true, 31501}));
  EXPECT_TRUE(fails({"joystick:0:POV:0", true, -1}));
}

TEST_F(InputEvents, MappingMistakesAreToldWithTheirParameter) {
  const ClientId client = pilot();
  EXPECT_EQ(cockpit.exception_of(client, map_input("a", protocol::kUnused)), Exceptions(1, 3));
  EXPECT_EQ(cockpit.exception_of(client, map_input("a", 77)), Exceptions(3, 3));
  EXPECT_EQ(cockpit.exception_of(client, map_input("a", 1, 77)), Exceptions(3, 5));
  EXPECT_EQ(cockpit.exception_of(client, map_input("VK_WRONG+a", 1)), Exceptions(7, 2));
  EXPECT_EQ(cockpit.exception_of(client, set_state(1)), Exceptions(3, 1)) << "none of them made the group";
  EXPECT_EQ(cockpit.exception_of(client, set_input_priority(1)), Exceptions(3, 1));
  EXPECT_EQ(cockpit.exception_of(client, clear_inputs()), Exceptions(3, 1));
  EXPECT_EQ(cockpit.exception_of(client, remove_input("a")), Exceptions(3, 1));
  cockpit.send(client, map_input("a", 1));
  EXPECT_EQ(cockpit.exception_of(client, set_state(2)), Exceptions(27, 2));
}

TEST_F(InputEvents, GroupsAndMappingsAreLimited) {
  const ClientId client = pilot();
  for (std::uint32_t group = 0; group < 20; ++group) {
    cockpit.send(client, map_input("a", 1, protocol::kUnused, false, group));
  }
  EXPECT_EQ(cockpit.exception_of(client, map_input("a", 1, protocol::kUnused, false, 20)), Exceptions(6, 1));
  EXPECT_EQ(cockpit.exception_of(client, clear_inputs(3)), Exceptions(0, 0));
  for (std::uint32_t i = 19; i < 1000; ++i) cockpit.send(client, map_input("b", 1, protocol::kUnused, false, 20));
  EXPECT_EQ(cockpit.exception_of(client, map_input("b", 1, protocol::kUnused, false, 20)), Exceptions(10, 2));
  EXPECT_EQ(cockpit.exception_of(client, clear_inputs(20)), Exceptions(0, 0));
  EXPECT_EQ(cockpit.exception_of(client, map_input("b", 1, protocol::kUnused, false, 20)), Exceptions(0, 0));
}

TEST_F(InputEvents, EverythingGoesWithItsClient) {
  const ClientId client = listener("a", 1);
  cockpit.sessions.disconnect(client);
  EXPECT_EQ(press("a").events, 0u);
}

TEST_F(InputEvents, TheNewerFormMapsToo) {
  const ClientId client = pilot();
  protocol::MapInputEventToClientEvent_EX1 message;
  message.input_group_id.value = kGroup;
  message.input_definition = "joystick:123456:button:0";
  message.down_event_id.value = 1;
  cockpit.send(client, message);
  cockpit.send(client, set_state(1));
  cockpit.run_frame();
  EXPECT_EQ(press("joystick:123456:button:0").events, 1u);
  Cockpit older("fsx_sp2");
  const ClientId pilot_2009 = pilot(older, Protocol::fsx_sp2);
  EXPECT_EQ(older.exception_of(pilot_2009, message), Exceptions(1, protocol::kUnknownIndex));
}

TEST_F(InputEvents, AModifierAloneIsAKey) {
  const ClientId client = listener("VK_RSHIFT", 1);
  EXPECT_EQ(press("VK_LSHIFT").events, 0u);
  EXPECT_EQ(press("VK_RSHIFT").events, 1u);
  EXPECT_EQ(told(client), (Told{{1, 10}}));
}

TEST_F(InputEvents, ButtonsOfTheMouseAreForNewerSimulators) {
  const ClientId client = listener("VK_LCONTROL+VK_RBUTTON", 1);
  EXPECT_EQ(press("VK_RBUTTON").events, 0u);
  EXPECT_EQ(press("VK_LCONTROL+VK_RBUTTON").events, 1u);
  EXPECT_EQ(told(client), (Told{{1, 10}}));
  Cockpit older("fsx_sp2");
  const ClientId pilot_2009 = pilot(older, Protocol::fsx_sp2);
  EXPECT_EQ(older.exception_of(pilot_2009, map_input("VK_RBUTTON", 1)), Exceptions(7, 2));
  EXPECT_EQ(older.exception_of(pilot_2009, map_input("VK_RETURN", 1)), Exceptions(0, 0));
}

TEST(Inputs, JoysticksAndAxesAreBounded) {
  Cockpit cockpit;
  const auto move = [&cockpit](const std::string& input, std::int64_t value) {
    return cockpit.sessions.press_input({input, true, value});
  };
  for (std::size_t n = 0; n < Inputs::kMaxJoysticks; ++n) {
    ASSERT_TRUE(move("joystick:" + std::to_string(n) + ":xaxis", 5));
  }
  const auto more = move("joystick:99:xaxis", 5);
  ASSERT_FALSE(more);
  EXPECT_THAT(more.error().detail(), testing::HasSubstr("use one of 0, 1, 2"));
  for (std::size_t n = Inputs::kMaxJoysticks; n < Inputs::kMaxAxes; ++n) {
    ASSERT_TRUE(move("joystick:0:slider:" + std::to_string(n), 5));
  }
  EXPECT_FALSE(move("joystick:0:slider:9999", 5));
  EXPECT_TRUE(move("joystick:0:slider:9999", 0)) << "it stands in its middle already";
  EXPECT_TRUE(move("joystick:0:xaxis", 7)) << "one that is away from it may move";
  cockpit.sessions.begin_again(SessionControl::Clients::kept);
  EXPECT_TRUE(move("joystick:99:xaxis", 5)) << "none is plugged in any more";
}

}  // namespace
}  // namespace checkride::emulator
