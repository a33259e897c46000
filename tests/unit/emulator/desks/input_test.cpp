// Goal: inputs reach clients as semantics 11 says, with the exceptions of 4.3 and 4.4. Method: strokes from the control
// side, what each client heard of them; laws of input definitions.
#include "checkride/test/property.hpp"
#include "commons/input_definition.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Protocol;

constexpr std::uint32_t kGroup = 5;          // of inputs
constexpr std::uint32_t kNotifications = 9;  // of events
using Exceptions = std::pair<std::uint32_t, std::uint32_t>;

protocol::MapInputEventToClientEvent map_input(std::string_view input, std::uint32_t down,
                                               std::uint32_t up = protocol::kUnused, bool maskable = false,
                                               std::uint32_t group = kGroup) {
  protocol::MapInputEventToClientEvent message;
  message.input_group_id.value = group;
  message.input_definition = input;
  message.down_event_id.value = down;
  message.down_value = 10;
  message.up_event_id.value = up;
  message.up_value = 20;
  message.maskable = maskable;
  return message;
}

protocol::SetInputGroupState set_state(std::uint32_t state, std::uint32_t group = kGroup) {
  protocol::SetInputGroupState message;
  message.input_group_id.value = group;
  message.state = static_cast<protocol::State>(state);
  return message;
}

protocol::SetInputGroupPriority set_input_priority(std::uint32_t priority, std::uint32_t group = kGroup) {
  protocol::SetInputGroupPriority message;
  message.input_group_id.value = group;
  message.priority = priority;
  return message;
}

protocol::RemoveInputEvent remove_input(std::string_view input, std::uint32_t group = kGroup) {
  protocol::RemoveInputEvent message;
  message.input_group_id.value = group;
  message.input_definition = input;
  return message;
}

protocol::ClearInputGroup clear_inputs(std::uint32_t group = kGroup) {
  protocol::ClearInputGroup message;
  message.input_group_id.value = group;
  return message;
}

protocol::RequestReservedKey reserve(std::uint32_t event, std::string_view first, std::string_view second = "",
                                     std::string_view third = "") {
  protocol::RequestReservedKey message;
  message.client_event_id.value = event;
  message.key_choice1 = first;
  message.key_choice2 = second;
  message.key_choice3 = third;
  return message;
}

class InputEvents : public testing::Test {
 protected:
  // A client whose private events 1 (down) and 2 (up) are in a notification group.
  ClientId pilot(Cockpit& where, Protocol version = Protocol::msfs2024) {
    const ClientId client = where.open(version);
    for (const std::uint32_t event : {1u, 2u}) {
      where.send(client, map_event(event, ""));
      where.send(client, add_to_group(kNotifications, event));
    }
    where.run_frame();
    EXPECT_TRUE(where.take(client).messages.empty());
    return client;
  }
  ClientId pilot() { return pilot(cockpit); }
  // One whose input group is on and has this input.
  ClientId listener(std::string_view input, std::uint32_t priority, bool maskable = false) {
    const ClientId client = pilot();
    cockpit.send(client, map_input(input, 1, 2, maskable));
    cockpit.send(client, set_input_priority(priority));
    cockpit.send(client, set_state(1));
    cockpit.run_frame();
    EXPECT_TRUE(cockpit.take(client).messages.empty());
    return client;
  }
  InputHeard press(std::string_view input, bool down = true, std::optional<std::int64_t> value = {}) {
    const auto heard = cockpit.sessions.press_input({input, down, value});
    EXPECT_TRUE(heard.has_value()) << input;
    return heard ? *heard : InputHeard();
  }
  // (event, data) of every EVENT since the last call.
  using Told = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
  Told told(ClientId client) {
    cockpit.run_frame();
    Told result;
    for (const auto& event : cockpit.take(client).all<protocol::RecvEvent>()) {
      EXPECT_EQ(event.group_id.value, kNotifications);
      result.emplace_back(event.client_event_id.value, event.data);
    }
    return result;
  }

  Cockpit cockpit;
};

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

// ---- reserved keys (FSX)

class ReservedKey : public InputEvents {
 protected:
  std::pair<std::string, std::string> answer(ClientId asker, const protocol::RequestReservedKey& message) {
    fsx.send(asker, message);
    fsx.run_frame();
    const Heard heard = fsx.take(asker);
    const auto answers = heard.all<protocol::RecvReservedKey>();
    EXPECT_EQ(answers.size(), 1u);
    if (answers.empty()) return {};
    return {std::string(answers[0].choice_reserved), std::string(answers[0].reserved_key)};
  }
  using Key = std::pair<std::string, std::string>;

  Cockpit fsx{"fsx_sp2"};
  ClientId client = pilot(fsx, Protocol::fsx_sp2);
  ClientId other = pilot(fsx, Protocol::fsx_sp2);
};

TEST_F(ReservedKey, TheFirstFreeChoiceIsReserved) {
  EXPECT_EQ(answer(client, reserve(1, "q", "w")), (Key{"q", "TAB+Q"}));
  EXPECT_EQ(answer(other, reserve(1, "q", "w", "r")), (Key{"w", "TAB+W"}));
  EXPECT_EQ(answer(other, reserve(1, "Q")), (Key{"Q", "SHIFT+TAB+Q"}));
  EXPECT_EQ(answer(client, reserve(1, "w", "q")), (Key{"", ""})) << "none is free";
}

TEST_F(ReservedKey, ItsEventComesAtEachPress) {
  answer(client, reserve(2, "q"));
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(fsx.sessions.press_input({"tab+q", true, {}}).has_value());
    ASSERT_TRUE(fsx.sessions.press_input({"tab+q", false, {}}).has_value());
  }
  fsx.run_frame();
  const auto events = fsx.take(client).all<protocol::RecvEvent>();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].client_event_id.value, 2u);
  EXPECT_TRUE(fsx.take(other).messages.empty());
}

TEST_F(ReservedKey, AKeyIsFreeAgainWhenItsClientIsGone) {
  answer(client, reserve(1, "q"));
  fsx.sessions.disconnect(client);
  EXPECT_EQ(fsx.sessions.press_input({"TAB+Q", true, {}})->events, 0u);
  EXPECT_EQ(answer(other, reserve(1, "q")), (Key{"q", "TAB+Q"}));
}

TEST_F(ReservedKey, MistakesAreToldWithTheirParameter) {
  EXPECT_EQ(fsx.exception_of(client, reserve(77, "q")), Exceptions(3, 1));
  EXPECT_EQ(fsx.exception_of(client, reserve(1, "q", "Ctrl+q")), Exceptions(7, 3));
}

TEST_F(ReservedKey, NewerSimulatorsAreSilent) {
  const ClientId newer = pilot();
  cockpit.send(newer, reserve(1, "q"));
  cockpit.run_frame();
  EXPECT_TRUE(cockpit.take(newer).messages.empty());
  EXPECT_EQ(press("TAB+Q").events, 0u);
}

// ---- definitions

TEST(InputDefinition, WhatIsUnderstood) {
  for (const char* text : {"a", "A", "7", "VK_F12", "vk_numpad9", "VK_LSHIFT+VK_RMENU+a", "Ctrl+Shift+U", "a+b",
                           "joystick:0:button:0", "Joystick:15:pov:1", "joystick:0:RzAxis", "joystick:0:Slider:0"}) {
    EXPECT_TRUE(parse_input(text).has_value()) << text;
  }
  for (const char* text : {"",
                           "+",
                           "a+",
                           "ab",
                           "VK_F25",
                           "VK_F01",
                           "VK_NUMPAD10",
                           "VK_SHIFT",
                           "VK_LSHIFT+VK_RSHIFT",
                           "VK_A",
                           "VK_",
                           "BACK TAB",
                           "Num_10",
                           "a+b+c",
                           "a+a",
                           "Shift+Shift+a",
                           "Shift+Ctrl+Alt+a",
                           "joystick",
                           "joystick:0",
                           "joystick:x:XAxis",
                           "joystick:0:XAxis:0",
                           "joystick:0:button",
                           "joystick:0:Slider",
                           "joystick:-1:XAxis",
                           "joystick:1234567890:XAxis",
                           "mouse:0"}) {
    EXPECT_FALSE(parse_input(text).has_value()) << text;
  }
}

// Those of the SDK's page that need no more than a look: the ends of every kind, and what add-ons are seen to use.
TEST(InputDefinition, EveryInputStringOfTheSdkIsUnderstood) {
  for (const char* text : {"VK_BACK",
                           "VK_KANA",
                           "VK_IME_ON",
                           "VK_MODECHANGE",
                           "VK_SELECT",
                           "VK_HELP",
                           "VK_LWIN",
                           "VK_SLEEP",
                           "VK_SEPARATOR",
                           "VK_F24",
                           "VK_OEM_FJ_JISHO",
                           "VK_BROWSER_HOME",
                           "VK_MEDIA_STOP",
                           "VK_VOLUME_UP",
                           "VK_MEDIA_PLAY_PAUSE",
                           "VK_LAUNCH_APP2",
                           "VK_SEMICOLON",
                           "VK_SLASH",
                           "VK_TILDE",
                           "VK_LBRACKET",
                           "VK_BACKSLASH",
                           "VK_QUOTE",
                           "VK_0xDF",
                           "VK_0xE8",
                           "VK_OEM_102",
                           "VK_ICO_00",
                           "VK_OEM_PA3",
                           "VK_PA1",
                           "VK_OEM_CLEAR",
                           "VK_RMENU",
                           "a+B",
                           "VK_LCONTROL+A+U",
                           "VK_LCONTROL+VK_LMENU+s",
                           "Ctrl+F1",
                           "Space",
                           "esc",
                           "shift+Num_4"}) {
    EXPECT_TRUE(parse_input(text).has_value()) << text;
  }
}

TEST(InputDefinition, AKeyHasOneMeaningInBothSpellings) {
  const auto same = [](const char* a, const char* b) { return same_input(*parse_input(a), *parse_input(b)); };
  EXPECT_TRUE(same("Ctrl+F1", "VK_LCONTROL+VK_F1"));
  EXPECT_TRUE(same("Esc", "VK_ESCAPE"));
  EXPECT_TRUE(same("shift+Num_4", "VK_RSHIFT+vk_numpad4"));
  EXPECT_FALSE(same("F1", "VK_F2"));
  EXPECT_FALSE(same("VK_LSHIFT", "VK_RSHIFT"));
}

TEST(InputDefinition, AModifierWithoutASideIsBoth) {
  const auto same = [](const char* a, const char* b) { return same_input(*parse_input(a), *parse_input(b)); };
  EXPECT_TRUE(same("Ctrl+a", "VK_LCONTROL+a"));
  EXPECT_TRUE(same("VK_RCONTROL+a", "ctrl+a"));
  EXPECT_FALSE(same("VK_RCONTROL+a", "VK_LCONTROL+a"));
  EXPECT_FALSE(same("Ctrl+a", "a"));
  EXPECT_FALSE(same("Ctrl+a", "Alt+a"));
}

RC_GTEST_PROP(InputDefinition, OrderDoesNotMatter, ()) {
  const std::vector<std::string> names{"VK_LSHIFT", "VK_RMENU", "Ctrl", "a", "Z", "5", "VK_F3", "VK_SPACE"};
  const auto picked = *rc::gen::unique<std::vector<std::string>>(rc::gen::elementOf(names));
  const auto text = [](const std::vector<std::string>& parts) {
    std::string joined;
    for (const std::string& part : parts) joined += (joined.empty() ? "" : "+") + part;
    return joined;
  };
  const auto forwards = parse_input(text(picked));
  const auto backwards = parse_input(text({picked.rbegin(), picked.rend()}));
  RC_ASSERT(forwards.has_value() == backwards.has_value());
  if (forwards) RC_ASSERT(same_input(*forwards, *backwards));
}

RC_GTEST_PROP(InputDefinition, AnyTextIsUnderstoodOrNot, (const std::string& text)) {
  const auto input = parse_input(text);
  if (input) RC_ASSERT(same_input(*input, *input));
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
