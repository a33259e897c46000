#include "app/application.hpp"
#include "commands/command.hpp"
#include "config/load.hpp"
#include "log/sinks.hpp"

namespace checkride::runtime {

namespace {

// The option is strongest, then logging.level, then app.log_level.
Level choose_level(const Options& options, const Config& config) {
  if (options.log_level) {
    if (const auto level = parse_level(*options.log_level)) return *level;
  }
  return config.logging.level.value_or(config.app.log_level.value_or(Level::info));
}

}  // namespace

world::Task<int> run_monitor(world::World& world, const Options& options) {
  const auto loaded = load_or_tell(world, options);
  if (!loaded) co_return kExitConfig;
  const Config& config = loaded->config;
  auto log = open_event_log(world, config.logging, choose_level(options, config));
  if (!log) {
    print_error(world, log.error().message());
    co_return kExitCannotCreate;
  }
  std::unique_ptr<EventLog> access_file;
  EventLog* access = config.logging.access_log.enabled ? log->get() : nullptr;
  if (access != nullptr && !config.logging.access_log.file_path.empty()) {
    auto opened = open_access_log(world, config.logging);
    if (!opened) {
      print_error(world, opened.error().message());
      co_return kExitCannotCreate;
    }
    access_file = std::move(*opened);
    access = access_file.get();
  }
  Logger config_log = (*log)->logger("config");
  config_log.info("program_started", {{"app", config.app.name},
                                      {"app_version", config.app.version},
                                      {"environment", config.app.environment},
                                      {"version", options.build.version},
                                      {"revision", options.build.revision}});
  for (const Notice& notice : loaded->notices) {
    (*log)->write(notice.level, "config", notice.event, {{"key", notice.key}, {"text", notice.text}});
  }
  Application application(world, config, **log, options.build, access);
  co_return co_await application.run();
}

}  // namespace checkride::runtime
