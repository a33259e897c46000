// The options of `run`: what it takes and what they come to.
#pragma once

#include "checkride/harness/harness.hpp"
#include "checkride/program/command_line.hpp"

namespace checkride::harness {

boost::program_options::options_description run_description();
// Errors (invalid) name the option and what is allowed.
Result<> read_run(const program::CommandLine& line, SuiteOptions* suite);

// The command line of `run` and of what else takes scenarios: there is at least one path.
Result<program::CommandLine> parse_paths(const std::string& command, const std::vector<std::string>& arguments);

}  // namespace checkride::harness
