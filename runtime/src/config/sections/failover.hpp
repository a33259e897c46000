// The section failover: which simulators stand by for which flight, and when they take over.
#pragma once

#include <string>
#include <vector>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"
#include "config/sections/simulators.hpp"

namespace checkride::runtime {

// One flight: `primary` flies it, the standbys take over in their order. Names are those of the section simulators.
struct FailoverFlight {
  std::string name;  // under which its samples, alerts and metrics stand; the primary's when the file gives none
  std::string primary;
  std::vector<std::string> standbys;
};

enum class FailBack {
  never,      // the standby keeps the flight until it fails itself
  automatic,  // the primary takes it again when it was healthy for fail_back_after
};

struct FailoverConfig {
  world::Duration health_check_interval{std::chrono::seconds(5)};
  int failure_threshold = 3;  // failed checks in a row that make a switch
  // From the decision to the first data of the standby; after that the next one is tried. At most 60 s.
  world::Duration failover_timeout{std::chrono::seconds(30)};
  FailBack fail_back = FailBack::never;
  world::Duration fail_back_after{std::chrono::seconds(60)};
  std::vector<FailoverFlight> flights;
};

// Names are looked for among `simulators`; a simulator is part of one flight at most.
void read_failover(values::MapReader& map, const std::vector<SimulatorConfig>& simulators, FailoverConfig* failover);

}  // namespace checkride::runtime
