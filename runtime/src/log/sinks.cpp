#include "log/sinks.hpp"

#include <utility>

#include "log/file_sink.hpp"

namespace checkride::runtime {

namespace {

class StandardOutputSink final : public LogSink {
 public:
  explicit StandardOutputSink(world::World& world) : world_(world) {}
  void write(std::string_view line) override {
    const bool written = world_.print_line(line);
    if (!written) ++lost_;
    if (!written && !failing_) (void)world_.print_error_line("checkride-monitor: standard output takes no log lines");
    failing_ = !written;
  }
  std::uint64_t lost() const override { return lost_; }

 private:
  world::World& world_;
  std::uint64_t lost_ = 0;
  bool failing_ = false;
};

LineFormat format_of(LogFormat format) {
  switch (format) {
    case LogFormat::json:
      return append_json_line;
    case LogFormat::logfmt:
      return append_logfmt_line;
    case LogFormat::text:
      return append_text_line;
  }
  return append_json_line;
}

}  // namespace

std::unique_ptr<LogSink> make_standard_output_sink(world::World& world) {
  return std::make_unique<StandardOutputSink>(world);
}

Result<std::unique_ptr<LogSink>> open_file_sink(world::World& world, const LoggingConfig& config) {
  auto sink = std::make_unique<FileSink>(world, config);
  if (auto opened = sink->open(); !opened) return opened.error().with("opening the log");
  return std::unique_ptr<LogSink>(std::move(sink));
}

Result<std::unique_ptr<EventLog>> open_event_log(world::World& world, const LoggingConfig& config, Level level) {
  std::unique_ptr<LogSink> sink;
  if (config.output == LogOutput::file) {
    TRY(sink, open_file_sink(world, config));
  } else {
    sink = make_standard_output_sink(world);
  }
  auto log = std::make_unique<EventLog>(world.clock(), level, format_of(config.format), std::move(sink));
  log->suppress_repeats(config.repeat_window);
  return log;
}

Result<std::unique_ptr<EventLog>> open_access_log(world::World& world, const LoggingConfig& config) {
  LoggingConfig own = config;
  own.file_path = config.access_log.file_path;
  std::unique_ptr<LogSink> sink;
  TRY(sink, open_file_sink(world, own));
  return std::make_unique<EventLog>(world.clock(), Level::info, format_of(config.format), std::move(sink));
}

}  // namespace checkride::runtime
