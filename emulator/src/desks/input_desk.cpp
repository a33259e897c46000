#include "desks/input_desk.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "answers/limits.hpp"
#include "checkride/result/assert.hpp"
#include "checkride/values/ascii.hpp"
#include "commons/commons.hpp"
#include "events/subscriptions.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;

// Inferred: the documented 20 were never seen to be enforced (semantics 4.2, code 10).
constexpr std::size_t kMaxInputMappings = 1000;
constexpr std::size_t kDocumentedMappings = 20;

// Axes are told at the ticks of the simulator's own 6 Hz timer.
const SystemEventInfo& sampling_timer(const Profile& profile) {
  const SystemEventInfo* timer = find_system_event("6Hz", profile);
  CHECKRIDE_ASSERT(timer != nullptr);
  return *timer;
}

// "q" is TAB+Q; a capital needs the shift key as well.
std::string combination_of(std::string_view key) {
  const bool capital = key.size() == 1 && key[0] >= 'A' && key[0] <= 'Z';
  return (capital ? "SHIFT+TAB+" : "TAB+") + values::upper(key);
}

}  // namespace

InputDesk::InputDesk(const DeskContext& context) : context_(context), inputs_(context.commons.inputs) {
  inputs_.enter(context_.client, *this);
}

InputDesk::~InputDesk() {
  inputs_.leave(context_.client);
}

Outcome InputDesk::check_event(protocol::EventId id, std::uint32_t index) const {
  if (id.value == protocol::kUnused || context_.events.find(id) != nullptr) return {};
  return Refusal{Exception::unrecognized_id, index};
}

template <class Message>
Outcome InputDesk::map(const Message& message) {
  const std::uint32_t id = message.input_group_id.value;
  const bool known = groups_.contains(id);
  if (!known && groups_.size() >= kMaxGroups) return Refusal{Exception::too_many_groups, 1};
  const auto input = parse_input(message.input_definition);
  const bool understood = input && (context_.profile.generation == Generation::msfs || !is_of_mouse(*input));
  if (!understood) return Refusal{Exception::name_unrecognized, 2};
  if (mappings_ >= (context_.profile.choices.twenty_input_mappings ? kDocumentedMappings : kMaxInputMappings))
    return Refusal{Exception::too_many_maps, 2};
  if (message.down_event_id.value == protocol::kUnused && message.up_event_id.value == protocol::kUnused) {
    return Refusal{Exception::error, 3};
  }
  if (const Outcome refused = check_event(message.down_event_id, 3)) return refused;
  if (const Outcome refused = check_event(message.up_event_id, 5)) return refused;
  groups_[id].mappings.push_back({std::string(message.input_definition), *input, message.down_event_id,
                                  message.down_value, message.up_event_id, message.up_value, message.maskable});
  ++mappings_;
  if (!known) inputs_.groups().place({context_.client, id}, protocol::kGroupPriorityDefault);
  return {};
}

Outcome InputDesk::on(const protocol::MapInputEventToClientEvent& message, const Occasion&) {
  return map(message);
}

Outcome InputDesk::on(const protocol::MapInputEventToClientEvent_EX1& message, const Occasion&) {
  return map(message);
}

Outcome InputDesk::on(const protocol::SetInputGroupPriority& message, const Occasion&) {
  if (!groups_.contains(message.input_group_id.value)) return Refusal{Exception::unrecognized_id, 1};
  inputs_.groups().place({context_.client, message.input_group_id.value}, message.priority);
  return {};
}

Outcome InputDesk::on(const protocol::RemoveInputEvent& message, const Occasion&) {
  const auto group = groups_.find(message.input_group_id.value);
  if (group == groups_.end()) return Refusal{Exception::unrecognized_id, 1};
  const std::size_t removed = std::erase_if(group->second.mappings, [&message](const Mapping& mapping) {
    return mapping.definition == message.input_definition;
  });
  mappings_ -= removed;
  if (removed == 0) return Refusal{Exception::unrecognized_id, 2};
  return {};
}

Outcome InputDesk::on(const protocol::ClearInputGroup& message, const Occasion&) {
  const auto group = groups_.find(message.input_group_id.value);
  if (group == groups_.end()) return Refusal{Exception::unrecognized_id, 1};
  mappings_ -= group->second.mappings.size();
  groups_.erase(group);
  inputs_.groups().remove({context_.client, message.input_group_id.value});
  return {};
}

Outcome InputDesk::on(const protocol::SetInputGroupState& message, const Occasion&) {
  const auto group = groups_.find(message.input_group_id.value);
  if (group == groups_.end()) return Refusal{Exception::unrecognized_id, 1};
  // Inferred: other values are documented nowhere.
  if (message.state != protocol::State::off && message.state != protocol::State::on) {
    return Refusal{Exception::invalid_enum, 2};
  }
  group->second.on = message.state == protocol::State::on;
  return {};
}

Outcome InputDesk::on(const protocol::RequestReservedKey& message, const Occasion&) {
  if (context_.events.find(message.client_event_id) == nullptr) return Refusal{Exception::unrecognized_id, 1};
  const std::array choices{message.key_choice1, message.key_choice2, message.key_choice3};
  for (std::uint32_t i = 0; i < choices.size(); ++i) {
    // Inferred: what no keyboard has is told, as with input definitions.
    if (!choices[i].empty() && !is_single_key(choices[i])) return Refusal{Exception::name_unrecognized, i + 2};
  }
  protocol::RecvReservedKey answer;  // with empty texts: none of them was free
  std::string combination;
  for (const std::string_view choice : choices) {
    if (choice.empty()) continue;
    combination = combination_of(choice);
    if (!inputs_.reserve(combination, context_.client, message.client_event_id.value)) continue;
    answer.choice_reserved = choice;
    answer.reserved_key = combination;
    break;
  }
  context_.outbox.answer(answer);
  return {};
}

bool InputDesk::send(protocol::EventId id, std::uint32_t data) {
  const EventIdentity* identity = context_.events.find(id);
  if (identity == nullptr) return false;
  EventOnItsWay event;
  event.identity = *identity;
  event.data = {data};
  event.first_priority = 0;  // from outside: every group hears it
  context_.route.send(event);
  return true;
}

InputListener::Heard InputDesk::hear(std::uint32_t group_id, const Stroke& stroke) {
  Heard heard;
  const auto group = groups_.find(group_id);
  CHECKRIDE_ASSERT(group != groups_.end());  // the list of all groups has those of this client, and no others
  if (!group->second.on) return heard;
  for (const Mapping& mapping : group->second.mappings) {
    if (!same_input(mapping.input, stroke.input)) continue;
    heard.masks = heard.masks || mapping.maskable;
    const bool moved = stroke.kind == Stroke::Kind::moved;
    const bool up = stroke.kind == Stroke::Kind::released ||
                    (moved && mapping.down.value == protocol::kUnused);  // a position goes to what event there is
    const std::uint32_t value = moved ? stroke.position : up ? mapping.up_value : mapping.down_value;
    if (send(up ? mapping.up : mapping.down, value)) ++heard.events;
  }
  return heard;
}

void InputDesk::hear_reserved(std::uint32_t event_id) {
  send(protocol::EventId{event_id}, 0);
}

// The first desk of a frame tells where the axes stand, to everybody.
void InputDesk::end_frame(const FrameMoment& moment) {
  const Simulator& simulator = context_.simulator;
  const auto ticks = [&](FrameNumber frame) {
    return ticks_until(sampling_timer(context_.profile), simulator.frame_time(0), simulator.frame_time(frame));
  };
  const FrameNumber before = moment.frame == 0 ? 0 : moment.frame - 1;
  inputs_.sample(ticks(before), ticks(moment.frame), simulator.has_user_object());
}

bool InputDesk::hears_an_axis() const {
  const auto displaced = [this](const Mapping& mapping) { return inputs_.displaced(mapping.input); };
  return std::any_of(groups_.begin(), groups_.end(), [&](const auto& entry) {
    const Group& group = entry.second;
    return group.on && std::any_of(group.mappings.begin(), group.mappings.end(), displaced);
  });
}

std::optional<FrameNumber> InputDesk::next_due(const FrameMoment& moment) const {
  if (!hears_an_axis()) return std::nullopt;
  const auto sampled = inputs_.sampled();
  if (!sampled) return moment.frame + 1;
  const world::Instant when =
      time_of_tick(sampling_timer(context_.profile), context_.simulator.frame_time(0), *sampled + 1);
  return frame_at_or_after(when, context_.simulator);
}

}  // namespace checkride::emulator
