// The alert_manager section: channels and rules.
#pragma once

#include <vector>

#include "checkride/values/map_reader.hpp"
#include "config/config.hpp"

namespace checkride::runtime {

// Rules' metrics resolve against `variables`. Mistakes go to the reader's Diagnostics.
void read_alert_manager(values::MapReader& map, const std::vector<VariableConfig>& variables,
                        AlertManagerConfig* alerts);

}  // namespace checkride::runtime
