// Files that a program will write at its end, or after hours: whether that can be done is better told at its start.
#pragma once

#include <string>

#include "checkride/result/result.hpp"
#include "checkride/world/files.hpp"

namespace checkride::program {

// Whether the file can be written there (Files::write) as things stand; changes nothing. A pipe or a device that stands
// there is left alone. Errors name the path: its folder is not there, or not to be written to; it is a folder; it is
// read-only, also where who runs the program could replace it all the same.
Result<> check_output_file(world::Files& files, const std::string& path);

}  // namespace checkride::program
