#include <algorithm>
#include <array>

#include "commands/command.hpp"

namespace checkride::runtime {

namespace {

constexpr std::array kReadingOptions{kNoEnvironment};

constexpr std::array kCommands{
    Command{.name = "run",
            .words = "",
            .summary = "run until SIGINT or SIGTERM (what no command means)",
            .run = run_monitor},
    Command{.name = "check-config",
            .words = "[--no-environment]",
            .summary = "read the configuration and tell every mistake",
            .options = kReadingOptions,
            .run = check_config},
    Command{.name = "print-config",
            .words = "[--no-environment]",
            .summary = "print the configuration in effect, where each value comes from, and no secret",
            .options = kReadingOptions,
            .run = print_config},
    Command{.name = "sample-config",
            .words = "",
            .summary = "print a configuration to begin with: every key, explained",
            .run = sample_config_command},
    Command{.name = "print-schema",
            .words = "",
            .summary = "print the JSON Schema of configuration files",
            .run = print_schema},
};

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}

const Command* find_command(std::string_view name) {
  const auto found =
      std::find_if(kCommands.begin(), kCommands.end(), [&](const Command& command) { return command.name == name; });
  return found == kCommands.end() ? nullptr : &*found;
}

}  // namespace checkride::runtime
