// What several commands do alike: load the configuration, print texts of several lines.
#include "commands/command.hpp"
#include "config/load.hpp"

namespace checkride::runtime {

namespace {

constexpr std::string_view kDefaultConfig = "config.yaml";

// Until `print` says that its line is lost, as then are all that follow.
template <class Print>
bool print_lines(std::string_view text, const Print& print) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (!print(text.substr(0, end))) return false;
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return true;
}

}  // namespace

bool print_text(world::World& world, std::string_view text) {
  const bool all = print_lines(text, [&](std::string_view line) { return world.print_line(line); });
  if (!all) tell_output_lost(world);
  return all;
}

void tell_output_lost(world::World& world) {
  print_error(world, "standard output: the reader took nothing more");
}

void print_error(world::World& world, std::string_view text) {
  const std::string whole = "checkride-monitor: " + std::string(text);
  print_lines(whole, [&](std::string_view line) { return world.print_error_line(line); });
}

ConfigRequest config_request(const Options& options) {
  ConfigRequest request;
  request.files = options.config_files;
  if (request.files.empty() && !options.config_dir) request.files.emplace_back(kDefaultConfig);
  request.folder = options.config_dir;
  request.sets = options.sets;
  request.log_level = options.log_level;
  request.environment = !options.values.contains(kNoEnvironment.name);
  return request;
}

ConfigSource config_source(world::World& world) {
  return {world.files(), [&world](const std::string& name) { return world.environment(name); },
          world.environment_names()};
}

std::optional<LoadedConfig> load_or_tell(world::World& world, const Options& options) {
  auto loaded = load_config(config_request(options), config_source(world));
  if (loaded) return std::move(*loaded);
  print_error(world, loaded.error().message());
  return std::nullopt;
}

}  // namespace checkride::runtime
