// Export: records of a stretch of time, from the SQLite database where there is one and from the journal.
#pragma once

#include <functional>
#include <string_view>

#include "checkride/world/world.hpp"
#include "config/sections/data_collector.hpp"

namespace checkride::runtime::collector {

struct ExportRequest {
  world::UtcTime from = world::UtcTime::min();  // included
  world::UtcTime to = world::UtcTime::max();    // not included
  OutputFormat format = OutputFormat::json;     // json, csv or influx
};

// Gives the lines in the order of the journal, each once, those of the database first. `print` is given lines without
// their newline. Errors: those of the disk; what is damaged in the journal is left out, see `buffer check`.
Result<> export_telemetry(world::World& world, const DataCollectorConfig& config, const ExportRequest& request,
                          const std::function<void(std::string_view)>& print);

}  // namespace checkride::runtime::collector
