#include "link/frame_sieve.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

#include "checkride/protocol/bytes.hpp"
#include "checkride/protocol/ids.hpp"

namespace checkride::harness {

namespace {

constexpr std::size_t kLengthBytes = 4;

}  // namespace

void FrameSieve::read_length() {
  const auto length = protocol::load_little_endian<std::uint32_t>(std::as_bytes(std::span(head_)).data());
  lost_ = length < protocol::kServerHeaderBytes || length > protocol::kMaxFrameBytes;
  left_ = lost_ ? 0 : length - kLengthBytes;
  head_.clear();
}

std::string FrameSieve::pass(std::string_view bytes, bool shut) {
  std::string through;
  while (!bytes.empty()) {
    std::size_t size = bytes.size();
    if (lost_) {
      dropping_ = shut;
    } else if (left_ > 0) {
      size = std::min(size, left_);
      left_ -= size;
    } else {
      if (head_.empty()) dropping_ = shut;  // a frame begins
      size = std::min(size, kLengthBytes - head_.size());
      head_ += bytes.substr(0, size);
      if (head_.size() == kLengthBytes) read_length();
    }
    if (!dropping_) through += bytes.substr(0, size);
    bytes.remove_prefix(size);
  }
  return through;
}

}  // namespace checkride::harness
