// The CRC-32 of gzip, Ethernet and PNG.
#pragma once

#include <cstdint>
#include <string_view>

namespace checkride::compress {

// Of `bytes` alone; 0xcbf43926 for "123456789".
std::uint32_t crc32(std::string_view bytes);

}  // namespace checkride::compress
