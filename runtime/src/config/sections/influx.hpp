// An InfluxDB that something is written to: the section data_collector.influx, and metrics_exporter.influx.
#pragma once

#include <cstddef>
#include <string>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"
#include "config/secret.hpp"

namespace checkride::runtime {

using world::Duration;

struct InfluxConfig {
  std::string url;                     // the server's, without /write
  int version = 1;                     // of the API: 1 or 2
  std::string database = "telemetry";  // version 1
  std::string organization;            // version 2
  std::string bucket;                  // version 2
  std::string username;                // version 1
  Secret password;                     // version 1
  Secret token;                        // version 2
  std::string ca_file;
  std::size_t batch_size = 5000;  // points of one request at most
  Duration timeout{std::chrono::seconds(10)};
};

void read_influx(values::MapReader& map, InfluxConfig* influx);

}  // namespace checkride::runtime
