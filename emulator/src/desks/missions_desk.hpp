// Missions (semantics 19). There are none here, and outside a mission actions are accepted and nothing happens; but an
// action that the control side ran before is run again for who asks, and knows when it is completed.
#pragma once

#include "checkride/protocol/messages.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class MissionsDesk final : public Desk {
 public:
  explicit MissionsDesk(const DeskContext& context) : context_(context) {}

  Outcome on(const protocol::ExecuteMissionAction& message, const Occasion& occasion);
  Outcome on(const protocol::CompleteCustomMissionAction& message, const Occasion& occasion);

 private:
  DeskContext context_;
};

}  // namespace checkride::emulator
