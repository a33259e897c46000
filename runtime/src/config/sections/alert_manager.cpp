#include "config/sections/alert_manager.hpp"

namespace checkride::runtime {

void read_alert_manager(values::MapReader& map, const std::vector<VariableConfig>& variables,
                        AlertManagerConfig* alerts) {
  alerts->enabled = true;
  map.optional("enabled", &alerts->enabled);
  read_channels(map, &alerts->channels);
  read_alert_rules(map, variables, alerts->channels, &alerts->rules);
  read_alert_policy(map, alerts->channels, &alerts->policy);
}

}  // namespace checkride::runtime
