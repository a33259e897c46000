// The keyboard and the joysticks, as far as add-ons see them (semantics 11): input groups of all clients in one list
// by priority, positions of axes, reserved keys. Nobody sits at them: strokes come from the control API. Shared by all
// clients.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "checkride/result/result.hpp"
#include "commons/input_definition.hpp"
#include "events/priorities.hpp"
#include "simulator/clients.hpp"

namespace checkride::emulator {

// One movement of one control.
struct Stroke {
  enum class Kind { pressed, released, moved };
  Input input;
  Kind kind = Kind::pressed;
  std::uint32_t position = 0;  // of axes and hats, as an event carries it
};

// A client with input groups.
class InputListener {
 public:
  struct Heard {
    std::size_t events = 0;  // sent
    bool masks = false;      // from the groups behind and from the simulator
  };
  virtual Heard hear(std::uint32_t group, const Stroke& stroke) = 0;
  // A key that was reserved for this event was pressed.
  virtual void hear_reserved(std::uint32_t event_id) = 0;

 protected:
  ~InputListener() = default;
};

class Inputs {
 public:
  void enter(ClientId client, InputListener& listener) { listeners_[client] = &listener; }
  // Its groups and reserved keys go with the client.
  void leave(ClientId client);
  // By priority; those who enter groups have entered themselves before.
  PriorityList& groups() { return groups_; }

  // `on_air`: a flight is loaded, without which nobody hears anything. A position of an axis is kept and told by
  // sample(). Errors: the input is not understood; a value for a key or button; none, or one out of range, elsewhere;
  // one joystick, or one axis away from 0, too many.
  Result<InputHeard> press(const InputPress& press, bool on_air);

  // Tells where the axes stand that are not at 0, if `on_air` and the 6 Hz clock has ticked. `tick` and `tick_before`
  // are its ticks by this frame and by the one before.
  void sample(std::uint64_t tick_before, std::uint64_t tick, bool on_air);
  // Ticks dealt with; null before the first of a movement.
  std::optional<std::uint64_t> sampled() const { return sampled_; }
  // Has an axis that `input` means a position other than 0?
  bool displaced(const Input& input) const { return input.kind == InputKind::axis && axes_.contains(input.name); }

  // Those that were ever moved, by number: they are plugged in, kMaxJoysticks of them.
  const std::set<std::uint32_t>& joysticks() const { return joysticks_; }
  // Every axis is centred, and no joystick is plugged in.
  void begin_again();

  // Inferred: as many as Windows offered to games for long; their sliders and the like share kMaxAxes.
  static constexpr std::size_t kMaxJoysticks = 16;
  static constexpr std::size_t kMaxAxes = 128;

  // `combination` is "TAB+Q" and the like. False: it is somebody's already.
  bool reserve(const std::string& combination, ClientId client, std::uint32_t event_id);

 private:
  struct Owner {
    ClientId client = 0;
    std::uint32_t event_id = 0;
  };
  struct Axis {
    Input input;
    std::uint32_t position = 0;
  };

  InputHeard tell(const Stroke& stroke);
  InputHeard press_reserved(const std::string& combination, bool down);
  void move_axis(const Input& input, std::uint32_t position);
  Result<> plug_in(const Stroke& stroke);

  std::map<ClientId, InputListener*> listeners_;
  PriorityList groups_;
  std::map<std::string, Axis> axes_;  // by name; only those that are not at 0
  std::optional<std::uint64_t> sampled_;
  std::map<std::string, Owner> reserved_;
  std::set<std::uint32_t> joysticks_;
};

}  // namespace checkride::emulator
