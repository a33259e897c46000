#include "link/frame_log.hpp"

#include <utility>

namespace checkride::runtime::link {

void FrameLog::add(bool sent, world::Instant at, std::span<const std::byte> bytes) {
  if (frames_max_ == 0) return;
  LoggedFrame frame;
  frame.sent = sent;
  frame.at = at;
  frame.bytes.assign(bytes.begin(), bytes.end());
  bytes_ += frame.bytes.size();
  frames_.push_back(std::move(frame));
  while (frames_.size() > frames_max_ || (bytes_ > kBytesMax && frames_.size() > 1)) {
    bytes_ -= frames_.front().bytes.size();
    frames_.pop_front();
    forgotten_++;
  }
}

}  // namespace checkride::runtime::link
