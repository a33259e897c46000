// Keys and joystick controls as clients and the control API write them (semantics 11).
//
//   "a", "VK_LCONTROL+a", "Shift+VK_F5", "VK_RSHIFT"          keys: up to two modifiers and up to two keys
//   "VK_LBUTTON"                                              buttons of the mouse: MSFS
//   "joystick:0:button:3", "joystick:0:POV:0",                n from 0; MSFS takes the device id as well
//   "joystick:0:XAxis" (YAxis ... RzAxis), "joystick:0:Slider:1"
//
// Letters mean what they say: `a` and `A` are two inputs. Everything else is read without regard to case.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace checkride::emulator {

enum class InputKind {
  key,
  button,
  hat,   // POV: a direction, told when it changes
  axis,  // with sliders: a position, told again and again
};

struct Modifier {
  enum class Key { shift, control, menu };
  enum class Side { either, left, right };
  Key key = Key::shift;
  Side side = Side::either;
  auto operator<=>(const Modifier&) const = default;
};

struct Input {
  InputKind kind = InputKind::key;
  std::string name;                 // keys in order of their names, joined with "+"; or the control, in lower case
  std::vector<Modifier> modifiers;  // of keys, sorted
};

// Null: not understood.
std::optional<Input> parse_input(std::string_view text);
// One key of the keyboard without modifiers: "q", "Q", "VK_F1", "F1".
bool is_single_key(std::string_view text);
// Has a button of the mouse in it.
bool is_of_mouse(const Input& input);
// A modifier without a side stands for both.
bool same_input(const Input& a, const Input& b);

}  // namespace checkride::emulator
