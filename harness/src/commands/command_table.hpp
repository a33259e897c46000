// The commands of `checkride`. There is no other list of them: the command line, the help and the program read this
// one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/harness.hpp"

namespace checkride::harness {

struct CommandRow {
  std::string word;
  // Lines of the program's help.
  std::vector<std::string> usage;
  // The arguments behind the word, which Options::command has already. Errors (invalid) name the argument and what is
  // allowed.
  Result<Options> (*parse)(Options options, std::vector<std::string> arguments);
  // Does it; the exit code.
  world::Task<int> (*run)(world::RealWorld& world, Options options);
  // `checkride WORD --help`; null: the help of the whole program says it all.
  std::string (*help)(const std::string& word) = nullptr;
};

// In the order of the help.
const std::vector<CommandRow>& command_rows();
// Null if there is none.
const CommandRow* find_command(std::string_view word);

// One row each; a new command is a function here, its file and a line in command_table.cpp.
CommandRow run_command();
CommandRow validate_command();
CommandRow coverage_command();
CommandRow replay_command();
CommandRow init_command();
CommandRow doctor_command();
CommandRow schema_command();
CommandRow simconnect_cfg_command();
std::vector<CommandRow> capture_commands();

}  // namespace checkride::harness
