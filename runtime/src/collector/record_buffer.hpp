// RecordBuffer: the telemetry lines that are not in a file yet, at most as many as configured. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

namespace checkride::runtime::collector {

// Lines leave from the front when they are known to be in a file. When the buffer is full the oldest line that is not
// being written makes room, and is counted: the newest telemetry is what an incident is explained from.
class RecordBuffer {
 public:
  // Requires limit > 0.
  explicit RecordBuffer(std::size_t limit);

  void add(std::string line);
  // All lines held, as one block; they stay, and stay first, until written() or release().
  std::string begin_block();
  // The first `bytes` bytes of the last block are in a file: the lines that are whole in there leave. Returns how many.
  std::size_t written(std::size_t bytes);
  // Nothing of the last block is being written any more; its lines may be dropped again.
  void release() { in_block_ = 0; }

  std::size_t size() const { return lines_.size(); }
  std::size_t limit() const { return limit_; }
  std::uint64_t dropped() const { return dropped_; }

 private:
  std::size_t limit_;
  std::deque<std::string> lines_;
  std::size_t in_block_ = 0;  // of lines_, from the front
  std::uint64_t dropped_ = 0;
};

}  // namespace checkride::runtime::collector
