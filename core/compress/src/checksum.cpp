#include "checkride/compress/checksum.hpp"

#include <zlib.h>

namespace checkride::compress {

std::uint32_t crc32(std::string_view bytes) {
  const void* const data = bytes.data();
  return static_cast<std::uint32_t>(::crc32_z(0, static_cast<const Bytef*>(data), bytes.size()));
}

}  // namespace checkride::compress
