// gzip (RFC 1952), block by block: a block written is a block kept, whatever happens to the next one.
//
//   file += gzip_member(first);
//   file += gzip_member(second);
//   gunzip(file)                                       // first + second
//   gunzip(file without its last byte)                 // an error
//   gunzip(file without its last byte, CutEnd::ignored)  // first
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "checkride/result/result.hpp"

namespace checkride::compress {

// Of one block before compression, and of one file before unpacking.
inline constexpr std::size_t kPackedBytesMax = std::size_t{1} << 31;
// Of one file after unpacking, unless the caller says otherwise: a small file can pretend to hold a thousand times its
// size.
inline constexpr std::size_t kUnpackedBytesMax = std::size_t{1} << 30;

// One complete member. Members put after one another are one valid file.
//
// `bytes`   may be empty; at most kPackedBytesMax, more is a programmer error.
// Returns   the same member for the same bytes: its header carries no time and no name, and names one operating system.
// Throws    std::bad_alloc without memory.
std::string gzip_member(std::string_view bytes);

// What a last member without its end is, as a killed writer leaves it.
enum class CutEnd {
  error,    // the file should be complete
  ignored,  // the writer may be writing, or was killed: the complete members before it are the file
};

// "zlib 1.2.13, zstd 1.5.4": the libraries that do it, as they say themselves.
std::string library_version();

// The bytes of all members of `file`, in order; nothing for an empty file.
//
// Errors    "not gzip, or damaged": bytes between or after members, a checksum that does not match.
//           "cut off in the middle of a gzip member": with CutEnd::error only.
//           "more than ... bytes": `file` above kPackedBytesMax, or its content above `unpacked_bytes_max`.
// Throws    std::bad_alloc without memory.
Result<std::string> gunzip(std::string_view file, CutEnd cut_end = CutEnd::error,
                           std::size_t unpacked_bytes_max = kUnpackedBytesMax);

}  // namespace checkride::compress
