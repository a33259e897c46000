// The Add-ons menu (semantics 18, FSX): items of all clients, chosen from the control side alone. Shared by all
// clients.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/clients.hpp"

namespace checkride::emulator {

// A client that put items into the menu; told at once.
class MenuListener {
 public:
  virtual void hear_choice(std::uint32_t event_id, std::uint32_t data) = 0;

 protected:
  ~MenuListener() = default;
};

struct MenuItem {
  std::uint32_t event_id = 0;
  std::string text;
  std::uint32_t data = 0;
};

// An item of the menu itself. One with items below it sends nothing.
struct MenuEntry {
  ClientId client = 0;
  MenuItem item;
  std::vector<MenuItem> below;
};

class AddOnMenu {
 public:
  static constexpr std::size_t kMaxSubItems = 16;  // semantics 27
  // Of one client, sub-items included. Inferred: no limit is documented.
  static constexpr std::size_t kMaxItems = 1000;

  void enter(ClientId client, MenuListener& listener) { listeners_[client] = &listener; }
  // Its items go with the client.
  void leave(ClientId client);

  // In order of adding. The pointer lives until the next change.
  const std::vector<MenuEntry>& entries() const { return entries_; }
  MenuEntry* find(ClientId client, std::uint32_t event_id);
  // Inferred: items and sub-items share their ids, as both come back as the client's event.
  bool uses(ClientId client, std::uint32_t event_id) const;
  std::size_t size(ClientId client) const;
  void add(ClientId client, MenuItem item) { entries_.push_back({client, std::move(item), {}}); }
  // False: there is none.
  bool remove(ClientId client, std::uint32_t event_id);

  // Somebody chooses this item of that client. Between frames the sessions must be woken: the client is due nothing.
  void choose(ClientId client, const MenuItem& item);

 private:
  std::map<ClientId, MenuListener*> listeners_;
  std::vector<MenuEntry> entries_;
};

}  // namespace checkride::emulator
