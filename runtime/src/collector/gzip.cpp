#include "collector/gzip.hpp"

#include <zlib.h>

#include <limits>
#include <new>

#include "checkride/result/assert.hpp"

namespace checkride::runtime::collector {

namespace {

constexpr int kLevel = 6;
constexpr int kGzipWindow = 15 + 16;  // largest window; the 16 asks for a gzip header
constexpr int kMemory = 8;

}  // namespace

std::string gzip_member(std::string_view bytes) {
  CHECKRIDE_ASSERT(bytes.size() < std::numeric_limits<uInt>::max() / 2);
  z_stream stream{};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  // zlib only reads from next_in; its interface is older than const.
  stream.next_in = const_cast<Bytef*>(static_cast<const Bytef*>(static_cast<const void*>(bytes.data())));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = static_cast<Bytef*>(static_cast<void*>(out.data()));
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  CHECKRIDE_ASSERT(result == Z_STREAM_END);  // deflateBound() gave room for all of it
  return out;
}

}  // namespace checkride::runtime::collector
