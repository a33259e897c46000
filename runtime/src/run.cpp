#include <string>

#include "app/application.hpp"
#include "checkride/runtime/runtime.hpp"
#include "config/load.hpp"
#include "help.hpp"
#include "log/sinks.hpp"

namespace checkride::runtime {

namespace {

using world::Task;
using world::World;

constexpr std::string_view kDefaultConfig = "config.yaml";

// Every line of a text of several, so that each stays one line of the output.
template <class Print>
void print_lines(std::string_view text, const Print& print) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    print(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
}

void print_text(World& world, std::string_view text) {
  print_lines(text, [&](std::string_view line) { world.print_line(line); });
}

void print_error(World& world, const Error& error) {
  const std::string text = "checkride-monitor: " + error.message();
  print_lines(text, [&](std::string_view line) { world.print_error_line(line); });
}

Result<LoadedConfig> load(World& world, std::vector<std::string> files) {
  if (files.empty()) files.emplace_back(kDefaultConfig);
  const ConfigSource source{world.files(), [&](const std::string& name) { return world.environment(name); }};
  return load_config(files, source);
}

int check_config(World& world, const LoadedConfig& loaded) {
  for (const Notice& notice : loaded.notices) {
    world.print_line(std::string(to_string(notice.level)) + ": " + notice.key + ": " + notice.text);
  }
  world.print_line("the configuration is valid");
  return kExitStopped;
}

// The option is strongest, then logging.level, then app.log_level.
Level choose_level(const Options& options, const Config& config) {
  if (options.log_level) {
    if (const auto level = parse_level(*options.log_level)) return *level;
  }
  return config.logging.level.value_or(config.app.log_level.value_or(Level::info));
}

Task<int> run_monitor(World& world, const Options& options, LoadedConfig loaded) {
  auto log = open_event_log(world, loaded.config.logging, choose_level(options, loaded.config));
  if (!log) {
    print_error(world, log.error());
    co_return kExitCannotCreate;
  }
  Logger config_log = (*log)->logger("config");
  config_log.info("program_started", {{"app", loaded.config.app.name},
                                      {"app_version", loaded.config.app.version},
                                      {"environment", loaded.config.app.environment},
                                      {"version", options.build.version},
                                      {"revision", options.build.revision}});
  for (const Notice& notice : loaded.notices) {
    (*log)->write(notice.level, "config", notice.event, {{"key", notice.key}, {"text", notice.text}});
  }
  Application application(world, loaded.config, **log, options.build);
  co_return co_await application.run();
}

}  // namespace

Task<int> run(World& world, Options options) {
  if (options.command == Options::Command::help) {
    print_text(world, help_text());
    co_return kExitStopped;
  }
  if (options.command == Options::Command::version) {
    print_text(world, version_text());
    co_return kExitStopped;
  }
  auto loaded = load(world, options.config_files);
  if (!loaded) {
    print_error(world, loaded.error());
    co_return kExitConfig;
  }
  if (options.command == Options::Command::check_config) co_return check_config(world, *loaded);
  co_return co_await run_monitor(world, options, std::move(*loaded));
}

}  // namespace checkride::runtime
