// What --help and --version print.
#pragma once

#include <string>

namespace checkride::runtime {

std::string help_text();
std::string version_text();

}  // namespace checkride::runtime
