// Where log lines go: standard output, or a file that rotates.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "checkride/world/world.hpp"
#include "config/config.hpp"
#include "log/event_log.hpp"

namespace checkride::runtime {

// World::print_line.
std::unique_ptr<LogSink> make_standard_output_sink(world::World& world);

// Appends to logging.file_path. A line that would pass max_bytes goes into a new file: the full one is renamed to
// app-2026-01-05T08-00-00.000000Z.log beside it, packed by gzip if logging.compress says so (away from the event loop),
// and the oldest of those are removed beyond max_backups or max_age_days. A line that cannot be written is counted; the
// first of a row of them is told on standard error, and each further line tries again. Errors, at once: the folder
// cannot be made, the file cannot be opened.
Result<std::unique_ptr<LogSink>> open_file_sink(world::World& world, const LoggingConfig& config);

// The log that the configuration describes, at the given level, repeats suppressed as it says.
Result<std::unique_ptr<EventLog>> open_event_log(world::World& world, const LoggingConfig& config, Level level);
// The access log's own file, logging.access_log.file_path, with the format and the limits of the log.
Result<std::unique_ptr<EventLog>> open_access_log(world::World& world, const LoggingConfig& config);

}  // namespace checkride::runtime
