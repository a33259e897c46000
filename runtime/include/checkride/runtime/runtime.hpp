// Public face of the monitoring runtime: one program, given a world.
//
//   CO_TRY(Options options, parse_options({"--config", "monitor.yaml"}));
//   int exit_code = co_await run(world, std::move(options));
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/program/build_facts.hpp"
#include "checkride/result/result.hpp"
#include "checkride/world/world.hpp"

namespace checkride::runtime {

// What the command line asks for.
struct Options {
  enum class Ask { nothing, help, version };
  Ask ask = Ask::nothing;
  std::string command = "run";
  std::vector<std::string> words;         // what stands behind the command
  std::vector<std::string> config_files;  // later ones are merged over earlier ones; config.yaml when none is named
  std::optional<std::string> config_dir;  // a folder of further files, merged over those by name
  std::vector<std::string> sets;          // "key=value", stronger than files and environment
  std::optional<std::string> log_level;   // the same as logging.level=LEVEL behind all of them
  // Of the command's own options that are given: name without dashes to values, none for one that takes no value.
  std::map<std::string, std::vector<std::string>, std::less<>> values;
  // What the log and the metrics say of the build. A rig whose traces must not differ by compiler and commit sets it.
  program::BuildFacts build = program::kBuildFacts;

  // Whether they ask for the monitor itself, which goes on whoever reads its output, and not for a command's result.
  bool watches() const { return ask == Ask::nothing && command == "run"; }
};

// Exit codes of the monitor, after sysexits.h.
enum ExitCode : int {
  kExitStopped = 0,             // stopped in order
  kExitUsage = 64,              // bad command line
  kExitUnavailable = 69,        // a port is in use, a service cannot start, a new binary cannot take over
  kExitInternal = 70,           // a defect of this program
  kExitCannotCreate = 73,       // a file or folder cannot be made, a command's result cannot be printed
  kExitUnfinished = 75,         // stopped, but with work left: the log says what
  kExitConfig = 78,             // unusable configuration
  kExitUnhealthy = 1,           // of healthcheck: the monitor is not well, or does not answer
  kExitInterruptedTwice = 130,  // a second SIGINT: stopped at once
  kExitQuit = 131,              // SIGQUIT: stopped at once, with the state printed
  kExitTerminatedTwice = 143,   // a second SIGTERM: stopped at once
};

// `arguments` without the program's name. Options may have one dash or two: -config FILE, --config FILE, --config=FILE.
// Errors (invalid) name the argument and what is allowed; the caller prints them and exits with kExitUsage.
Result<Options> parse_options(const std::vector<std::string>& arguments);

// Runs until a signal or a failure; returns the exit code. Prints through the world: the listeners' lines, help,
// version, and configuration errors. `world` outlives the task.
world::Task<int> run(world::World& world, Options options);

// The defects that this build can be told to have, one at a time, by its environment (kMutantVariable=WORD): none in a
// build that anybody uses (docs/mutation.md).
struct PlantedDefect {
  std::string_view word;
  std::string_view place;
  std::string_view defect;
};
std::span<const PlantedDefect> planted_defects();
inline constexpr std::string_view kMutantVariable = "CHECKRIDE_MUTANT";

}  // namespace checkride::runtime
