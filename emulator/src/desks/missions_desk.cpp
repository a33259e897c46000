#include "desks/missions_desk.hpp"

#include <string>

#include "commons/commons.hpp"

namespace checkride::emulator {

Outcome MissionsDesk::on(const protocol::ExecuteMissionAction& message, const Occasion&) {
  Missions& missions = context_.commons.missions;
  const Happening* known = missions.find_action(message.instance_id);
  if (known == nullptr) return {};
  Happening again = *known;
  again.completed = false;
  const std::string event(again.event);
  context_.simulator.raise(event, missions.remember(std::move(again)), {});
  return {};
}

Outcome MissionsDesk::on(const protocol::CompleteCustomMissionAction& message, const Occasion&) {
  context_.commons.missions.complete(message.instance_id);
  return {};
}

}  // namespace checkride::emulator
