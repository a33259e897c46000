// Of the section alert_manager: the rules.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"
#include "config/sections/channels.hpp"
#include "config/sections/flight_monitor.hpp"
#include "rules/decide.hpp"

namespace checkride::runtime {

using world::Duration;

enum class Severity { info, warning, critical };

std::string_view to_string(Severity value);

struct RuleConfig {
  std::string name;    // unique
  std::string metric;  // as written
  // What the metric resolved to: an index into flight_monitor.variables, or nothing for error_rate.
  std::optional<std::size_t> variable;
  alerts::Condition condition = alerts::Condition::less_than;
  double threshold = 0;  // in the unit of the variable
  Duration duration{};
  Severity severity = Severity::warning;
  std::vector<Action> actions;
};

// The key rules of alert_manager. Metrics resolve against `variables`, actions against `channels`. Mistakes go to the
// reader's Diagnostics.
void read_alert_rules(values::MapReader& map, const std::vector<VariableConfig>& variables,
                      const ChannelsConfig& channels, std::vector<RuleConfig>* rules);

}  // namespace checkride::runtime
