#include "app/application.hpp"
#include "commands/command.hpp"
#include "config/load.hpp"
#include "log/sinks.hpp"

namespace checkride::runtime {

world::Task<int> run_monitor(world::World& world, const Options& options) {
  auto loaded = load_or_tell(world, options);
  if (!loaded) co_return kExitConfig;
  const Config& config = loaded->config;
  auto log = open_event_log(world, config.logging, config.log_level());
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
  ReloadSource reload{&*loaded, [&world, &options](std::optional<values::Document> overlay) {
                        ConfigRequest request = config_request(options);
                        request.overlay = std::move(overlay);
                        return load_config(request, config_source(world));
                      }};
  Application application(world, config, **log, options.build, access, std::move(reload));
  co_return co_await application.run();
}

}  // namespace checkride::runtime
