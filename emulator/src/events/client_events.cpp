#include "events/client_events.hpp"

#include <algorithm>
#include <charconv>

#include "answers/limits.hpp"
#include "checkride/catalog/key_event.hpp"
#include "checkride/values/ascii.hpp"

namespace checkride::emulator {
namespace {

using protocol::Exception;

// Numbers that no simulator uses itself: events of add-ons (semantics 10.1).
constexpr std::uint32_t kFirstAddOnEvent = 0x11000;
constexpr std::uint32_t kLastAddOnEvent = 0x1FFFF;

// "#69632", "#0x11000".
std::optional<std::uint32_t> event_number(std::string_view name) {
  if (!name.starts_with('#')) return std::nullopt;
  name.remove_prefix(1);
  const bool hex = name.starts_with("0x") || name.starts_with("0X");
  if (hex) name.remove_prefix(2);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number, hex ? 16 : 10);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

std::optional<EventIdentity> identify_number(std::uint32_t number, const Simulator& simulator, const Profile& profile) {
  if (profile.generation == Generation::msfs) {
    if (const auto name = simulator.event_by_number(number)) return EventIdentity{*name, values::lower(*name), true};
  }
  if (number < kFirstAddOnEvent || number > kLastAddOnEvent) return std::nullopt;
  const std::string name = "#" + std::to_string(number);
  return EventIdentity{name, name, false};
}

}  // namespace

std::optional<EventIdentity> identify_event(std::string_view name, const Simulator& simulator, const Profile& profile) {
  if (const auto number = event_number(name)) return identify_number(*number, simulator, profile);
  if (name.find('.') != std::string_view::npos) return EventIdentity{std::string(name), values::lower(name), false};
  if (name.empty() || !simulator.knows_event(name)) return std::nullopt;
  // "KEY_GEAR_TOGGLE" and "gear_toggle" are one event.
  const catalog::KeyEvent* listed = catalog::find_key_event(name);
  const std::string_view usual = listed == nullptr ? name : listed->name;
  return EventIdentity{std::string(usual), values::lower(usual), true};
}

Outcome ClientEvents::map(const protocol::MapClientEventToSimEvent& message, const Simulator& simulator,
                          const Profile& profile) {
  if (events_.contains(message.client_event_id)) return Refusal{Exception::event_id_duplicate, 1};
  if (events_.size() >= kMaxClientEvents) return Refusal{Exception::too_many_event_names, 2};
  EventIdentity identity;
  if (message.event_name.empty()) {
    // No name that a client can write has a key of one slash and numbers: it is this id's alone.
    identity.key = "/" + std::to_string(client_) + "/" + std::to_string(message.client_event_id.value);
  } else if (auto found = identify_event(message.event_name, simulator, profile)) {
    identity = std::move(*found);
  } else if (profile.choices.unknown_event_names_are_custom) {
    identity = {std::string(message.event_name), "//" + values::lower(message.event_name), false};
  } else {
    return Refusal{Exception::name_unrecognized, 2};
  }
  std::vector<protocol::EventId>& ids = ids_[identity.key];
  ids.insert(std::ranges::upper_bound(ids, message.client_event_id), message.client_event_id);
  events_.emplace(message.client_event_id, std::move(identity));
  return {};
}

Outcome ClientEvents::add(const protocol::AddClientEventToNotificationGroup& message, const Profile& profile) {
  const bool known = groups_.contains(message.group_id);
  if (!known && groups_.size() >= kMaxGroups) return Refusal{Exception::too_many_groups, 1};
  if (known && groups_[message.group_id].size() >= protocol::kMaxGroupEvents) {
    return Refusal{Exception::too_many_objects, 1};
  }
  if (!events_.contains(message.client_event_id)) return Refusal{Exception::unrecognized_id, 2};
  Group& group = groups_[message.group_id];
  const auto same = [&message](const Member& member) { return member.id == message.client_event_id; };
  if (std::any_of(group.begin(), group.end(), same)) return Refusal{Exception::duplicate_id, 2};
  group.push_back({message.client_event_id, message.maskable});
  // Groups that nobody gave a priority do receive events in newer simulators (semantics 10.3).
  if (!known && !profile.choices.groups_need_a_priority)
    priorities_.place(key_of(message.group_id), protocol::kGroupPriorityDefault);
  return {};
}

Outcome ClientEvents::remove(const protocol::RemoveClientEvent& message) {
  const auto group = groups_.find(message.group_id);
  if (group == groups_.end()) return Refusal{Exception::unrecognized_id, 1};
  const auto same = [&message](const Member& member) { return member.id == message.client_event_id; };
  if (std::erase_if(group->second, same) == 0) return Refusal{Exception::unrecognized_id, 2};
  return {};
}

Outcome ClientEvents::set_priority(const protocol::SetNotificationGroupPriority& message) {
  if (!groups_.contains(message.group_id)) return Refusal{Exception::unrecognized_id, 1};
  priorities_.place(key_of(message.group_id), message.priority);
  return {};
}

Outcome ClientEvents::clear(const protocol::ClearNotificationGroup& message) {
  if (groups_.erase(message.group_id) == 0) return Refusal{Exception::unrecognized_id, 1};
  priorities_.remove(key_of(message.group_id));
  return {};
}

Outcome ClientEvents::request(const protocol::RequestNotificationGroup& message) const {
  if (!groups_.contains(message.group_id)) return Refusal{Exception::unrecognized_id, 1};
  if (message.reserved != 0) return Refusal{Exception::data_error, 2};
  if (message.flags != 0) return Refusal{Exception::data_error, 3};
  return {};
}

const EventIdentity* ClientEvents::find(protocol::EventId id) const {
  const auto found = events_.find(id);
  return found == events_.end() ? nullptr : &found->second;
}

ClientEvents::Hits ClientEvents::hits(protocol::GroupId group, const std::string& key) const {
  Hits result;
  const auto ids = ids_.find(key);
  const auto found = groups_.find(group);
  if (ids == ids_.end() || found == groups_.end()) return result;
  for (const Member& member : found->second) {
    if (!std::ranges::binary_search(ids->second, member.id)) continue;
    result.ids.push_back(member.id);
    result.maskable = result.maskable || member.maskable;
  }
  return result;
}

std::vector<ClientEventInfo> ClientEvents::info() const {
  std::vector<ClientEventInfo> result;
  for (const auto& [id, identity] : events_) {
    ClientEventInfo& event = result.emplace_back();
    event.event_id = id.value;
    event.name = identity.name;
    for (const auto& [group, members] : groups_) {
      const auto same = [&id = id](const Member& member) { return member.id == id; };
      if (std::any_of(members.begin(), members.end(), same)) event.groups.push_back(group.value);
    }
  }
  return result;
}

}  // namespace checkride::emulator
