#include "commons/missions.hpp"

#include <algorithm>
#include <utility>

#include "checkride/values/ascii.hpp"

namespace checkride::emulator {
namespace {

// EVENT and what begins like it: a system event belongs to no group.
template <class Message>
Message event_of(protocol::EventId id, std::uint32_t data) {
  Message message;
  message.group_id = protocol::kUnknownGroup;
  message.client_event_id = id;
  message.data = data;
  return message;
}

void send_action(const Happening& happening, protocol::EventId id, Outbox& outbox) {
  auto message = event_of<protocol::RecvCustomAction>(id, 0);
  message.instance_id = happening.action.instance_id;
  message.wait_for_completion = happening.action.wait_for_completion;
  message.payload = happening.action.payload;
  outbox.event(message);
}

template <class Message>
Message race_message(const RaceHappening& race, protocol::EventId id) {
  auto message = event_of<Message>(id, race.number);
  message.racer_data.number_of_racers = race.racers;
  message.racer_data.player_name = race.player_name;
  message.racer_data.session_type = race.session_type;
  message.racer_data.aircraft = race.aircraft;
  message.racer_data.player_role = race.player_role;
  message.racer_data.total_time = race.total_time;
  message.racer_data.penalty_time = race.penalty_time;
  message.racer_data.is_disqualified = race.disqualified;
  return message;
}

void send_race(const Happening& happening, protocol::EventId id, Outbox& outbox) {
  if (values::same_text(happening.event, "RaceEnd")) {
    auto message = race_message<protocol::RecvEventRaceEnd>(happening.race, id);
    message.racer_number = happening.race.number;
    return outbox.event_of_its_time(message);
  }
  auto message = race_message<protocol::RecvEventRaceLap>(happening.race, id);
  message.lap_index = happening.race.number;
  outbox.event_of_its_time(message);
}

}  // namespace

std::uint32_t Missions::remember(Happening happening) {
  happening.number = ++last_number_;
  if (happenings_.size() >= kMaxRemembered) happenings_.pop_front();
  happenings_.push_back(std::move(happening));
  return last_number_;
}

const Happening* Missions::find_action(const protocol::Guid& instance_id) const {
  const auto found = std::find_if(happenings_.rbegin(), happenings_.rend(), [&](const Happening& happening) {
    return happening.event == "CustomMissionActionExecuted" && happening.action.instance_id == instance_id;
  });
  return found == happenings_.rend() ? nullptr : &*found;
}

void Missions::complete(const protocol::Guid& instance_id) {
  for (Happening& happening : happenings_) {
    const bool waits = happening.action.wait_for_completion && !happening.completed;
    if (!waits || happening.action.instance_id != instance_id) continue;
    happening.completed = true;
    return;
  }
}

void Missions::send(const SystemEvent& event, protocol::EventId id, Outbox& outbox) const {
  const auto found = std::find_if(happenings_.begin(), happenings_.end(),
                                  [&](const Happening& happening) { return happening.number == event.data; });
  if (found == happenings_.end()) return;  // forgotten: more came in one frame than are remembered
  const std::string_view name = found->event;
  if (name == "CustomMissionActionExecuted") return send_action(*found, id, outbox);
  if (name == "MissionCompleted") return outbox.event(event_of<protocol::RecvEvent>(id, found->data));
  if (name == "MultiplayerServerStarted") {
    return outbox.event_of_its_time(event_of<protocol::RecvEventMultiplayerServerStarted>(id, 0));
  }
  if (name == "MultiplayerClientStarted") {
    return outbox.event_of_its_time(event_of<protocol::RecvEventMultiplayerClientStarted>(id, 0));
  }
  if (name == "MultiplayerSessionEnded") {
    return outbox.event_of_its_time(event_of<protocol::RecvEventMultiplayerSessionEnded>(id, 0));
  }
  send_race(*found, id, outbox);
}

}  // namespace checkride::emulator
