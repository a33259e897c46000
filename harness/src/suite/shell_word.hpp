// Words of commands that people paste into a shell.
#pragma once

#include <string>

namespace checkride::harness {

// As one word of a POSIX shell, quoted only where it must be.
std::string shell_quoted(const std::string& text);

}  // namespace checkride::harness
