#include "commons/input_definition.hpp"

#include <algorithm>
#include <array>

#include "checkride/values/ascii.hpp"

namespace checkride::emulator {
namespace {

constexpr std::size_t kMaxModifiers = 2;
constexpr std::size_t kMaxKeys = 2;

// Keys that are no letter, digit or modifier, as the SDK's page of MapInputEventToClientEvent lists them; without their
// "VK_", between spaces. The last four are other spellings of the keyboard's own names.
constexpr std::string_view kKeyNames =
    "BACK TAB CLEAR RETURN PAUSE CAPITAL KANA IME_ON JUNJA FINAL KANJI IME_OFF ESCAPE CONVERT NONCONVERT "
    "ACCEPT MODECHANGE SPACE PRIOR NEXT END HOME LEFT UP RIGHT DOWN SELECT PRINT EXECUTE SNAPSHOT INSERT "
    "DELETE HELP LWIN RWIN APPS SLEEP MULTIPLY ADD SEPARATOR SUBTRACT DECIMAL DIVIDE NUMLOCK SCROLL "
    "OEM_FJ_JISHO OEM_FJ_MASSHOU OEM_FJ_TOUROKU OEM_FJ_LOYA OEM_FJ_ROYA BROWSER_BACK BROWSER_FORWARD "
    "BROWSER_REFRESH BROWSER_STOP BROWSER_SEARCH BROWSER_FAVORITES BROWSER_HOME VOLUME_MUTE VOLUME_DOWN "
    "VOLUME_UP MEDIA_NEXT_TRACK MEDIA_PREV_TRACK MEDIA_STOP MEDIA_PLAY_PAUSE LAUNCH_MAIL "
    "LAUNCH_MEDIA_SELECT LAUNCH_APP1 LAUNCH_APP2 SEMICOLON PLUS COMMA MINUS PERIOD SLASH TILDE LBRACKET "
    "BACKSLASH RBRACKET QUOTE 0xDF 0xE0 OEM_AX OEM_102 ICO_HELP ICO_00 PROCESSKEY ICO_CLEAR PACKET 0xE8 "
    "OEM_RESET OEM_JUMP OEM_WSCTRL OEM_CUSEL OEM_ATTN OEM_FINISH OEM_COPY OEM_AUTO OEM_ENLW OEM_BACKTAB "
    "ATTN CRSEL EXSEL EREOF PLAY ZOOM PA1 OEM_CLEAR OEM_PLUS OEM_COMMA OEM_MINUS OEM_PERIOD";
// Numbered ones: from 0 or 1 up to the last.
struct NumberedKeys {
  std::string_view prefix;
  unsigned first = 0;
  unsigned last = 0;
};
constexpr std::array kNumberedKeys{NumberedKeys{"f", 1, 24}, NumberedKeys{"numpad", 0, 9}, NumberedKeys{"oem_", 1, 8},
                                   NumberedKeys{"oem_pa", 1, 3}};

// Inferred: buttons of the mouse go by the names that they have among the virtual keys. The SDK speaks of mouse inputs
// and names none (semantics 11).
constexpr std::string_view kMouseButtons = "lbutton rbutton mbutton xbutton1 xbutton2";

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
    if (values::same_text(named.name, text)) return named.modifier;
  }
  return std::nullopt;
}

// Is `word` one of the words of `list`, which are parted by spaces?
bool is_listed(std::string_view word, std::string_view list) {
  const auto words = split(list, ' ');
  return std::any_of(words.begin(), words.end(), [word](std::string_view one) { return values::same_text(one, word); });
}

bool is_numbered_key(std::string_view name, const NumberedKeys& keys) {
  if (!name.starts_with(keys.prefix)) return false;
  const std::string_view digits = name.substr(keys.prefix.size());
  if (!is_number(digits)) return false;
  unsigned number = 0;
  for (const char digit : digits) number = number * 10 + static_cast<unsigned>(digit - '0');
  return number >= keys.first && number <= keys.last;
}

// What is behind "VK_", in lower case. Inferred: FSX's own names have none, and two of them are others: "Ctrl+F1",
// "Space", "Esc", "Shift+Num_4", as samples of its SDK and add-ons write them.
std::string key_name_of(std::string_view text) {
  std::string name = values::lower(text);
  if (name.starts_with("vk_")) return name.substr(3);
  if (name == "esc") return "escape";
  return name.starts_with("num_") ? "numpad" + name.substr(4) : name;
}

bool is_mouse_button(std::string_view text) {
  return is_listed(key_name_of(text), kMouseButtons);
}

// One spelling for each key; null: there is none of this name.
std::optional<std::string> key_of(std::string_view text) {
  if (is_mouse_button(text)) return "vk_" + key_name_of(text);
  if (!is_single_key(text)) return std::nullopt;
  return text.size() == 1 ? std::string(text) : "vk_" + key_name_of(text);
}

// A modifier may be a key of its own, if it says on which side it is.
void press_alone(std::string_view text, Input& input, std::vector<std::string>& keys) {
  if (!keys.empty() || input.modifiers.size() != 1 || input.modifiers[0].side == Modifier::Side::either) return;
  input.modifiers.clear();
  keys.push_back(values::lower(text));
}

std::optional<Input> parse_keys(std::string_view text) {
  Input input;
  std::vector<std::string> keys;
  for (const std::string_view part : split(text, '+')) {
    if (const auto modifier = modifier_of(part)) {
      input.modifiers.push_back(*modifier);
    } else if (auto key = key_of(part)) {
      keys.push_back(std::move(*key));
    } else {
      return std::nullopt;
    }
  }
  press_alone(text, input, keys);
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
  const std::string name = values::lower(text);
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
  const std::string name = key_name_of(text);
  const auto is_one_of = [&name](const NumberedKeys& keys) { return is_numbered_key(name, keys); };
  return is_listed(name, kKeyNames) || std::any_of(kNumberedKeys.begin(), kNumberedKeys.end(), is_one_of);
}

bool is_of_mouse(const Input& input) {
  const auto keys = split(input.name, '+');
  return input.kind == InputKind::key && std::any_of(keys.begin(), keys.end(), is_mouse_button);
}

std::optional<Input> parse_input(std::string_view text) {
  constexpr std::string_view kJoystick = "joystick:";
  return values::same_text(text.substr(0, kJoystick.size()), kJoystick) ? parse_joystick(text) : parse_keys(text);
}

bool same_input(const Input& a, const Input& b) {
  return a.kind == b.kind && a.name == b.name &&
         std::equal(a.modifiers.begin(), a.modifiers.end(), b.modifiers.begin(), b.modifiers.end(), same_modifier);
}

}  // namespace checkride::emulator
