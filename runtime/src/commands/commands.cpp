#include <algorithm>
#include <array>

#include "commands/command.hpp"

namespace checkride::runtime {

namespace {

constexpr std::array kTestRulesOptions{
    OptionSpec{.name = "replay",
               .value = "TELEMETRY",
               .help = "a telemetry file of the data collector: JSON lines, CSV or line protocol, plain, .gz or .zst"}};

constexpr std::array kHealthcheckOptions{
    OptionSpec{.name = "live", .value = nullptr, .help = "healthcheck: only whether it is alive (/health/live)"},
    OptionSpec{.name = "ready", .value = nullptr, .help = "healthcheck: whether it does its work (/health/ready)"},
};

constexpr std::array kExportOptions{
    OptionSpec{"from", "TIME", "export: the first moment, such as 2026-01-05T08:00:00Z (default the oldest)"},
    OptionSpec{"to", "TIME", "export: the first moment no longer wanted (default the end)"},
    OptionSpec{"format", "FORMAT", "export: json, csv or influx (default json)"},
};

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
    Command{
        .name = "audit",
        .words = "",
        .summary = "what each telemetry sink holds of what was received; exit 1 and the exact gaps if any is missing",
        .run = audit},
    Command{
        .name = "buffer",
        .words = "check|repair",
        .summary = "look at the telemetry journal of a stopped monitor; exit 1 if it is damaged, repair cuts it off",
        .words_min = 1,
        .words_max = 1,
        .run = buffer},
    Command{.name = "export",
            .words = "[--from TIME] [--to TIME] [--format FORMAT]",
            .summary = "print the telemetry that the database, or else the files, and the journal hold",
            .options = kExportOptions,
            .run = export_telemetry},
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
