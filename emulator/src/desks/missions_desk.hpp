// Missions (semantics 19). There are none here: actions are accepted and nothing happens, as in every simulator outside
// a mission.
#pragma once

#include "checkride/protocol/messages.hpp"
#include "desks/desk.hpp"

namespace checkride::emulator {

class MissionsDesk final : public Desk {
 public:
  explicit MissionsDesk(const DeskContext&) {}

  Outcome on(const protocol::ExecuteMissionAction&, const Occasion&) { return {}; }
  Outcome on(const protocol::CompleteCustomMissionAction&, const Occasion&) { return {}; }
};

}  // namespace checkride::emulator
