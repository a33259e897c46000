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

void Reassembly::add(std::uint32_t sequence, std::span<const std::byte> payload, Seen seen) {
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
  if (held.bytes.size() >= payload.size()) return;
  if (held.bytes.empty()) held.seen = seen;
  held_bytes_ += payload.size() - held.bytes.size() + (held.bytes.empty() ? kHoldingBytes : 0);  // the first ones count
  payload = payload.subspan(held.bytes.size());
  held.bytes.insert(held.bytes.end(), payload.begin(), payload.end());
}

void Reassembly::acknowledged(std::uint32_t sequence, Time time) {
  if (held_.empty() || held_.begin()->first <= next_ || position_of(sequence) < held_.begin()->first) return;
  if (!acknowledged_at_) acknowledged_at_ = time;
}

bool Reassembly::given_up(Time now) const {
  return held_bytes_ > kHeldBytesMax || (acknowledged_at_ && now - *acknowledged_at_ >= kAcknowledgedFor);
}

Piece Reassembly::hole_before(std::int64_t position, Seen seen) {
  const auto missing = static_cast<std::uint64_t>(position - next_);
  next_ = position;
  next_sequence_ += static_cast<std::uint32_t>(missing);
  acknowledged_at_.reset();
  return {{}, missing, seen};
}

void Reassembly::end_at(std::uint32_t sequence) {
  if (!started_) start(sequence);
  const std::int64_t position = position_of(sequence);
  if (!end_ && position >= next_ && position <= next_ + kDistanceMax) end_ = position;
}

std::optional<Piece> Reassembly::next(bool last, Time now) {
  while (!held_.empty()) {
    const auto first = held_.begin();
    if (first->first > next_) {
      if (!last && !given_up(now)) return std::nullopt;
      return hole_before(first->first, first->second.seen);
    }
    acknowledged_at_.reset();  // the hole was filled
    const auto known = static_cast<std::size_t>(next_ - first->first);
    Held held = std::move(first->second);
    held_bytes_ -= held.bytes.size() + kHoldingBytes;
    held_.erase(first);
    if (known >= held.bytes.size()) continue;
    held.bytes.erase(held.bytes.begin(), held.bytes.begin() + static_cast<std::ptrdiff_t>(known));
    next_ += static_cast<std::int64_t>(held.bytes.size());
    next_sequence_ += static_cast<std::uint32_t>(held.bytes.size());
    return Piece{std::move(held.bytes), 0, held.seen};
  }
  if (!last || !end_ || next_ >= *end_) return std::nullopt;
  return hole_before(*end_, {});
}

}  // namespace checkride::capture
