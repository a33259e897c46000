// The keys of balancers, and of what can be set on them.
#pragma once

#include <string>

#include "checkride/harness/balancer_spec.hpp"
#include "checkride/values/values.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

// Mistakes are in the map's Diagnostics. Whether the services behind it are there is looked at by
// check_needed().
BalancerSpec read_balancer(values::MapReader& map, Reader& reader);

// weights and state, as RunningService::set takes them. `service`: the balancer; null: no name is looked up.
std::string read_balancer_change(values::MapReader& map, const Service* service, Reader& reader);

}  // namespace checkride::harness
