#include "notify/channel.hpp"

#include <algorithm>

#include "checkride/result/assert.hpp"

namespace checkride::runtime::notify {

std::vector<Group> split_group(const Group& group, std::size_t alerts_max, std::size_t parts_max) {
  CHECKRIDE_ASSERT(alerts_max >= 1 && parts_max >= 1 && !group.alerts.empty());
  std::vector<Group> parts;
  std::size_t begin = 0;
  while (begin < group.alerts.size() && parts.size() < parts_max) {
    const std::size_t end = std::min(begin + alerts_max, group.alerts.size());
    Group& part = parts.emplace_back();
    part.key = group.key;
    part.labels = group.labels;
    part.alerts.assign(group.alerts.begin() + static_cast<std::ptrdiff_t>(begin),
                       group.alerts.begin() + static_cast<std::ptrdiff_t>(end));
    begin = end;
  }
  parts.back().omitted = group.omitted + group.alerts.size() - begin;
  return parts;
}

}  // namespace checkride::runtime::notify
