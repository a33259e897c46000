// What happens and who hears of it: system events, key events on their way down the groups, keys and joysticks.
#include "session/sessions.hpp"

#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::emulator {

void Sessions::tell_system_events() {
  const auto tell = [this](const std::vector<SystemEvent>& events) {
    if (events.empty()) return;
    stirred_ = true;
    for (const SystemEvent& event : events) {
      if (context_.watcher != nullptr) context_.watcher->happened(event);
    }
    for (const auto& [id, client] : clients_) client->session.hear(events);
  };
  tell(simulator_.drain_events());
  if (commons_.ai_objects.has_events()) tell(commons_.ai_objects.drain_events());
}

void Sessions::trigger(const EventOnItsWay& event) {
  commons_.blocks.begin_turn();
  if (event.identity.simulator) simulator_.trigger(event.identity.name, event.data);
}

// Down the list of groups; the simulator acts at its place in it, unless a group before it masked the event.
void Sessions::send(const EventOnItsWay& event) {
  const Choices& choices = context_.profile.choices;
  bool simulator_passed = choices.aircraft_ignores_key_events ||
                          (event.first_priority > priority::kSimulator && !choices.simulator_hears_every_priority);
  const auto& groups = priorities_.groups();
  for (auto it = groups.lower_bound(event.first_priority); it != groups.end(); ++it) {
    const auto& [number, group] = *it;
    if (!simulator_passed && number > priority::kSimulator) {
      simulator_passed = true;
      trigger(event);
    }
    const auto client = clients_.find(group.client);
    CHECKRIDE_ASSERT(client != clients_.end());  // a client that goes takes its groups with it
    const bool masks = client->second->session.hear(protocol::GroupId{group.group}, event);
    if (masks && number >= priority::kHighestMaskable) return;
  }
  if (!simulator_passed) trigger(event);
}

bool Sessions::raise_event(std::string_view name, const EventData& data) {
  auto identity = identify_event(name, simulator_, context_.profile);
  if (!identity) return false;
  EventOnItsWay event;
  event.identity = std::move(*identity);
  event.data = data;
  event.first_priority = 0;
  send(event);
  wake();
  return true;
}

Result<InputHeard> Sessions::press_input(const InputPress& press) {
  auto heard = commons_.inputs.press(press, simulator_.has_user_object());
  if (heard) wake();
  return heard;
}

}  // namespace checkride::emulator
