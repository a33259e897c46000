#include "collector/record_buffer.hpp"

#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::runtime::collector {

RecordBuffer::RecordBuffer(std::size_t limit) : limit_(limit) {
  CHECKRIDE_ASSERT(limit_ > 0);
}

void RecordBuffer::add(std::string line) {
  CHECKRIDE_ASSERT(line.ends_with('\n'));
  if (lines_.size() >= limit_) {
    dropped_++;
    if (in_block_ == lines_.size()) return;  // everything held is being written: the new line is the one without room
    lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(in_block_));
  }
  lines_.push_back(std::move(line));
  CHECKRIDE_ASSERT(lines_.size() <= limit_);
}

std::string RecordBuffer::begin_block() {
  CHECKRIDE_ASSERT(in_block_ == 0);
  std::string block;
  for (const std::string& line : lines_) block += line;
  in_block_ = lines_.size();
  return block;
}

std::size_t RecordBuffer::written(std::size_t bytes) {
  std::size_t whole = 0;
  while (in_block_ > 0 && lines_.front().size() <= bytes) {
    bytes -= lines_.front().size();
    lines_.pop_front();
    in_block_--;
    whole++;
  }
  return whole;
}

}  // namespace checkride::runtime::collector
