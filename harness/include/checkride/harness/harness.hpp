// Public face of the harness: scenarios as values, suites on rigs, and the program `checkride`.
//
//   TRY(Options options, parse_options({"run", "scenarios", "--rig", "virtual", "--seed", "7"}));
//   int exit_code = co_await run(world, std::move(options));
//
// Exit codes: 0 everything passed, 1 something failed, 2 unusable input, 3 invalid run, 130 interrupted.
#pragma once

#include <string>
#include <vector>

#include "checkride/harness/loader.hpp"
#include "checkride/harness/scenario.hpp"
#include "checkride/harness/suite.hpp"
#include "checkride/result/result.hpp"
#include "checkride/world/real_world.hpp"

namespace checkride::harness {

inline constexpr int kExitPassed = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUnusable = 2;
inline constexpr int kExitInvalidRun = 3;
inline constexpr int kExitInterrupted = 130;

struct Options {
  std::string command = "help";  // a word of commands/command_table.cpp, or help, or version
  std::string help_of;           // with help: the command whose own help is asked for; empty: the program's
  SuiteOptions suite;
  std::vector<std::string> arguments;  // of a command that reads them when it runs
  bool reads_standard_input = false;   // the command wants what main reads there, in `standard_input`
  std::string standard_input;

  // Whether they ask for what goes on in real time, whoever reads the output, and not for a result.
  bool keeps_time() const { return command == "run" || command == "replay" || command == "capture"; }
};

// The command line without the program's name. Errors (invalid) name the argument and what is allowed.
Result<Options> parse_options(std::vector<std::string> arguments);

std::string help_text();
std::string version_text();

// Does what the options say, printing through `world`; the exit code.
world::Task<int> run(world::RealWorld& world, Options options);

}  // namespace checkride::harness
