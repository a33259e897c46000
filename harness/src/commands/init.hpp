// checkride init: a first scenario for somebody's application, or for our own monitor, to be changed and run.
#pragma once

#include <string>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/files.hpp"

namespace checkride::harness {

struct InitOptions {
  std::string folder = "scenarios";
  std::string name = "first";
  std::vector<std::string> subject;  // the command and its arguments; empty: the monitor that comes with checkride
  std::string here = ".";            // where init was called, which is where the command works
};

// The arguments behind the command's name. Errors (invalid) name the argument and what is allowed.
Result<InitOptions> parse_init(const std::vector<std::string>& arguments);

// The words of a command as a shell reads them: blanks part them, '...', "..." and \ take them together. Nothing is
// replaced. Errors (invalid): no word, a quote that is not closed.
Result<std::vector<std::string>> split_command(const std::string& command);

struct InitFile {
  std::string path;
  std::string text;
};
// The scenario, which comes first, and what it names.
std::vector<InitFile> first_scenario(const InitOptions& options);

// Writes them. Errors (invalid): one of them is there already; nothing is written then.
Result<> write_first_scenario(world::Files& files, const std::vector<InitFile>& written);

}  // namespace checkride::harness
