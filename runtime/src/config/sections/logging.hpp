// The section logging: where log lines go, and in which form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"
#include "config/level.hpp"

namespace checkride::runtime {

enum class LogFormat { json, logfmt, text };
enum class LogOutput { standard_output, file };

// One line for each HTTP request, by the logger "access".
struct AccessLogConfig {
  bool enabled = false;
  std::string file_path;  // empty: into the log itself
};

struct LoggingConfig {
  std::optional<Level> level;
  LogFormat format = LogFormat::json;
  LogOutput output = LogOutput::standard_output;
  std::string file_path;  // required for output: file
  std::uint64_t max_bytes = 100'000'000;
  int max_backups = 10;
  int max_age_days = 30;  // 0: no limit
  bool compress = false;
  world::Duration repeat_window{std::chrono::seconds(10)};  // zero: repeats are written like anything else
  AccessLogConfig access_log;
};

void read_logging(values::MapReader& map, LoggingConfig* logging);

}  // namespace checkride::runtime
