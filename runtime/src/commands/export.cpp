// export: telemetry of a stretch of time out of the database or the telemetry files, and the journal, in a format of
// choice, to standard output.
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
  CommandOutput output(world);
  const auto print = [&](std::string_view record) {
    output.line(record);
    records += output.whole() ? 1 : 0;
  };
  const auto report = collector::export_telemetry(world, config, *request, print);
  if (!report) print_error(world, report.error().message());
  if (output.exit_code(kExitStopped) != kExitStopped || !report) co_return kExitCannotCreate;
  for (const std::string& note : report->notes) print_error(world, "not exported: " + note);
  if (!report->database && !report->files) {
    print_error(world, fmt::format("no database and no telemetry files: only the journal's {} records", records));
  }
  co_return report->notes.empty() ? kExitStopped : 1;
}

}  // namespace checkride::runtime
