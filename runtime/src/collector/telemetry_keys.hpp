// Reads the keys of records back out of telemetry files of every format and packing.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "collector/sink.hpp"
#include "collector/telemetry_lines.hpp"

namespace checkride::runtime::collector {

// What a file of that name holds; of one that is cut off, the whole blocks. Error: it is damaged.
Result<std::string> telemetry_text(std::string_view name, std::string bytes);
// Calls `each` for every whole line's key.
void each_key(std::string_view text, const std::function<void(const TelemetryKey&)>& each);

// Calls `each` for every record in the telemetry files of `folder`, finished or not; of the file that `position` names
// only what counts there. Files that cannot be read to their end are told in `notes`.
Result<> read_telemetry_files(world::Files& files, const std::string& folder, const SinkPosition& position,
                              const std::function<void(const TelemetryKey&)>& each, std::vector<std::string>* notes);

}  // namespace checkride::runtime::collector
