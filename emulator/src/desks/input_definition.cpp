#include "desks/input_definition.hpp"

#include <algorithm>
#include <array>

#include "session/ascii.hpp"

namespace checkride::emulator {
namespace {

constexpr std::size_t kMaxModifiers = 2;
constexpr std::size_t kMaxKeys = 2;

// The names of the keyboard's virtual keys that are no letter, digit or modifier.
constexpr std::array kKeyNames{
    std::string_view("VK_BACK"),      std::string_view("VK_TAB"),       std::string_view("VK_CLEAR"),
    std::string_view("VK_RETURN"),    std::string_view("VK_PAUSE"),     std::string_view("VK_CAPITAL"),
    std::string_view("VK_ESCAPE"),    std::string_view("VK_SPACE"),     std::string_view("VK_PRIOR"),
    std::string_view("VK_NEXT"),      std::string_view("VK_END"),       std::string_view("VK_HOME"),
    std::string_view("VK_LEFT"),      std::string_view("VK_UP"),        std::string_view("VK_RIGHT"),
    std::string_view("VK_DOWN"),      std::string_view("VK_SNAPSHOT"),  std::string_view("VK_INSERT"),
    std::string_view("VK_DELETE"),    std::string_view("VK_MULTIPLY"),  std::string_view("VK_ADD"),
    std::string_view("VK_SUBTRACT"),  std::string_view("VK_DECIMAL"),   std::string_view("VK_DIVIDE"),
    std::string_view("VK_NUMLOCK"),   std::string_view("VK_SCROLL"),    std::string_view("VK_PLUS"),
    std::string_view("VK_COMMA"),     std::string_view("VK_MINUS"),     std::string_view("VK_PERIOD"),
    std::string_view("VK_OEM_PLUS"),  std::string_view("VK_OEM_COMMA"), std::string_view("VK_OEM_MINUS"),
    std::string_view("VK_OEM_PERIOD")};
// Numbered ones: from 0 or 1 up to the last.
struct NumberedKeys {
  std::string_view prefix;
  unsigned first = 0;
  unsigned last = 0;
};
constexpr std::array kNumberedKeys{NumberedKeys{"VK_F", 1, 24}, NumberedKeys{"VK_NUMPAD", 0, 9},
                                   NumberedKeys{"VK_OEM_", 1, 8}};

struct ModifierName {
  std::string_view name;
  Modifier modifier;
};
// The words without a side are not in the reference. Inferred: samples of the FSX SDK write "Ctrl+Shift+U".
constexpr std::array kModifiers{
    ModifierName{"VK_LSHIFT", {Modifier::Key::shift, Modifier::Side::left}},
    ModifierName{"VK_RSHIFT", {Modifier::Key::shift, Modifier::Side::right}},
    ModifierName{"VK_LCONTROL", {Modifier::Key::control, Modifier::Side::left}},
    ModifierName{"VK_RCONTROL", {Modifier::Key::control, Modifier::Side::right}},
    ModifierName{"VK_LMENU", {Modifier::Key::menu, Modifier::Side::left}},
    ModifierName{"VK_RMENU", {Modifier::Key::menu, Modifier::Side::right}},
    ModifierName{"VK_SHIFT", {Modifier::Key::shift, Modifier::Side::either}},
    ModifierName{"VK_CONTROL", {Modifier::Key::control, Modifier::Side::either}},
    ModifierName{"VK_MENU", {Modifier::Key::menu, Modifier::Side::either}},
    ModifierName{"Shift", {Modifier::Key::shift, Modifier::Side::either}},
    ModifierName{"Ctrl", {Modifier::Key::control, Modifier::Side::either}},
    ModifierName{"Alt", {Modifier::Key::menu, Modifier::Side::either}},
};

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// A number of up to nine digits without a sign or zeros before it.
bool is_number(std::string_view text) {
  if (text.empty() || text.size() > 9 || (text.size() > 1 && text[0] == '0')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<Modifier> modifier_of(std::string_view text) {
  for (const ModifierName& named : kModifiers) {
    if (same_text(named.name, text)) return named.modifier;
  }
  return std::nullopt;
}

bool is_numbered_key(std::string_view text, const NumberedKeys& keys) {
  if (text.size() <= keys.prefix.size() || !same_text(text.substr(0, keys.prefix.size()), keys.prefix)) return false;
  const std::string_view digits = text.substr(keys.prefix.size());
  if (!is_number(digits)) return false;
  unsigned number = 0;
  for (const char digit : digits) number = number * 10 + static_cast<unsigned>(digit - '0');
  return number >= keys.first && number <= keys.last;
}

std::optional<Input> parse_keys(std::string_view text) {
  Input input;
  std::vector<std::string> keys;
  for (const std::string_view part : split(text, '+')) {
    if (const auto modifier = modifier_of(part)) {
      input.modifiers.push_back(*modifier);
    } else if (is_single_key(part)) {
      keys.push_back(part.size() == 1 ? std::string(part) : lower(part));
    } else {
      return std::nullopt;
    }
  }
  std::sort(input.modifiers.begin(), input.modifiers.end());
  std::sort(keys.begin(), keys.end());
  const bool twice = std::adjacent_find(input.modifiers.begin(), input.modifiers.end()) != input.modifiers.end() ||
                     std::adjacent_find(keys.begin(), keys.end()) != keys.end();
  if (twice || keys.empty() || keys.size() > kMaxKeys || input.modifiers.size() > kMaxModifiers) return std::nullopt;
  for (const std::string& key : keys) input.name += (input.name.empty() ? "" : "+") + key;
  return input;
}

// "joystick", a number, a control, and for some controls a number.
std::optional<Input> parse_joystick(std::string_view text) {
  const std::string name = lower(text);
  const auto parts = split(name, ':');
  if (parts.size() < 3 || !is_number(parts[1])) return std::nullopt;
  const std::string_view control = parts[2];
  const bool numbered = parts.size() == 4 && is_number(parts[3]);
  if (control == "button" && numbered) return Input{InputKind::button, name, {}};
  if (control == "pov" && numbered) return Input{InputKind::hat, name, {}};
  if (control == "slider" && numbered) return Input{InputKind::axis, name, {}};
  if (parts.size() != 3) return std::nullopt;
  for (const std::string_view axis : {"xaxis", "yaxis", "zaxis", "rxaxis", "ryaxis", "rzaxis"}) {
    if (control == axis) return Input{InputKind::axis, name, {}};
  }
  return std::nullopt;
}

bool same_modifier(const Modifier& a, const Modifier& b) {
  return a.key == b.key && (a.side == b.side || a.side == Modifier::Side::either || b.side == Modifier::Side::either);
}

}  // namespace

bool is_single_key(std::string_view text) {
  if (text.size() == 1) return is_letter_or_digit(text[0]);
  const auto is_it = [text](std::string_view name) { return same_text(name, text); };
  const auto is_one_of = [text](const NumberedKeys& keys) { return is_numbered_key(text, keys); };
  return std::any_of(kKeyNames.begin(), kKeyNames.end(), is_it) ||
         std::any_of(kNumberedKeys.begin(), kNumberedKeys.end(), is_one_of);
}

std::optional<Input> parse_input(std::string_view text) {
  constexpr std::string_view kJoystick = "joystick:";
  return same_text(text.substr(0, kJoystick.size()), kJoystick) ? parse_joystick(text) : parse_keys(text);
}

bool same_input(const Input& a, const Input& b) {
  return a.kind == b.kind && a.name == b.name &&
         std::equal(a.modifiers.begin(), a.modifiers.end(), b.modifiers.begin(), b.modifiers.end(), same_modifier);
}

}  // namespace checkride::emulator
