#include "checkride/compress/gzip.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <limits>
#include <new>

#include "checkride/result/assert.hpp"

namespace checkride::compress {
namespace {

constexpr int kGzipWindowBits = 15 + 16;  // largest window; the 16 asks for a gzip header
constexpr int kLevel = 6;
constexpr int kMemoryLevel = 8;
constexpr int kUnix = 3;  // in the header on every system, whatever zlib was built for
constexpr std::size_t kChunkBytes = 64 * 1024;

static_assert(kPackedBytesMax <= std::numeric_limits<uInt>::max(), "zlib counts input in uInt");

// zlib's own memory, given back also when growing our buffer throws.
class Deflater {
 public:
  Deflater() {
    if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindowBits, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  ~Deflater() { deflateEnd(&stream); }
  z_stream stream{};
};

class Inflater {
 public:
  explicit Inflater(std::string_view file);
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream); }
  // Appends at most one chunk to `unpacked`; gives zlib's code.
  int append_to(std::string* unpacked);
  z_stream stream{};
};

Bytef* input_of(std::string_view bytes) {
  // zlib's interface is older than const; it does not write to its input.
  return const_cast<Bytef*>(static_cast<const Bytef*>(static_cast<const void*>(bytes.data())));
}

Bytef* output_of(char* bytes) {
  return static_cast<Bytef*>(static_cast<void*>(bytes));
}

Inflater::Inflater(std::string_view file) {
  if (inflateInit2(&stream, kGzipWindowBits) != Z_OK) throw std::bad_alloc();
  stream.next_in = input_of(file);
  stream.avail_in = static_cast<uInt>(file.size());
}

int Inflater::append_to(std::string* unpacked) {
  const std::size_t before = unpacked->size();
  unpacked->resize(before + kChunkBytes);
  stream.next_out = output_of(unpacked->data() + before);
  stream.avail_out = static_cast<uInt>(kChunkBytes);
  const int state = inflate(&stream, Z_NO_FLUSH);
  unpacked->resize(before + kChunkBytes - stream.avail_out);
  if (state == Z_MEM_ERROR) throw std::bad_alloc();
  return state;
}

Error too_large(std::size_t bytes_max, const std::string& what) {
  return Error::invalid("more than " + std::to_string(bytes_max) + " bytes " + what);
}

}  // namespace

std::string gzip_member(std::string_view bytes) {
  CHECKRIDE_ASSERT(bytes.size() <= kPackedBytesMax);
  Deflater deflater;
  gz_header header{};  // no time, no name, no comment
  header.os = kUnix;
  CHECKRIDE_ASSERT(deflateSetHeader(&deflater.stream, &header) == Z_OK);
  std::string member(deflateBound(&deflater.stream, static_cast<uLong>(bytes.size())), '\0');
  deflater.stream.next_in = input_of(bytes);
  deflater.stream.avail_in = static_cast<uInt>(bytes.size());
  deflater.stream.next_out = output_of(member.data());
  deflater.stream.avail_out = static_cast<uInt>(member.size());
  const int state = deflate(&deflater.stream, Z_FINISH);
  CHECKRIDE_ASSERT(state == Z_STREAM_END);  // deflateBound() gave room for all of it
  member.resize(deflater.stream.total_out);
  return member;
}

Result<std::string> gunzip(std::string_view file, CutEnd cut_end, std::size_t unpacked_bytes_max) {
  if (file.size() > kPackedBytesMax) return too_large(kPackedBytesMax, "of gzip");
  Inflater inflater(file);
  std::string unpacked;
  std::size_t complete = 0;  // of `unpacked`, from whole members
  bool in_member = false;
  // A member ends with its checksum: as long as it holds more bytes for us, there is input left.
  while (inflater.stream.avail_in > 0) {
    const int state = inflater.append_to(&unpacked);
    if (state != Z_OK && state != Z_STREAM_END) return Error::invalid("not gzip, or damaged");
    if (unpacked.size() > unpacked_bytes_max) return too_large(unpacked_bytes_max, "when unpacked");
    in_member = state != Z_STREAM_END;
    if (in_member) continue;
    complete = unpacked.size();
    inflateReset(&inflater.stream);
  }
  if (in_member && cut_end == CutEnd::error) return Error::invalid("cut off in the middle of a gzip member");
  unpacked.resize(complete);
  return unpacked;
}

std::string library_version() {
  return std::string("zlib ") + zlibVersion() + ", zstd " + ZSTD_versionString();
}

}  // namespace checkride::compress
