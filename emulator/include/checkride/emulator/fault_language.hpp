// The faults of the control API (POST /v1/faults) for those who write them into files: their words, and what each may
// say, so that a mistake is told with its place before anything runs.
#pragma once

#include <string_view>
#include <vector>

#include "checkride/values/map_reader.hpp"

namespace checkride::emulator {

// "exception_reply", "stall", "reset", "silent".
std::vector<std::string_view> fault_words();

// Reads whatever a fault of that kind may say besides its kind: client, duration and the parameters of the kind. Wrong
// values are told to the reader; the caller finishes it, which tells unknown keys. Requires one of fault_words().
void check_fault(std::string_view kind, values::MapReader& map);

}  // namespace checkride::emulator
