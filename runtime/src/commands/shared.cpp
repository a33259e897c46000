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

void CommandOutput::line(std::string_view text) {
  whole_ = whole_ && world_.print_line(text);
}

void CommandOutput::text(std::string_view text) {
  print_lines(text, [this](std::string_view one) {
    line(one);
    return whole_;
  });
}

int CommandOutput::exit_code(int code) {
  if (whole_) return code;
  print_error(world_, "standard output: the reader took nothing more");
  return kExitCannotCreate;
}

int print_result(world::World& world, std::string_view text) {
  CommandOutput output(world);
  output.text(text);
  return output.exit_code(kExitStopped);
}

bool print_text(world::World& world, std::string_view text) {
  return print_result(world, text) == kExitStopped;
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
