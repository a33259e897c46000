// How far a reader is in the texts of a member.
#pragma once

#include <cstdint>
#include <vector>

namespace checkride::harness {

// One place for each text that the member writes: what it prints, its log file. Empty: nothing read yet.
struct LogCursor {
  std::vector<std::uint64_t> bytes;
};

}  // namespace checkride::harness
