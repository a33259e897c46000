#include "checkride/protocol/frame_reader.hpp"

#include <algorithm>
#include <cstring>

#include "checkride/protocol/bytes.hpp"

namespace checkride::protocol {
namespace {

constexpr std::size_t kLengthBytes = sizeof(std::uint32_t);
// Room that one small read finds without the buffer growing.
constexpr std::size_t kFirstBufferBytes = 4096;

}  // namespace

FrameStep next_frame(std::span<const std::byte> input, Direction direction, std::size_t max_frame_bytes) {
  if (input.size() < kLengthBytes) return NeedMore{kLengthBytes - input.size()};
  const auto length = load_little_endian<std::uint32_t>(input.data());
  const std::size_t least = header_bytes(direction);
  if (length < least) return FramingError{FramingErrorCode::frame_too_short, length, least, 0};
  if (length > max_frame_bytes) return FramingError{FramingErrorCode::frame_too_long, length, max_frame_bytes, 0};
  if (input.size() < length) return NeedMore{length - input.size()};
  return Frame{input.first(length)};
}

FrameReader::FrameReader(Direction direction, std::size_t max_frame_bytes)
    : direction_(direction), max_frame_bytes_(max_frame_bytes) {
  CHECKRIDE_ASSERT(max_frame_bytes >= header_bytes(direction));
}

std::span<std::byte> FrameReader::prepare(std::size_t size) {
  if (begin_ == end_) begin_ = end_ = 0;
  if (buffer_.size() - end_ < size && begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, buffered());
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() - end_ < size) buffer_.resize(std::max({end_ + size, 2 * buffer_.size(), kFirstBufferBytes}));
  return std::span(buffer_).subspan(end_, size);
}

void FrameReader::commit(std::size_t size) {
  CHECKRIDE_ASSERT(size <= buffer_.size() - end_);
  end_ += size;
}

void FrameReader::feed(std::span<const std::byte> bytes) {
  if (bytes.empty()) return;
  std::memcpy(prepare(bytes.size()).data(), bytes.data(), bytes.size());
  commit(bytes.size());
}

FrameStep FrameReader::next() {
  FrameStep step =
      next_frame(std::span<const std::byte>(buffer_).subspan(begin_, buffered()), direction_, max_frame_bytes_);
  if (const auto* frame = std::get_if<Frame>(&step)) {
    begin_ += frame->bytes.size();
    offset_ += frame->bytes.size();
  } else if (auto* error = std::get_if<FramingError>(&step)) {
    error->offset = offset_;
  }
  return step;
}

}  // namespace checkride::protocol
