#include "reassembly.hpp"

#include <algorithm>

namespace checkride::capture {
namespace {

// A segment further away than any window is none of this stream's.
constexpr std::int64_t kDistanceMax = std::int64_t{1} << 30;
// Memory of a map's node, so that many tiny segments are bounded too.
constexpr std::size_t kHoldingBytes = 64;

}  // namespace

void Reassembly::start(std::uint32_t sequence) {
  started_ = true;
  next_sequence_ = sequence;
}

// Sequence numbers wrap: what counts is how far they are from the next one.
std::int64_t Reassembly::position_of(std::uint32_t sequence) const {
  return next_ + static_cast<std::int32_t>(sequence - next_sequence_);
}

void Reassembly::add(std::uint32_t sequence, std::span<const std::byte> payload) {
  if (!started_) start(sequence);
  std::int64_t position = position_of(sequence);
  if (payload.empty() || position > next_ + kDistanceMax) return;
  if (position < next_) {
    const auto known = static_cast<std::size_t>(next_ - position);
    if (known >= payload.size()) return;
    payload = payload.subspan(known);
    position = next_;
  }
  auto& held = held_[position];
  if (held.size() >= payload.size()) return;
  held_bytes_ += payload.size() - held.size() + (held.empty() ? kHoldingBytes : 0);  // the first bytes count
  payload = payload.subspan(held.size());
  held.insert(held.end(), payload.begin(), payload.end());
}

void Reassembly::end_at(std::uint32_t sequence) {
  if (!started_) start(sequence);
  const std::int64_t position = position_of(sequence);
  if (!end_ && position >= next_ && position <= next_ + kDistanceMax) end_ = position;
}

std::optional<Piece> Reassembly::next(bool last) {
  while (!held_.empty()) {
    const auto first = held_.begin();
    if (first->first > next_) {
      if (!last && held_bytes_ <= kHeldBytesMax) return std::nullopt;
      const auto missing = static_cast<std::uint64_t>(first->first - next_);
      next_ += static_cast<std::int64_t>(missing);
      next_sequence_ += static_cast<std::uint32_t>(missing);
      return Piece{{}, missing};
    }
    const auto known = static_cast<std::size_t>(next_ - first->first);
    std::vector<std::byte> bytes = std::move(first->second);
    held_bytes_ -= bytes.size() + kHoldingBytes;
    held_.erase(first);
    if (known >= bytes.size()) continue;
    bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(known));
    next_ += static_cast<std::int64_t>(bytes.size());
    next_sequence_ += static_cast<std::uint32_t>(bytes.size());
    return Piece{std::move(bytes), 0};
  }
  if (!last || !end_ || next_ >= *end_) return std::nullopt;
  const auto missing = static_cast<std::uint64_t>(*end_ - next_);
  next_ = *end_;
  next_sequence_ += static_cast<std::uint32_t>(missing);
  return Piece{{}, missing};
}

}  // namespace checkride::capture
