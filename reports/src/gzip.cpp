// gzip blocks: members that stand alone, so that a file is whole after each of them.
#include <zlib.h>

#include <cstddef>

#include "checkride/reports/record.hpp"
#include "checkride/result/assert.hpp"

namespace checkride::reports {
namespace {

constexpr int kGzipWindowBits = 15 + 16;  // zlib's way to ask for a gzip header
constexpr int kLevel = 6;
constexpr int kMemoryLevel = 8;
constexpr std::size_t kChunkBytes = 64 * 1024;
constexpr std::size_t kUnpackedBytesMax = std::size_t{1} << 30;

Bytef* input_of(std::string_view bytes) {
  // zlib's interface is older than const; it does not write to its input.
  return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

}  // namespace

std::string gzip_block(std::string_view bytes) {
  z_stream stream{};
  CHECKRIDE_ASSERT(deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindowBits, kMemoryLevel, Z_DEFAULT_STRATEGY) ==
                   Z_OK);
  // The header carries no time and no name: same bytes in, same bytes out.
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = input_of(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  CHECKRIDE_ASSERT(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

Result<std::string> gunzip_all(std::string_view bytes) {
  std::string unpacked;
  z_stream stream{};
  CHECKRIDE_ASSERT(inflateInit2(&stream, kGzipWindowBits) == Z_OK);
  stream.next_in = input_of(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  int state = Z_OK;
  bool at_boundary = true;
  while (stream.avail_in > 0 && unpacked.size() < kUnpackedBytesMax) {
    const std::size_t before = unpacked.size();
    unpacked.resize(before + kChunkBytes);
    stream.next_out = reinterpret_cast<Bytef*>(unpacked.data() + before);
    stream.avail_out = static_cast<uInt>(kChunkBytes);
    state = inflate(&stream, Z_NO_FLUSH);
    unpacked.resize(before + kChunkBytes - stream.avail_out);
    at_boundary = state == Z_STREAM_END;
    if (at_boundary) inflateReset(&stream);
    if (state != Z_OK && state != Z_STREAM_END) break;
  }
  inflateEnd(&stream);
  if (state != Z_OK && state != Z_STREAM_END) return Error::invalid("not gzip, or damaged");
  if (unpacked.size() >= kUnpackedBytesMax) return Error::invalid("more than 1 GiB when unpacked");
  if (!at_boundary) return Error::invalid("cut off in the middle of a gzip block");
  return unpacked;
}

}  // namespace checkride::reports
