// Controllers and actions (semantics 21.1 and 21.2, MSFS).
#pragma once

#include "checkride/protocol/messages.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class ActionDesk final : public Desk {
 public:
  explicit ActionDesk(const DeskContext& context) : context_(context) {}

  // Joysticks that the control side has moved are plugged in from then on; the machine has no other devices.
  Outcome on(const protocol::EnumerateControllers& message, const Occasion& occasion);
  Outcome on(const protocol::ExecuteAction& message, const Occasion& occasion);

 private:
  DeskContext context_;
};

}  // namespace checkride::emulator
