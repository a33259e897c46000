#include "commons/addon_menu.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"

namespace checkride::emulator {

void AddOnMenu::leave(ClientId client) {
  listeners_.erase(client);
  std::erase_if(entries_, [client](const MenuEntry& entry) { return entry.client == client; });
}

MenuEntry* AddOnMenu::find(ClientId client, std::uint32_t event_id) {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const MenuEntry& entry) {
    return entry.client == client && entry.item.event_id == event_id;
  });
  return found == entries_.end() ? nullptr : &*found;
}

bool AddOnMenu::uses(ClientId client, std::uint32_t event_id) const {
  const auto is_it = [event_id](const MenuItem& item) { return item.event_id == event_id; };
  return std::any_of(entries_.begin(), entries_.end(), [&](const MenuEntry& entry) {
    return entry.client == client && (is_it(entry.item) || std::any_of(entry.below.begin(), entry.below.end(), is_it));
  });
}

std::size_t AddOnMenu::size(ClientId client) const {
  std::size_t count = 0;
  for (const MenuEntry& entry : entries_) count += entry.client == client ? 1 + entry.below.size() : 0;
  return count;
}

bool AddOnMenu::remove(ClientId client, std::uint32_t event_id) {
  return std::erase_if(entries_, [&](const MenuEntry& entry) {
           return entry.client == client && entry.item.event_id == event_id;
         }) != 0;
}

void AddOnMenu::choose(ClientId client, const MenuItem& item) {
  const auto listener = listeners_.find(client);
  CHECKRIDE_ASSERT(listener != listeners_.end());  // a client that leaves takes its items with it
  listener->second->hear_choice(item.event_id, item.data);
}

}  // namespace checkride::emulator
