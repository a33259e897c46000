// Bytes that are kept for long. SimConnect's texts have fixed lengths, so that most of what a client says is zeros:
// runs of them take next to nothing here.
//
//   PackedBytes kept(frame);                      // 540 bytes of AddToDataDefinition: about 70
//   std::vector<std::byte> again = kept.unpack();
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace checkride::emulator {

class PackedBytes {
 public:
  PackedBytes() = default;
  // At most 2 GiB.
  explicit PackedBytes(std::span<const std::byte> bytes);

  // Of the bytes as they were.
  std::size_t size() const { return size_; }
  // What they take here.
  std::size_t packed_size() const { return packed_size_; }
  std::vector<std::byte> unpack() const;

 private:
  // Pieces of a byte with how many bytes follow, these, and a byte with how many zeros come behind them.
  std::unique_ptr<std::byte[]> packed_;
  std::uint32_t size_ = 0;
  std::uint32_t packed_size_ = 0;
};

}  // namespace checkride::emulator
