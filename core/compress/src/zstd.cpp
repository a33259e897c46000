#include "checkride/compress/zstd.hpp"

#include <zstd.h>

#include <memory>
#include <new>

#include "checkride/result/assert.hpp"

namespace checkride::compress {
namespace {

constexpr int kLevel = 3;
constexpr std::size_t kChunkBytes = 128 * 1024;

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

Error too_many(std::size_t limit) {
  return Error::invalid("more than " + std::to_string(limit) + " bytes");
}

// Unpacks one frame from the front of `input`; false when it is cut short. What it gave stays in `out`.
Result<bool> unpack_frame(ZSTD_DCtx* context, ZSTD_inBuffer* input, std::string* out, std::size_t limit) {
  while (true) {
    const std::size_t before = out->size();
    out->resize(before + kChunkBytes);
    ZSTD_outBuffer chunk{out->data() + before, kChunkBytes, 0};
    const std::size_t left = ZSTD_decompressStream(context, &chunk, input);
    out->resize(before + chunk.pos);
    if (ZSTD_isError(left) != 0) return Error::invalid("not zstd, or damaged");
    if (out->size() > limit) return too_many(limit);
    if (left == 0) return true;
    if (input->pos == input->size && chunk.pos < kChunkBytes) return false;
  }
}

}  // namespace

std::string zstd_frame(std::string_view bytes) {
  CHECKRIDE_ASSERT(bytes.size() <= kPackedBytesMax);
  const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context(ZSTD_createCCtx());
  if (context == nullptr) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string frame(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress2(context.get(), frame.data(), frame.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // the room is enough by its definition
  frame.resize(size);
  return frame;
}

Result<std::string> unzstd(std::string_view file, CutEnd cut_end, std::size_t unpacked_bytes_max) {
  if (file.size() > kPackedBytesMax) return too_many(kPackedBytesMax);
  const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context(ZSTD_createDCtx());
  if (context == nullptr) throw std::bad_alloc();
  ZSTD_inBuffer input{file.data(), file.size(), 0};
  std::string out;
  while (input.pos < input.size) {
    const std::size_t whole = out.size();
    TRY(const bool complete, unpack_frame(context.get(), &input, &out, unpacked_bytes_max));
    if (complete) continue;
    if (cut_end == CutEnd::error) return Error::invalid("cut off in the middle of a zstd frame");
    out.resize(whole);
    break;
  }
  return out;
}

}  // namespace checkride::compress
