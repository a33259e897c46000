// The keys of edge proxies.
#pragma once

#include "checkride/harness/edge_spec.hpp"
#include "checkride/values/values.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

// Mistakes are in the map's Diagnostics. Whether the services behind it are there is looked at by check_needed().
EdgeSpec read_edge(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
