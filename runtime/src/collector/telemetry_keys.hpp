// Reads the keys of records back out of telemetry files of every format and packing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collector/sink.hpp"

namespace checkride::runtime::collector {

// What tells a record from every other one.
struct TelemetryKey {
  std::string simulator;
  std::uint64_t session = 0;
  std::uint64_t sequence = 0;
  bool operator==(const TelemetryKey&) const = default;
};

// The key in a line of JSON, CSV or the line protocol; none for a header and for what is no telemetry line.
std::optional<TelemetryKey> key_of_line(std::string_view line);

// What a file of that name holds; of one that is cut off, the whole blocks. Error: it is damaged.
Result<std::string> telemetry_text(std::string_view name, std::string bytes);
// Calls `each` for every whole line's key.
void each_key(std::string_view text, const std::function<void(const TelemetryKey&)>& each);
// How many bytes of `text` are lines with their ends.
std::size_t whole_lines(std::string_view text);

// Calls `each` for every record in the telemetry files of `folder`, finished or not; of the file that `position` names
// only what counts there. Files that cannot be read to their end are told in `notes`.
Result<> read_telemetry_files(world::Files& files, const std::string& folder, const SinkPosition& position,
                              const std::function<void(const TelemetryKey&)>& each, std::vector<std::string>* notes);

}  // namespace checkride::runtime::collector
