#include "block_reader.hpp"

#include <algorithm>

#include "pcapng.hpp"

namespace checkride::capture {
namespace {

// The byte order that the section header at the front of `rest` brings; nothing if it is none.
std::optional<ByteOrder> order_of(std::span<const std::byte> rest) {
  const auto magic = rest.subspan(8);
  for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
    if (load<std::uint32_t>(magic, order) == pcapng::kByteOrderMagic) return order;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Block> block_at(std::span<const std::byte> rest, ByteOrder* order) {
  if (rest.size() < pcapng::kBlockFrameBytes) return std::nullopt;
  Block block;
  block.type = load<std::uint32_t>(rest, *order);
  if (block.type == pcapng::kSectionHeader) {  // the same in both orders
    const auto own = order_of(rest);
    if (!own) return block;
    *order = *own;
  }
  const auto length = load<std::uint32_t>(rest.subspan(4), *order);
  if (length < pcapng::kBlockFrameBytes || length % 4 != 0) return block;
  if (length > rest.size()) return std::nullopt;
  if (load<std::uint32_t>(rest.subspan(length - 4), *order) != length) return block;
  block.body = rest.subspan(8, length - pcapng::kBlockFrameBytes);
  block.total = length;
  return block;
}

std::optional<Option> OptionReader::next() {
  constexpr std::size_t kHeader = 4;
  if (rest_.size() < kHeader) return std::nullopt;
  const Option option{load<std::uint16_t>(rest_, order_), {}};
  const std::size_t length = load<std::uint16_t>(rest_.subspan(2), order_);
  if (option.code == pcapng::kOptionEnd || length > rest_.size() - kHeader) return std::nullopt;
  const auto value = rest_.subspan(kHeader, length);
  rest_ = rest_.subspan(std::min(rest_.size(), kHeader + (length + 3) / 4 * 4));
  return Option{option.code, value};
}

}  // namespace checkride::capture
