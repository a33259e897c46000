// The section alert_manager: channels and rules.
#pragma once

#include <vector>

#include "checkride/values/map_reader.hpp"
#include "config/sections/alert_policy.hpp"
#include "config/sections/alert_rules.hpp"
#include "config/sections/channels.hpp"
#include "config/sections/flight_monitor.hpp"

namespace checkride::runtime {

struct AlertManagerConfig {
  bool enabled = false;
  ChannelsConfig channels;
  std::vector<RuleConfig> rules;
  AlertPolicyConfig policy;
};

// Rules' metrics resolve against `variables`. Mistakes go to the reader's Diagnostics.
void read_alert_manager(values::MapReader& map, const std::vector<VariableConfig>& variables,
                        AlertManagerConfig* alerts);

}  // namespace checkride::runtime
