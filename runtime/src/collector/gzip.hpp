// gzip (RFC 1952): one complete member from one block of bytes. Members put after one another are one valid file.
#pragma once

#include <string>
#include <string_view>

namespace checkride::runtime::collector {

// The header carries no time and no name: equal bytes in, equal bytes out. Throws std::bad_alloc without memory.
std::string gzip_member(std::string_view bytes);

}  // namespace checkride::runtime::collector
