// Export: records of a stretch of time, from the SQLite database or else from the telemetry files, and from the
// journal.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/world.hpp"
#include "config/sections/data_collector.hpp"

namespace checkride::runtime::collector {

struct ExportRequest {
  world::UtcTime from = world::UtcTime::min();  // included
  world::UtcTime to = world::UtcTime::max();    // not included
  OutputFormat format = OutputFormat::json;     // json, csv or influx
};

// What it was made of.
struct ExportReport {
  bool database = false;
  bool files = false;              // there are telemetry files, and no database
  std::vector<std::string> notes;  // what of the files could not be read
};

// Gives each record once, and all that were received before it began, whatever a running monitor does meanwhile. With a
// database: its records in the order of time, then those that only the journal has. Without one: those of the files and
// the journal, in the order of simulator, session and sequence. `print` is given lines without their newline. Errors:
// those of the disk; what is damaged in the journal is left out, see `buffer check`.
Result<ExportReport> export_telemetry(world::World& world, const DataCollectorConfig& config,
                                      const ExportRequest& request, const std::function<void(std::string_view)>& print);

}  // namespace checkride::runtime::collector
