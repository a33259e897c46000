// SampleBuffer: the samples that are not safe in the journal yet, at most as many as configured. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "samples/sample.hpp"

namespace checkride::runtime::collector {

// Samples leave from the front when the journal has synced them; until then those in front are in the journal, those
// behind wait for it. When the buffer is full the oldest that waits makes room, and is counted: the newest telemetry is
// what an incident is explained from.
class SampleBuffer {
 public:
  // Requires limit > 0.
  explicit SampleBuffer(std::size_t limit);

  void add(SamplePtr sample);
  // All that wait, for the journal; they stay, and stay first, until settle(). One that was cut off before the journal
  // saw them is simply begun again.
  std::vector<SamplePtr> begin_append();
  // What became of it: `synced` samples from the front are safe and leave; the next `appended` ones are in the journal,
  // the rest waits, again or still.
  void settle(std::size_t synced, std::size_t appended);

  std::size_t size() const { return samples_.size(); }
  std::size_t waiting() const { return samples_.size() - appended_; }
  std::size_t limit() const { return limit_; }
  std::uint64_t dropped() const { return dropped_; }

 private:
  std::size_t limit_;
  std::deque<SamplePtr> samples_;
  std::size_t appended_ = 0;   // of samples_, from the front
  std::size_t appending_ = 0;  // behind those
  std::uint64_t dropped_ = 0;
};

}  // namespace checkride::runtime::collector
