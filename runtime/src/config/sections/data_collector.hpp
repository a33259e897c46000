// The section data_collector: telemetry on the disk, and from there in files, SQLite and InfluxDB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"
#include "config/sections/influx.hpp"

namespace checkride::runtime {

using world::Duration;

// Of the telemetry files; none: there are no files.
enum class OutputFormat { none, json, csv, influx };
enum class Packing { none, gzip, zstd };
// When the journal is synced: with every append, every fsync_interval, or only before the sinks take what is in it.
enum class FsyncPolicy { always, interval, never };

// What is done at the start about a sink that only a person can mend: no right, a folder that cannot be made, a damaged
// database, another monitor that writes there. What may pass by itself (a full disk, a locked database, a server that
// does not answer) is waited for, whatever stands here.
enum class SinkStartup : std::uint8_t {
  error,   // the monitor does not start
  retry,   // a warning, and further attempts without end; what the sink should have waits in the journal
  ignore,  // a warning, and it is left alone until the next start
  probe,   // it is asked whether it works, and left alone if it does not, for whatever reason
};
struct SinkStartups {
  SinkStartup files = SinkStartup::error;  // and the journal
  SinkStartup sqlite = SinkStartup::error;
  SinkStartup influx = SinkStartup::error;
};

struct SqliteConfig {
  std::string path;  // telemetry.db below output_path unless it is given
};

struct DataCollectorConfig {
  bool enabled = false;
  OutputFormat output_format = OutputFormat::json;
  std::string output_path = "data";
  std::size_t buffer_size = 10000;  // records held in memory at most
  Duration flush_interval{std::chrono::seconds(30)};
  Packing compression = Packing::none;
  SinkStartups on_startup_failure;
  std::string measurement = "flight";  // of the line protocol

  std::uint64_t rotate_size_bytes = 100'000'000;
  Duration rotate_interval{std::chrono::hours(24)};  // and with each UTC day
  std::uint64_t retention_size_bytes = 0;            // of the finished files; zero: no limit
  Duration retention_age{};                          // of a finished file; zero: no limit

  std::string journal_path;  // journal below output_path unless it is given
  std::uint64_t journal_max_bytes = 1024 * 1024 * 1024;
  FsyncPolicy fsync = FsyncPolicy::interval;
  Duration fsync_interval{std::chrono::seconds(1)};
  double disk_warning_ratio = 0.8;  // of the disk in use

  std::optional<SqliteConfig> sqlite;
  std::optional<InfluxConfig> influx;

  std::string journal_folder() const { return journal_path.empty() ? output_path + "/journal" : journal_path; }
  std::string sqlite_file() const { return sqlite->path.empty() ? output_path + "/telemetry.db" : sqlite->path; }
};

void read_data_collector(values::MapReader& map, DataCollectorConfig* collector);

}  // namespace checkride::runtime
