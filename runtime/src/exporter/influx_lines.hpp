// The metrics as lines of the Influx line protocol.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/time.hpp"
#include "metrics/registry.hpp"

namespace checkride::runtime {

// One point a series, in the order of the page:
//   simconnect_simulator_up,monitor=site,simulator=sim value=1 1767600000000000000
// The measurement is the metric's name; its labels are tags, after the tag `monitor` (no metric has such a label), by
// which the points of several monitors stay apart. Fields: of a counter and a gauge `value`; of a histogram `count` and
// `sum`, and once it has seen something `min`, `max`, `p50`, `p90`, `p95`, `p99` and `p999`. What is not finite is left
// out, and with its only field the point. In texts of `points_max` lines each, for one request; requires at least one.
std::vector<std::string> influx_lines(Registry& metrics, std::string_view monitor, world::UtcTime now,
                                      std::size_t points_max);

}  // namespace checkride::runtime
