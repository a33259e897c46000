// Steps about the programs of members: how they are started, what they are sent, what else is run on their folder.
#pragma once

#include "reading/reader.hpp"

namespace checkride::harness {

Start read_start(const values::Node& node, Reader& reader);
SendSignal read_signal(values::MapReader& map, Reader& reader);
RunCommand read_run(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
