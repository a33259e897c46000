#include "config/sections/data_collector.hpp"

#include <utility>

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;
using values::MapReader;

constexpr std::uint64_t kMegabyte = 1'000'000;
constexpr std::uint64_t kTerabyte = kMegabyte * kMegabyte;
// Who reads a file of telemetry takes no more than 1 GiB; a file ends only with the batch that fills it.
constexpr std::uint64_t kFileBytesMax = 1000 * kMegabyte;

void read_size(MapReader& map, std::string_view key, std::uint64_t* bytes, std::uint64_t least,
               std::uint64_t most = 1000 * kTerabyte) {
  values::Bytes size{*bytes};
  if (map.optional(key, &size, {values::Bytes{least}, values::Bytes{most}})) *bytes = size.count;
}

void read_compression(MapReader& map, Packing* compression) {
  bool on = *compression != Packing::none;
  map.optional("compression", &on);
  std::optional<Packing> packing;  // without a default that files which are not compressed would refuse
  const bool named =
      map.choice<Packing>("compression_format", &packing, {{"gzip", Packing::gzip}, {"zstd", Packing::zstd}});
  if (named && !on)
    map.error("compression_format", "nothing is compressed: add compression: true, or take the key out");
  *compression = on ? packing.value_or(Packing::gzip) : Packing::none;
}

void read_startup(MapReader& map, SinkStartup* startup) {
  map.choice<SinkStartup>("on_startup_failure", startup,
                          {{"error", SinkStartup::error},
                           {"retry", SinkStartup::retry},
                           {"ignore", SinkStartup::ignore},
                           {"probe", SinkStartup::probe}});
}

void read_sinks(MapReader& map, DataCollectorConfig* collector) {
  map.map("sqlite", [&](MapReader& sqlite) {
    bool enabled = true;
    sqlite.optional("enabled", &enabled);
    SqliteConfig config;
    sqlite.optional("path", &config.path);
    read_startup(sqlite, &collector->on_startup_failure.sqlite);
    if (enabled) collector->sqlite = config;
  });
  map.map("influx", [&](MapReader& influx) {
    bool enabled = true;
    influx.optional("enabled", &enabled);
    InfluxConfig config;
    read_influx(influx, &config);
    read_startup(influx, &collector->on_startup_failure.influx);
    if (enabled) collector->influx = config;
  });
}

void read_files(MapReader& map, DataCollectorConfig* collector) {
  map.choice<OutputFormat>("output_format", &collector->output_format,
                           {{"json", OutputFormat::json},
                            {"csv", OutputFormat::csv},
                            {"influx", OutputFormat::influx},
                            {"none", OutputFormat::none}});
  if (map.optional("output_path", &collector->output_path) && collector->output_path.empty()) {
    map.error("output_path", "expected the path of a folder");
  }
  if (map.optional("measurement", &collector->measurement) && collector->measurement.empty()) {
    map.error("measurement", "expected a name, such as flight");
  }
  read_compression(map, &collector->compression);
  read_size(map, "rotate_size", &collector->rotate_size_bytes, 1000, kFileBytesMax);
  map.optional("rotate_interval", &collector->rotate_interval, {1s, 8760h});
  read_size(map, "retention_size", &collector->retention_size_bytes, 0);
  map.optional("retention_age", &collector->retention_age, {0s, 876000h});
}

}  // namespace

void read_data_collector(MapReader& map, DataCollectorConfig* collector) {
  collector->enabled = true;
  map.optional("enabled", &collector->enabled);
  read_files(map, collector);
  read_startup(map, &collector->on_startup_failure.files);
  map.optional("buffer_size", &collector->buffer_size, {1, 10'000'000});
  map.optional("flush_interval", &collector->flush_interval, {100ms, 1h});
  map.optional("journal_path", &collector->journal_path);
  read_size(map, "journal_max_size", &collector->journal_max_bytes, 16 * kMegabyte);
  map.choice<FsyncPolicy>(
      "fsync", &collector->fsync,
      {{"always", FsyncPolicy::always}, {"interval", FsyncPolicy::interval}, {"never", FsyncPolicy::never}});
  map.optional("fsync_interval", &collector->fsync_interval, {10ms, 1min});
  map.optional("disk_warning_ratio", &collector->disk_warning_ratio, {0.01, 1.0});
  read_sinks(map, collector);
}

}  // namespace checkride::runtime
