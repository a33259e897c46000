// The section logging: where log lines go, and in which form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "checkride/values/map_reader.hpp"
#include "config/level.hpp"

namespace checkride::runtime {

enum class LogFormat { json, logfmt, text };
enum class LogOutput { standard_output, file };

struct LoggingConfig {
  std::optional<Level> level;
  LogFormat format = LogFormat::json;
  LogOutput output = LogOutput::standard_output;
  std::string file_path;  // required for output: file
  std::uint64_t max_bytes = 100 * 1024 * 1024;
  int max_backups = 10;
  int max_age_days = 30;  // 0: no limit
  bool compress = false;
};

void read_logging(values::MapReader& map, LoggingConfig* logging);

}  // namespace checkride::runtime
