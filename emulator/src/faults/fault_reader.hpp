// A fault as the control API, scenario files and fault tapes write it.
#pragma once

#include "checkride/values/map_reader.hpp"
#include "faults/fault.hpp"

namespace checkride::emulator {

// Every parameter of the fault's kind; wrong values are told to the reader, and what is missing.
void read_fault(values::MapReader& map, Fault* fault);

// "kind" and its parameters. Nothing when there is a mistake, which is told to the reader.
std::optional<Fault> read_whole_fault(values::MapReader& map);

}  // namespace checkride::emulator
