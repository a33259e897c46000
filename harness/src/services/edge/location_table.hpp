// Which location a request belongs to, and what may be compressed: nginx's rules. Pure.
#pragma once

#include <string_view>

#include "checkride/harness/edge_spec.hpp"

namespace checkride::harness::edge {

// An exact path goes before endings of files, these before prefixes, of which the longest counts. Null: none fits.
const EdgeLocation* find_location(const EdgeSpec& spec, std::string_view path);

// An answer that is compressed for whoever takes gzip. `type` may have parameters.
bool compressible(const EdgeCompression& spec, int status, std::string_view type, std::size_t bytes);

// Does "br, gzip;q=0.5" take gzip?
bool takes_gzip(std::string_view accept_encoding);

}  // namespace checkride::harness::edge
