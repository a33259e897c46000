// Input events of the aircraft ("B" events) for one client (semantics 22, MSFS).
#pragma once

#include <optional>
#include <vector>

#include "checkride/protocol/messages.hpp"
#include "commons/aircraft_inputs.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class AircraftInputDesk final : public Desk {
 public:
  explicit AircraftInputDesk(const DeskContext& context) : context_(context) {}

  Outcome on(const protocol::EnumerateInputEvents& message, const Occasion& occasion);
  Outcome on(const protocol::GetInputEvent& message, const Occasion& occasion);
  Outcome on(const protocol::SetInputEvent& message, const Occasion& occasion);
  Outcome on(const protocol::SubscribeInputEvent& message, const Occasion& occasion);
  Outcome on(const protocol::UnsubscribeInputEvent& message, const Occasion& occasion);
  Outcome on(const protocol::EnumerateInputEventParams& message, const Occasion& occasion);

  // The subscriptions end with a change of aircraft.
  void notice(std::span<const SystemEvent> events) override;
  void end_frame(const FrameMoment& moment) override;
  std::optional<FrameNumber> next_due(const FrameMoment& moment) const override;

 private:
  struct Watch {
    std::size_t input = 0;
    bool by_hash = false;  // subscribed to by itself
    InputState told;       // or found at subscribing: no first value is sent
  };

  // The place of an event while there is an aircraft.
  std::optional<std::size_t> find(protocol::InputEventHash hash) const;
  InputState value_of(std::size_t input);
  void watch(std::size_t input, bool by_hash);

  DeskContext context_;
  std::vector<Watch> watches_;  // in the order of subscribing
  bool all_ = false;            // subscribed to hash 0
};

}  // namespace checkride::emulator
