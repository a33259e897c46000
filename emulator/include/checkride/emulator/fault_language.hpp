// The faults of the control API (POST /v1/faults) for those who write them into files: their words, and what each may
// say, so that a mistake is told with its place before anything runs. docs/faults.md has all of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkride/values/map_reader.hpp"

namespace checkride::emulator {

// "exception_reply", "stall", "latency", ...
std::vector<std::string_view> fault_words();

// Reads whatever a fault of that kind may say besides its kind: client, duration and the parameters of the kind. Wrong
// values are told to the reader; the caller finishes it, which tells unknown keys. Requires one of fault_words().
void check_fault(std::string_view kind, values::MapReader& map);

// {"kind":"stall","duration":"5s"}: one such fault, as POST /v1/faults takes it. Requires one of fault_words().
std::string fault_example(std::string_view kind);

// docs/faults.md: every fault with its parameters and an example, out of the same table.
std::string fault_reference();

}  // namespace checkride::emulator
