#include "control/packed_bytes.hpp"

#include <algorithm>
#include <limits>

#include "checkride/result/assert.hpp"

namespace checkride::emulator {
namespace {

using Bytes = std::span<const std::byte>;

// What one count can say.
constexpr std::size_t kCountMax = 255;
// Fewer zeros are not worth a piece of their own.
constexpr std::size_t kRunMin = 4;

std::size_t zeros_at(Bytes bytes) {
  const Bytes looked_at = bytes.first(std::min(bytes.size(), kCountMax));
  const auto other = std::ranges::find_if(looked_at, [](std::byte byte) { return byte != std::byte{}; });
  return static_cast<std::size_t>(other - looked_at.begin());
}

// How many bytes there are before the next run of zeros, or the end.
std::size_t plain_at(Bytes bytes) {
  std::size_t count = 0;
  while (count < std::min(bytes.size(), kCountMax)) {
    const std::size_t zeros = zeros_at(bytes.subspan(count, std::min(bytes.size() - count, kRunMin)));
    if (zeros == kRunMin) return count;
    count += zeros + 1;
  }
  return std::min({count, bytes.size(), kCountMax});
}

// Calls piece(plain bytes, count of zeros behind them) one after the other.
template <class Piece>
void cut(Bytes bytes, const Piece& piece) {
  while (!bytes.empty()) {
    const Bytes plain = bytes.first(plain_at(bytes));
    bytes = bytes.subspan(plain.size());
    const std::size_t zeros = zeros_at(bytes);
    bytes = bytes.subspan(zeros);
    piece(plain, zeros);
  }
}

}  // namespace

PackedBytes::PackedBytes(Bytes bytes) : size_(static_cast<std::uint32_t>(bytes.size())) {
  CHECKRIDE_ASSERT(bytes.size() <= std::numeric_limits<std::uint32_t>::max() / 2);
  std::size_t size = 0;
  cut(bytes, [&size](Bytes plain, std::size_t) { size += plain.size() + 2; });
  packed_ = std::make_unique_for_overwrite<std::byte[]>(size);
  packed_size_ = static_cast<std::uint32_t>(size);
  std::byte* out = packed_.get();
  cut(bytes, [&out](Bytes plain, std::size_t zeros) {
    *out++ = static_cast<std::byte>(plain.size());
    out = std::ranges::copy(plain, out).out;
    *out++ = static_cast<std::byte>(zeros);
  });
}

std::vector<std::byte> PackedBytes::unpack() const {
  std::vector<std::byte> bytes;
  bytes.reserve(size_);
  auto take = [packed = Bytes(packed_.get(), packed_size_)](std::size_t count) mutable {
    const Bytes taken = packed.first(count);
    packed = packed.subspan(count);
    return taken;
  };
  while (bytes.size() < size_) {
    const Bytes plain = take(std::to_integer<std::size_t>(take(1).front()));
    bytes.insert(bytes.end(), plain.begin(), plain.end());
    bytes.insert(bytes.end(), std::to_integer<std::size_t>(take(1).front()), std::byte{});
  }
  return bytes;
}

}  // namespace checkride::emulator
