#include "commons/inputs.hpp"

#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"

namespace checkride::emulator {
namespace {

constexpr std::int64_t kLeastPosition = -32768;
constexpr std::int64_t kMostPosition = 32767;
constexpr std::int64_t kMostDirection = 31500;     // hundredths of a degree
constexpr std::uint32_t kHatCentred = 0xFFFFFFFF;  // Inferred, as all of the positions (semantics 11)

bool is_combination(std::string_view upper_case) {
  return upper_case.starts_with("TAB+") || upper_case.starts_with("SHIFT+TAB+");
}

// "joystick:3:xaxis" is one of joystick 3. Its number has nine digits at most.
std::uint32_t joystick_of(const Input& input) {
  std::uint32_t number = 0;
  for (std::size_t i = input.name.find(':') + 1; input.name[i] != ':'; ++i) {
    number = number * 10 + static_cast<std::uint32_t>(input.name[i] - '0');
  }
  return number;
}

// The stroke that a press means. Errors: the value does not fit the control.
Result<Stroke> stroke_of(const InputPress& press, Input input) {
  Stroke stroke;
  stroke.kind = press.down ? Stroke::Kind::pressed : Stroke::Kind::released;
  const InputKind kind = input.kind;
  stroke.input = std::move(input);
  if (kind == InputKind::key || kind == InputKind::button) {
    if (press.value) return Error::invalid("value: keys and buttons have none; what a client hears it chose itself");
    return stroke;
  }
  stroke.kind = Stroke::Kind::moved;
  const bool hat = kind == InputKind::hat;
  if (!press.down) {
    stroke.position = hat ? kHatCentred : 0;
    return stroke;
  }
  const std::int64_t least = hat ? 0 : kLeastPosition;
  const std::int64_t most = hat ? kMostDirection : kMostPosition;
  if (!press.value || *press.value < least || *press.value > most) {
    return Error::invalid("value: a position from " + std::to_string(least) + " to " + std::to_string(most) +
                          " is expected; with \"state\": \"up\" the control is centred");
  }
  stroke.position = static_cast<std::uint32_t>(*press.value);
  return stroke;
}

}  // namespace

void Inputs::leave(ClientId client) {
  listeners_.erase(client);
  groups_.remove_client(client);
  std::erase_if(reserved_, [client](const auto& entry) { return entry.second.client == client; });
}

InputHeard Inputs::tell(const Stroke& stroke) {
  InputHeard result;
  for (const auto& [number, key] : groups_.groups()) {
    const auto listener = listeners_.find(key.client);
    CHECKRIDE_ASSERT(listener != listeners_.end());  // a client that leaves takes its groups with it
    const InputListener::Heard heard = listener->second->hear(key.group, stroke);
    result.events += heard.events;
    result.masked = heard.masks && number >= priority::kHighestMaskable;
    if (result.masked) break;
  }
  return result;
}

InputHeard Inputs::press_reserved(const std::string& combination, bool down) {
  const auto owner = reserved_.find(combination);
  if (owner == reserved_.end() || !down) return {};
  const auto listener = listeners_.find(owner->second.client);
  CHECKRIDE_ASSERT(listener != listeners_.end());
  listener->second->hear_reserved(owner->second.event_id);
  return {1, true};
}

void Inputs::move_axis(const Input& input, std::uint32_t position) {
  if (position == 0) {
    axes_.erase(input.name);
  } else {
    axes_[input.name] = {input, position};
  }
  if (axes_.empty()) sampled_.reset();
}

Result<> Inputs::plug_in(const Stroke& stroke) {
  const std::uint32_t number = joystick_of(stroke.input);
  if (joysticks_.size() >= kMaxJoysticks && !joysticks_.contains(number)) {
    std::string known;
    for (const std::uint32_t one : joysticks_) known += (known.empty() ? "" : ", ") + std::to_string(one);
    return Error::invalid("input: joystick " + std::to_string(number) + " would be the " +
                          std::to_string(kMaxJoysticks + 1) + "th, and there can be " + std::to_string(kMaxJoysticks) +
                          ": use one of " + known + ", or unplug them all with POST /v1/reset");
  }
  const bool displaced = stroke.input.kind == InputKind::axis && stroke.position != 0;
  if (displaced && axes_.size() >= kMaxAxes && !axes_.contains(stroke.input.name)) {
    return Error::invalid("input: " + std::to_string(kMaxAxes) + " axes are away from their middle already: centre " +
                          "some with \"state\": \"up\"");
  }
  joysticks_.insert(number);
  return {};
}

void Inputs::begin_again() {
  axes_.clear();
  sampled_.reset();
  joysticks_.clear();
}

Result<InputHeard> Inputs::press(const InputPress& press, bool on_air) {
  const std::string combination = values::upper(press.input);
  if (is_combination(combination)) {
    if (press.value) return Error::invalid("value: keys and buttons have none; what a client hears it chose itself");
    return on_air ? press_reserved(combination, press.down) : InputHeard();
  }
  auto input = parse_input(press.input);
  if (!input) return Error::invalid("input: \"" + std::string(press.input) + "\" is no key or joystick control");
  TRY(const Stroke stroke, stroke_of(press, std::move(*input)));
  if (stroke.input.kind != InputKind::key) TRY_VOID(plug_in(stroke));
  if (stroke.input.kind != InputKind::axis) return on_air ? tell(stroke) : InputHeard();
  move_axis(stroke.input, stroke.position);
  return InputHeard();
}

void Inputs::sample(std::uint64_t tick_before, std::uint64_t tick, bool on_air) {
  if (axes_.empty()) return;
  // The clock goes on by itself: a movement is told at its next tick, not when it happens.
  const std::uint64_t told = sampled_.value_or(tick_before);
  sampled_ = tick;
  if (tick <= told || !on_air) return;
  for (const auto& [name, axis] : axes_) tell({axis.input, Stroke::Kind::moved, axis.position});
}

bool Inputs::reserve(const std::string& combination, ClientId client, std::uint32_t event_id) {
  CHECKRIDE_ASSERT(listeners_.contains(client));
  return reserved_.emplace(combination, Owner{client, event_id}).second;
}

}  // namespace checkride::emulator
