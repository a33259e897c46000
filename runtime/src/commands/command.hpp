// Command: a sub-command of checkride-monitor. Each stands in a file of its own and is one row of commands.cpp; the
// command line and --help are made from these rows.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/runtime/runtime.hpp"

namespace checkride::runtime {

// An option that only some commands have. Its values are in Options::values.
struct OptionSpec {
  const char* name;      // "from", without dashes
  const char* value;     // what stands for the value in --help: "TIME"; null for an option without one
  const char* help;      // with the default, if there is one
  bool repeats = false;  // may be given several times
};

struct Command {
  std::string_view name;   // "check-config"
  std::string_view words;  // what stands behind the name in --help, its own options included: "FILE... [--replay FILE]"
  std::string_view summary;
  std::size_t words_min = 0;  // further words, all of them in Options::words
  std::size_t words_max = 0;
  std::span<const OptionSpec> options{};
  // Does the work; returns the exit code. `options` outlive the task.
  world::Task<int> (*run)(world::World& world, const Options& options);
};

// In the order of --help; the first is what no command means.
std::span<const Command> commands();
// Null when there is none of that name.
const Command* find_command(std::string_view name);

// ---- what commands share

// The configuration that the options name, or nothing after the mistakes have been printed: exit with kExitConfig. A
// command with kNoEnvironment among its options reads nothing but the files when that is given.
struct LoadedConfig;
struct ConfigRequest;
struct ConfigSource;
std::optional<LoadedConfig> load_or_tell(world::World& world, const Options& options);
ConfigRequest config_request(const Options& options);
ConfigSource config_source(world::World& world);
inline constexpr OptionSpec kNoEnvironment{
    "no-environment", nullptr,
    "reads nothing of this machine but the files: no variables, no secret files, nothing changed at run time; a "
    "variable that is not set is then no mistake"};
// What a command has to say on standard output. After a line that was lost there is none: a gap in the middle would
// look like one of the result.
class CommandOutput {
 public:
  // `world` outlives it.
  explicit CommandOutput(world::World& world) : world_(world) {}
  void line(std::string_view text);
  // Every line of `text` by itself; a newline at the end makes no empty line.
  void text(std::string_view text);
  bool whole() const { return whole_; }
  // The exit code of a command that came to `code`: that, or kExitCannotCreate if standard output took not all of it,
  // which is then told on standard error. Called once.
  int exit_code(int code);

 private:
  world::World& world_;
  bool whole_ = true;
};
// The same for a command that has a single text to say, and succeeds with it.
int print_result(world::World& world, std::string_view text);
// Prints every line of `text` by itself. False: standard output took not all of it, which is told on standard error.
bool print_text(world::World& world, std::string_view text);
// The same to standard error, after "checkride-monitor: ".
void print_error(world::World& world, std::string_view text);

// ---- the commands
world::Task<int> run_monitor(world::World& world, const Options& options);
world::Task<int> check_config(world::World& world, const Options& options);
world::Task<int> test_rules(world::World& world, const Options& options);
world::Task<int> healthcheck(world::World& world, const Options& options);
world::Task<int> audit(world::World& world, const Options& options);
world::Task<int> buffer(world::World& world, const Options& options);
world::Task<int> export_telemetry(world::World& world, const Options& options);
world::Task<int> print_config(world::World& world, const Options& options);
world::Task<int> sample_config_command(world::World& world, const Options& options);
world::Task<int> print_schema(world::World& world, const Options& options);

}  // namespace checkride::runtime
