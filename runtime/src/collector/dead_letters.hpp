// The dead-letter file: points that InfluxDB refused for good, a line of JSON each: {"reason":...,"line":...}.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "checkride/world/files.hpp"

namespace checkride::runtime::collector {

// Puts `line`, a point without its line end, behind the letters that `path` has, synced. A point that is the last
// letter already stays one letter: who was killed before it wrote down what became of it buries it again. What a torn
// write left behind the last whole line is cut off. A file of more than `bytes_max` is renamed to PATH.1 first, in the
// place of an earlier one. Errors: those of the disk; the next call puts right what such a one left.
Result<> put_dead_letter(world::Files& files, const std::string& path, std::string_view line, std::string_view reason,
                         std::uint64_t bytes_max);

}  // namespace checkride::runtime::collector
