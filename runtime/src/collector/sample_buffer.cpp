#include "collector/sample_buffer.hpp"

#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::runtime::collector {

SampleBuffer::SampleBuffer(std::size_t limit) : limit_(limit) {
  CHECKRIDE_ASSERT(limit_ > 0);
}

void SampleBuffer::add(SamplePtr sample) {
  if (samples_.size() >= limit_) {
    dropped_++;
    const std::size_t held = appended_ + appending_;
    if (held == samples_.size()) return;  // everything held is being written: the new one is the one without room
    samples_.erase(samples_.begin() + static_cast<std::ptrdiff_t>(held));
  }
  samples_.push_back(std::move(sample));
  CHECKRIDE_ASSERT(samples_.size() <= limit_);
}

std::vector<SamplePtr> SampleBuffer::begin_append() {
  appending_ = waiting();
  return {samples_.begin() + static_cast<std::ptrdiff_t>(appended_), samples_.end()};
}

void SampleBuffer::settle(std::size_t synced, std::size_t appended) {
  CHECKRIDE_ASSERT(synced + appended <= samples_.size());
  samples_.erase(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(synced));
  appended_ = appended;
  appending_ = 0;
}

}  // namespace checkride::runtime::collector
