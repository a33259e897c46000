// One direction of a TCP connection: segments in any order in, bytes in order out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "checkride/capture/address.hpp"
#include "segment.hpp"

namespace checkride::capture {

// The packet that brought something.
struct Seen {
  Time time;
  std::uint64_t packet = 0;
};

// A run of bytes that can be given out, or a hole before the next.
struct Piece {
  std::vector<std::byte> bytes;  // empty for a hole
  std::uint64_t missing = 0;     // bytes of the hole
  Seen seen;                     // with the bytes, or with what lies behind the hole
};

class Reassembly {
 public:
  // Bytes held behind a hole beyond this end the wait for it: a retransmission comes sooner.
  static constexpr std::size_t kHeldBytesMax = 1024 * 1024;
  // Tools write packets of several processors up to this much out of order.
  static constexpr std::chrono::nanoseconds kAcknowledgedFor = std::chrono::seconds(1);

  bool started() const { return started_; }
  // The next byte has this sequence number.
  void start(std::uint32_t sequence);
  // Takes a segment; retransmitted bytes are dropped, the first ones count where segments overlap.
  void add(std::uint32_t sequence, std::span<const std::byte> payload, Seen seen);
  // The receiver says at `time` that it has everything before this sequence number. A hole before it that is not filled
  // within kAcknowledgedFor was not captured, and will not be.
  void acknowledged(std::uint32_t sequence, Time time);
  // The direction ends before this sequence number.
  void end_at(std::uint32_t sequence);
  // The next piece in order; nothing while it has not come by `now`. `last`: nothing more will come, so holes are given
  // out.
  std::optional<Piece> next(bool last, Time now);
  // Every byte before the end was given out.
  bool ended() const { return end_ && next_ >= *end_; }
  std::size_t held_bytes() const { return held_bytes_; }

 private:
  struct Held {
    std::vector<std::byte> bytes;
    Seen seen;
  };

  std::int64_t position_of(std::uint32_t sequence) const;
  bool given_up(Time now) const;
  Piece hole_before(std::int64_t position, Seen seen);

  bool started_ = false;
  std::uint32_t next_sequence_ = 0;  // of the byte at next_
  std::int64_t next_ = 0;            // bytes given out, holes included
  std::optional<std::int64_t> end_;
  std::map<std::int64_t, Held> held_;
  std::optional<Time> acknowledged_at_;  // when the hole in front of what is held was first acknowledged
  std::size_t held_bytes_ = 0;
};

}  // namespace checkride::capture
