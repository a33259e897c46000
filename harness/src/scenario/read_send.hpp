// The step `send`: bytes as they are.
#pragma once

#include "reading/reader.hpp"

namespace checkride::harness {

SendBytes read_send(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
