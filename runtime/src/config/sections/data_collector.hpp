// The section data_collector: telemetry on the disk.
#pragma once

#include <cstddef>
#include <string>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"

namespace checkride::runtime {

using world::Duration;

struct DataCollectorConfig {
  bool enabled = false;
  std::string output_path = "data";
  std::size_t buffer_size = 10000;  // records held in memory at most
  Duration flush_interval{std::chrono::seconds(30)};
  bool compression = false;
};

void read_data_collector(values::MapReader& map, DataCollectorConfig* collector);

}  // namespace checkride::runtime
