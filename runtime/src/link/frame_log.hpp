// FrameLog: the last frames of a connection, both ways, for the capture that is kept of a loss; and of those before
// them what the rest cannot be read without: what was sent, and the answer to Open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "checkride/world/time.hpp"

namespace checkride::runtime::link {

struct LoggedFrame {
  bool sent = false;  // by us
  world::Instant at;
  std::vector<std::byte> bytes;
};

class FrameLog {
 public:
  static constexpr std::size_t kBytesMax = 1024 * 1024;

  // Holds the last `frames` frames, and at most kBytesMax bytes of them; 0 holds none.
  explicit FrameLog(std::size_t frames) : frames_max_(frames) {}

  void add(bool sent, world::Instant at, std::span<const std::byte> bytes);
  const std::deque<LoggedFrame>& frames() const { return frames_; }
  // From before frames(), in order: what was sent and the first frame received, at most kBytesMax bytes of them.
  const std::vector<LoggedFrame>& opening() const { return opening_; }
  // Frames that made room for later ones and are not in opening().
  std::uint64_t forgotten() const { return forgotten_; }

 private:
  void retire(LoggedFrame frame);

  std::size_t frames_max_;
  std::size_t bytes_ = 0;
  std::uint64_t forgotten_ = 0;
  std::deque<LoggedFrame> frames_;
  std::vector<LoggedFrame> opening_;
  std::size_t opening_bytes_ = 0;
  bool first_came_ = false;  // the first frame received has left frames_
};

}  // namespace checkride::runtime::link
