// Client events of one session: what its event ids mean, and which notification groups listen to them (semantics 10).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "answers/outcome.hpp"
#include "checkride/protocol/messages.hpp"
#include "events/priorities.hpp"
#include "simulator/clients.hpp"
#include "simulator/profile.hpp"
#include "simulator/simulator.hpp"

namespace checkride::emulator {

// What an event is, for all clients: two ids that have equal keys mean the same event.
struct EventIdentity {
  std::string name;        // as clients and the control API write it
  std::string key;         // compared; case folded
  bool simulator = false;  // the simulator acts on it, under `name`
};

// The event of a name that clients may map: a key event, a custom name with a period, "#number". Null: unknown.
// Not for the empty name, which means an event private to one id.
std::optional<EventIdentity> identify_event(std::string_view name, const Simulator& simulator, const Profile& profile);

class ClientEvents {
 public:
  // `priorities` holds the groups of all clients and outlives this.
  ClientEvents(ClientId client, PriorityList& priorities) : client_(client), priorities_(priorities) {}

  Outcome map(const protocol::MapClientEventToSimEvent& message, const Simulator& simulator, const Profile& profile);
  Outcome add(const protocol::AddClientEventToNotificationGroup& message, const Profile& profile);
  Outcome remove(const protocol::RemoveClientEvent& message);
  Outcome set_priority(const protocol::SetNotificationGroupPriority& message);
  Outcome clear(const protocol::ClearNotificationGroup& message);
  Outcome request(const protocol::RequestNotificationGroup& message) const;

  // Null: not mapped.
  const EventIdentity* find(protocol::EventId id) const;
  bool has_group(protocol::GroupId group) const { return groups_.contains(group); }

  // Ids in the group that mean the event, and whether one of them masks it.
  struct Hits {
    std::vector<protocol::EventId> ids;
    bool maskable = false;
  };
  Hits hits(protocol::GroupId group, const std::string& key) const;

  std::vector<ClientEventInfo> info() const;

 private:
  struct Member {
    protocol::EventId id;
    bool maskable = false;
  };
  using Group = std::vector<Member>;

  GroupKey key_of(protocol::GroupId group) const { return {client_, group.value}; }

  ClientId client_;
  PriorityList& priorities_;
  std::map<protocol::EventId, EventIdentity> events_;
  std::map<std::string, std::vector<protocol::EventId>> ids_;  // by key, ascending: which ids mean an event
  std::map<protocol::GroupId, Group> groups_;
};

}  // namespace checkride::emulator
