// Zstandard (RFC 8878), block by block as gzip.hpp: frames put after one another are one valid file.
#pragma once

#include <string>
#include <string_view>

#include "checkride/compress/gzip.hpp"

namespace checkride::compress {

// One complete frame with a checksum of its content.
//
// `bytes`   may be empty; at most kPackedBytesMax, more is a programmer error.
// Returns   the same frame for the same bytes and version of libzstd.
// Throws    std::bad_alloc without memory.
std::string zstd_frame(std::string_view bytes);

// The bytes of all frames of `file`, in order; nothing for an empty file.
//
// Errors    "not zstd, or damaged": bytes between or after frames, a checksum that does not match.
//           "cut off in the middle of a zstd frame": with CutEnd::error only.
//           "more than ... bytes": `file` above kPackedBytesMax, or its content above `unpacked_bytes_max`.
// Throws    std::bad_alloc without memory.
Result<std::string> unzstd(std::string_view file, CutEnd cut_end = CutEnd::error,
                           std::size_t unpacked_bytes_max = kUnpackedBytesMax);

}  // namespace checkride::compress
