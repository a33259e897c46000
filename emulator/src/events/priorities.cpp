#include "events/priorities.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"

namespace checkride::emulator {

void PriorityList::place(GroupKey group, std::uint32_t wanted) {
  remove(group);
  std::uint32_t number = std::min(wanted, priority::kLowest);
  auto next = by_priority_.lower_bound(number);
  for (; number == priority::kSimulator || (next != by_priority_.end() && next->first == number); ++number) {
    if (number != priority::kSimulator) ++next;
  }
  by_priority_.emplace_hint(next, number, group);
  by_group_.emplace(group, number);
  CHECKRIDE_ASSERT(by_priority_.size() == by_group_.size());
}

void PriorityList::remove(GroupKey group) {
  const auto found = by_group_.find(group);
  if (found == by_group_.end()) return;
  by_priority_.erase(found->second);
  by_group_.erase(found);
}

void PriorityList::remove_client(ClientId client) {
  for (auto it = by_group_.lower_bound({client, 0}); it != by_group_.end() && it->first.client == client;) {
    by_priority_.erase(it->second);
    it = by_group_.erase(it);
  }
}

std::optional<std::uint32_t> PriorityList::priority_of(GroupKey group) const {
  const auto found = by_group_.find(group);
  if (found == by_group_.end()) return std::nullopt;
  return found->second;
}

}  // namespace checkride::emulator
