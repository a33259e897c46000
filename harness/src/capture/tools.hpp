// The subcommands of `checkride` that deal with captures: capture, describe, dissector, fidelity.
#pragma once

#include <string>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/world.hpp"

namespace checkride::harness {

// Their names, in the order of the help.
std::vector<std::string> tool_names();

// What the arguments behind a tool's name say, checked before anything runs. Errors (invalid) name the argument.
Result<> check_tool(const std::string& tool, const std::vector<std::string>& arguments);
// The tool reads standard input, for a file was named "-".
bool reads_standard_input(const std::string& tool, const std::vector<std::string>& arguments);

// `checkride TOOL --help`.
std::string tool_help(const std::string& tool);
// One line each, for the help of the whole program.
std::vector<std::string> tool_usage();

// Does it; the exit code. The arguments have passed check_tool.
world::Task<int> run_tool(world::World& world, std::string tool, std::vector<std::string> arguments,
                          std::string standard_input);

}  // namespace checkride::harness
