#include "link/request_groups.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace checkride::runtime::link {

RequestPlan plan_request(world::Duration update_interval) {
  using std::chrono::seconds;
  if (update_interval < seconds(1)) return {protocol::Period::visual_frame, 0};
  const auto whole = std::chrono::round<seconds>(update_interval).count();
  return {protocol::Period::second, static_cast<std::uint32_t>(whole - 1)};
}

protocol::RequestFlags RequestGroup::flags() const {
  // Not only what changed, unless asked for: silence would then mean nothing.
  return changed_only ? protocol::RequestFlags::changed | protocol::RequestFlags::tagged
                      : protocol::RequestFlags::tagged;
}

std::vector<RequestGroup> plan_groups(const std::vector<VariableConfig>& variables, world::Duration update_interval) {
  // In the order of this key the samples' group comes first.
  std::map<std::pair<bool, world::Duration>, RequestGroup> groups;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const bool changed_only = variables[i].epsilon > 0;
    const world::Duration period = std::max(variables[i].period.value_or(update_interval), update_interval);
    RequestGroup& group = groups[{changed_only, period}];
    group.changed_only = changed_only;
    group.period = period;
    group.variables.push_back(i);
  }
  std::vector<RequestGroup> out;
  for (auto& [key, group] : groups) {
    const auto id = static_cast<std::uint32_t>(out.size() + 1);
    group.definition = protocol::DefinitionId{id};
    group.request = protocol::RequestId{id};
    out.push_back(std::move(group));
  }
  return out;
}

protocol::DataType data_type_of(VariableType type) {
  switch (type) {
    case VariableType::int32:
      return protocol::DataType::int32;
    case VariableType::int64:
      return protocol::DataType::int64;
    case VariableType::float32:
      return protocol::DataType::float32;
    case VariableType::float64:
      break;
  }
  return protocol::DataType::float64;
}

}  // namespace checkride::runtime::link
