// Numbers out of bounded bytes in the byte order of a file or of the network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace checkride::capture {

enum class ByteOrder : std::uint8_t { little, big };

// The number in the first sizeof(T) bytes of `from`, which has them.
template <class T>
T load(std::span<const std::byte> from, ByteOrder order) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    const std::size_t place = order == ByteOrder::little ? i : sizeof(T) - 1 - i;
    number |= std::to_integer<std::uint64_t>(from[i]) << (8 * place);
  }
  return static_cast<T>(number);
}

inline std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

struct Block {
  std::uint32_t type = 0;
  std::span<const std::byte> body;
  std::size_t total = 0;  // bytes of the block in the file
};

// The block at the front of `rest`: nothing if it is cut. `order` is that of the section; a section header brings its
// own, which replaces it. A length that no block can have gives a block of `total` 0.
std::optional<Block> block_at(std::span<const std::byte> rest, ByteOrder* order);

struct Option {
  std::uint16_t code = 0;
  std::span<const std::byte> value;
};

// The options behind the fixed part of a block, one by one; ends at the end mark, or where they are cut.
class OptionReader {
 public:
  OptionReader(std::span<const std::byte> options, ByteOrder order) : rest_(options), order_(order) {}
  std::optional<Option> next();

 private:
  std::span<const std::byte> rest_;
  ByteOrder order_;
};

}  // namespace checkride::capture
