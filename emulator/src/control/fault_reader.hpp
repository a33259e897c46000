// A fault as the control API and scenario files write it.
#pragma once

#include "checkride/values/map_reader.hpp"
#include "session/faults.hpp"

namespace checkride::emulator {

// Client, duration and the parameters of `fault->kind`; wrong values are told to the reader.
void read_fault(values::MapReader& map, Fault* fault);

}  // namespace checkride::emulator
