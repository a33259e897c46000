// The step `traffic`.
#pragma once

#include "reading/reader.hpp"

namespace checkride::harness {

Traffic read_traffic(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
