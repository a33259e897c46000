#include <memory>
#include <optional>

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

// All that a running monitor uses.
struct Program {
  LoadedConfig loaded;
  std::unique_ptr<EventLog> log;
  std::unique_ptr<EventLog> access_file;
  EventLog* access = nullptr;  // none: requests are not logged
  std::optional<Application> application;
};

Result<> open_logs(world::World& world, Program& program) {
  const Config& config = program.loaded.config;
  TRY(program.log, open_event_log(world, config.logging, config.log_level()));
  if (!config.logging.access_log.enabled) return {};
  program.access = program.log.get();
  if (config.logging.access_log.file_path.empty()) return {};
  TRY(program.access_file, open_access_log(world, config.logging));
  program.access = program.access_file.get();
  return {};
}

void tell_beginning(Program& program, const Options& options) {
  const Config& config = program.loaded.config;
  Logger log = program.log->logger("config");
  log.info("program_started", {{"app", config.app.name},
                               {"app_version", config.app.version},
                               {"environment", config.app.environment},
                               {"version", options.build.version},
                               {"revision", options.build.revision}});
  for (const Notice& notice : program.loaded.notices) {
    program.log->write(notice.level, "config", notice.event, {{"key", notice.key}, {"text", notice.text}});
  }
}

ReloadSource source_of_reloads(world::World& world, const Options& options, LoadedConfig& loaded) {
  return {&loaded, [&world, &options](std::optional<values::Document> overlay, const std::string& state_dir) {
            ConfigRequest request = config_request(options);
            request.overlay = std::move(overlay);
            request.state_dir = state_dir;
            return load_config(request, config_source(world));
          }};
}

}  // namespace

world::Task<int> run_monitor(world::World& world, const Options& options) {
  auto loaded = load_or_tell(world, options);
  if (!loaded) co_return kExitConfig;
  const auto program = std::make_shared<Program>();
  program->loaded = std::move(*loaded);
  const Config& config = program->loaded.config;
  world.keep_crash_reports_in(config.app.state_dir);
  const Result<std::string> state = check_state_folder(world.files(), program->loaded);
  const Result<> usable = state ? open_logs(world, *program) : Result<>(state.error());
  if (!usable) {
    print_error(world, usable.error().message());
    co_return kExitCannotCreate;
  }
  tell_beginning(*program, options);
  if (!state->empty()) program->log->logger("app").warn("state_dir_full", {{"reason", *state}});
  program->application.emplace(world, config, *program->log, options.build, program->access,
                               source_of_reloads(world, options, program->loaded), check_arguments(options));
  const int code = co_await program->application->run();
  if (program->application->left_tasks()) world.keep(program);
  co_return code;
}

}  // namespace checkride::runtime
