#include "config/sections/data_collector.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;

}  // namespace

void read_data_collector(values::MapReader& map, DataCollectorConfig* collector) {
  enum class Format { json };
  Format format{};
  collector->enabled = true;
  map.optional("enabled", &collector->enabled);
  map.choice<Format>("output_format", &format, {{"json", Format::json}});
  if (map.optional("output_path", &collector->output_path) && collector->output_path.empty()) {
    map.error("output_path", "expected the path of a folder");
  }
  map.optional("buffer_size", &collector->buffer_size, {1, 10'000'000});
  map.optional("flush_interval", &collector->flush_interval, {100ms, 1h});
  map.optional("compression", &collector->compression);
}

}  // namespace checkride::runtime
