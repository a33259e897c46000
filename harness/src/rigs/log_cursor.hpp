// How far a reader is in the texts of a member.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "checkride/world/files.hpp"

namespace checkride::harness {

// Empty: nothing was read yet.
struct LogCursor {
  std::size_t printed_lines = 0;
  std::uint64_t file_bytes = 0;
};

// The lines that a member printed since.
std::string read_printed(const std::vector<std::string>& lines, LogCursor& cursor);
// The whole lines that are in its log file since; a file that shrank was begun anew. Nothing of a file that is not
// there.
std::string read_log_file(world::Files& files, const std::string& path, LogCursor& cursor);

}  // namespace checkride::harness
