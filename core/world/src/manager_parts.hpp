// What both worlds' managers share: the text of a notification, and sockets that wait to be taken.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/network.hpp"

namespace checkride::world {

// `state` with the time behind a line RELOADING=1: the manager must tell this reload from an earlier one.
inline std::string with_monotonic_time(std::string_view state, std::uint64_t microseconds) {
  constexpr std::string_view kReloading = "RELOADING=1";
  std::string text(state);
  if (text.find(kReloading) != std::string::npos) text += "\nMONOTONIC_USEC=" + std::to_string(microseconds);
  return text;
}

struct InheritedListener {
  std::string name;
  std::unique_ptr<Listener> listener;
};

// The one of that name, else one on that port, else null.
inline std::unique_ptr<Listener> take_inherited(std::vector<InheritedListener>& all, std::string_view name,
                                                std::uint16_t port) {
  auto found = std::find_if(all.begin(), all.end(), [&](const InheritedListener& one) { return one.name == name; });
  if (found == all.end() && port != 0) {
    found = std::find_if(all.begin(), all.end(),
                         [&](const InheritedListener& one) { return one.listener->local().port == port; });
  }
  if (found == all.end()) return nullptr;
  std::unique_ptr<Listener> taken = std::move(found->listener);
  taken->set_name(found->name);
  all.erase(found);
  return taken;
}

inline std::vector<std::string> described(const std::vector<InheritedListener>& all) {
  std::vector<std::string> out;
  for (const InheritedListener& one : all) out.push_back(one.name + " (" + one.listener->local().text() + ")");
  return out;
}

}  // namespace checkride::world
