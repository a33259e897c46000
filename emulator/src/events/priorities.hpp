// The one list, by priority, of all notification groups of all clients, with the simulator in its place (semantics
// 10.3). A lower number is a higher priority.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "simulator/clients.hpp"

namespace checkride::emulator {

namespace priority {
inline constexpr std::uint32_t kHighest = 1;
inline constexpr std::uint32_t kHighestMaskable = 10'000'000;
inline constexpr std::uint32_t kSimulator = 2'000'000'000;  // DEFAULT: the simulator's own place
inline constexpr std::uint32_t kLowest = 4'000'000'000;
}  // namespace priority

struct GroupKey {
  ClientId client = 0;
  std::uint32_t group = 0;
  auto operator<=>(const GroupKey&) const = default;
};

class PriorityList {
 public:
  // Puts the group at `wanted`, or at the next lower priority that is free: no two groups have the same number, and
  // none has the simulator's. Numbers beyond kLowest count as kLowest. Moves a group that is in the list already.
  void place(GroupKey group, std::uint32_t wanted);
  void remove(GroupKey group);
  void remove_client(ClientId client);
  std::optional<std::uint32_t> priority_of(GroupKey group) const;
  // In order of the walk.
  const std::map<std::uint32_t, GroupKey>& groups() const { return by_priority_; }

 private:
  std::map<std::uint32_t, GroupKey> by_priority_;
  std::map<GroupKey, std::uint32_t> by_group_;
};

}  // namespace checkride::emulator
