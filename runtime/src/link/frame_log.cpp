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
    retire(std::move(frames_.front()));
    frames_.pop_front();
  }
}

void FrameLog::retire(LoggedFrame frame) {
  const bool wanted = frame.sent || !first_came_;
  if (!frame.sent) first_came_ = true;
  if (!wanted || opening_bytes_ + frame.bytes.size() > kBytesMax) {
    forgotten_++;
    return;
  }
  opening_bytes_ += frame.bytes.size();
  opening_.push_back(std::move(frame));
}

}  // namespace checkride::runtime::link
