// export: telemetry of a stretch of time out of the journal and the database, in a format of choice, to standard
// output.
#include "collector/export.hpp"

#include <fmt/format.h>

#include "commands/command.hpp"
#include "config/load.hpp"

namespace checkride::runtime {

namespace {

const std::string* value_of(const Options& options, const std::string& name) {
  const auto found = options.values.find(name);
  return found == options.values.end() || found->second.empty() ? nullptr : &found->second.front();
}

Result<> read_time(const Options& options, const std::string& name, world::UtcTime* time) {
  const std::string* text = value_of(options, name);
  if (text == nullptr) return {};
  const auto read = world::parse_rfc3339(*text);
  if (!read) return Error::invalid("--" + name + " \"" + *text + "\": expected a time such as 2026-01-05T08:00:00Z");
  *time = *read;
  return {};
}

Result<collector::ExportRequest> request_of(const Options& options) {
  collector::ExportRequest request;
  TRY_VOID(read_time(options, "from", &request.from));
  TRY_VOID(read_time(options, "to", &request.to));
  if (request.from > request.to) {
    return Error::invalid("--from \"" + *value_of(options, "from") + "\" is later than --to \"" +
                          *value_of(options, "to") + "\"");
  }
  const std::string* format = value_of(options, "format");
  if (format == nullptr || *format == "json") return request;
  if (*format != "csv" && *format != "influx") {
    return Error::invalid("--format \"" + *format + "\": expected json, csv or influx");
  }
  request.format = *format == "csv" ? OutputFormat::csv : OutputFormat::influx;
  return request;
}

}  // namespace

world::Task<int> export_telemetry(world::World& world, const Options& options) {
  const auto request = request_of(options);
  if (!request) {
    print_error(world, request.error().message());
    co_return kExitUsage;
  }
  const auto loaded = load_or_tell(world, options);
  if (!loaded) co_return kExitConfig;
  const DataCollectorConfig& config = loaded->config.data_collector;
  std::uint64_t records = 0;
  bool printing = true;  // nothing after a line that was lost: a gap in the middle would look like one of the flight
  const auto print = [&](std::string_view record) {
    printing = printing && world.print_line(record);
    records += printing ? 1 : 0;
  };
  const auto done = collector::export_telemetry(world, config, *request, print);
  if (!done) print_error(world, done.error().message());
  if (!printing) tell_output_lost(world);
  if (!done || !printing) co_return kExitCannotCreate;
  if (!config.sqlite || !world.files().exists(config.sqlite_file())) {
    print_error(world, fmt::format("no database: only the journal's {} records", records));
  }
  co_return kExitStopped;
}

}  // namespace checkride::runtime
