// The built programs, run as a user does.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checkride/world/process.hpp"
#include "checkride/world/real_world.hpp"

namespace checkride::e2e {

struct Finished {
  int code = -1;
  std::string output;  // standard output, then standard error
};

// Runs build/bin/<program> in the source folder until it ends. `meanwhile`, if given, is told of each line of output.
Finished run_program(const std::string& program, std::vector<std::string> arguments,
                     std::function<void(world::ChildProcess&, std::string_view line)> on_line = {});

// A fresh folder of that name below the build folder.
std::string fresh_folder(const std::string& name);
std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& text);

}  // namespace checkride::e2e
