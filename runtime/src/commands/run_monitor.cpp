#include "app/application.hpp"
#include "app/state_folder.hpp"
#include "commands/command.hpp"
#include "config/load.hpp"
#include "log/sinks.hpp"

namespace checkride::runtime {

namespace {

// With which another binary reads the same configuration.
std::vector<std::string> check_arguments(const Options& options) {
  std::vector<std::string> words{"check-config"};
  const auto add = [&words](const char* option, const std::string& value) {
    words.insert(words.end(), {option, value});
  };
  for (const std::string& file : options.config_files) add("--config", file);
  if (options.config_dir) add("--config-dir", *options.config_dir);
  for (const std::string& one : options.sets) add("--set", one);
  if (options.log_level) add("--log-level", *options.log_level);
  return words;
}

}  // namespace

world::Task<int> run_monitor(world::World& world, const Options& options) {
  auto loaded = load_or_tell(world, options);
  if (!loaded) co_return kExitConfig;
  const Config& config = loaded->config;
  world.keep_crash_reports_in(config.app.state_dir);
  if (const auto usable = check_state_folder(world.files(), *loaded); !usable) {
    print_error(world, usable.error().message());
    co_return kExitCannotCreate;
  }
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
  ReloadSource reload{&*loaded,
                      [&world, &options](std::optional<values::Document> overlay, const std::string& state_dir) {
                        ConfigRequest request = config_request(options);
                        request.overlay = std::move(overlay);
                        request.state_dir = state_dir;
                        return load_config(request, config_source(world));
                      }};
  Application application(world, config, **log, options.build, access, std::move(reload), check_arguments(options));
  co_return co_await application.run();
}

}  // namespace checkride::runtime
