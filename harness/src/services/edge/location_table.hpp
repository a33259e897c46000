// Which location a request belongs to, whom it asks for, and what may be compressed: nginx's rules. Pure.
#pragma once

#include <string>
#include <string_view>

#include "checkride/harness/edge_spec.hpp"

namespace checkride::harness::edge {

// An exact path goes before endings of files, these before prefixes, of which the longest counts. Null: none fits.
const EdgeLocation* find_location(const EdgeSpec& spec, std::string_view path);

// An answer that is compressed for whoever takes gzip. `type` may have parameters.
bool compressible(const EdgeCompression& spec, int status, std::string_view type, std::size_t bytes);

// The host of a Host field, without its port, in small letters: nginx's $host.
std::string host_of(std::string_view field);

// Does "br, gzip;q=0.5" take gzip?
bool takes_gzip(std::string_view accept_encoding);

}  // namespace checkride::harness::edge
