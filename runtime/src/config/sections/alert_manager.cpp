#include "config/sections/alert_manager.hpp"

namespace checkride::runtime {

void read_alert_manager(values::MapReader& map, const std::vector<VariableConfig>& variables,
                        AlertManagerConfig* alerts) {
  alerts->enabled = true;
  map.optional("enabled", &alerts->enabled);
  read_channels(map, &alerts->channels);
  const std::vector<ReceiverConfig> receivers = read_receivers(map, &alerts->channels);
  const Audience audience{alerts->channels, receivers};
  read_alert_rules(map, variables, audience, &alerts->rules);
  read_alert_policy(map, audience, &alerts->policy);
}

}  // namespace checkride::runtime
