// Goal: the texts of inputs mean what semantics 11 says, and one key has one meaning. Method: texts of the SDK's page
// and wrong ones; laws by RapidCheck.
#include "commons/input_definition.hpp"

#include <string>
#include <vector>

#include "checkride/test/property.hpp"

namespace checkride::emulator {
namespace {

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

}  // namespace
}  // namespace checkride::emulator
