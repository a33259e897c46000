#include <algorithm>
#include <array>

#include "commands/command.hpp"

namespace checkride::runtime {

namespace {

constexpr std::array kTestRulesOptions{
    OptionSpec{.name = "replay", .value = "TELEMETRY", .help = "JSON lines of the data collector, plain or .gz"}};

constexpr std::array kHealthcheckOptions{
    OptionSpec{.name = "live", .value = nullptr, .help = "healthcheck: only whether it is alive (/health/live)"},
    OptionSpec{.name = "ready", .value = nullptr, .help = "healthcheck: whether it does its work (/health/ready)"},
};

constexpr std::array kCommands{
    Command{.name = "run",
            .words = "",
            .summary = "run until SIGINT or SIGTERM (what no command means)",
            .run = run_monitor},
    Command{.name = "check-config",
            .words = "",
            .summary = "read the configuration and tell every mistake",
            .run = check_config},
    Command{.name = "test-rules",
            .words = "[FILE] [--replay TELEMETRY]",
            .summary = "test the alert rules: series with expected alerts, or recorded telemetry",
            .words_max = 1,
            .options = kTestRulesOptions,
            .run = test_rules},
    Command{.name = "healthcheck",
            .words = "[--live|--ready]",
            .summary = "ask the monitor of this configuration how it is; exit 0 or 1, for containers",
            .options = kHealthcheckOptions,
            .run = healthcheck},
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
