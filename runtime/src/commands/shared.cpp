// What several commands do alike: load the configuration, print texts of several lines.
#include "commands/command.hpp"
#include "config/load.hpp"

namespace checkride::runtime {

namespace {

constexpr std::string_view kDefaultConfig = "config.yaml";

template <class Print>
void print_lines(std::string_view text, const Print& print) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    print(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
}

}  // namespace

void print_text(world::World& world, std::string_view text) {
  print_lines(text, [&](std::string_view line) { world.print_line(line); });
}

void print_error(world::World& world, std::string_view text) {
  const std::string whole = "checkride-monitor: " + std::string(text);
  print_lines(whole, [&](std::string_view line) { world.print_error_line(line); });
}

std::optional<LoadedConfig> load_or_tell(world::World& world, const Options& options) {
  std::vector<std::string> files = options.config_files;
  if (files.empty()) files.emplace_back(kDefaultConfig);
  const ConfigSource source{world.files(), [&](const std::string& name) { return world.environment(name); }};
  auto loaded = load_config(files, source);
  if (loaded) return std::move(*loaded);
  print_error(world, loaded.error().message());
  return std::nullopt;
}

}  // namespace checkride::runtime
