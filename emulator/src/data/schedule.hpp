// When a data request sends: message k is due at period number origin + k * (interval + 1) (semantics 6.1).
#pragma once

#include <cstdint>

namespace checkride::emulator {

struct ScheduleOptions {
  std::uint32_t origin = 0;    // periods to let pass before the first message
  std::uint32_t interval = 0;  // periods to let pass between messages
  std::uint32_t limit = 0;     // messages after which it ends; 0: no end
};

// Periods are numbered from 0, the one in which the request was made. A period that nobody looked at (the machine was
// held up) is not made good: the next due one is the next of the series.
class Schedule {
 public:
  Schedule() = default;
  explicit Schedule(ScheduleOptions options) : options_(options), next_(options.origin) {}

  // Number of the next due period.
  std::uint64_t next() const { return next_; }
  bool due(std::uint64_t period) const { return !ended() && period >= next_; }
  // The due period was dealt with; whether a message went out decides what counts towards the limit.
  void pass(std::uint64_t period, std::uint64_t messages);
  std::uint64_t messages() const { return messages_; }
  bool ended() const { return options_.limit != 0 && messages_ >= options_.limit; }

 private:
  ScheduleOptions options_;
  std::uint64_t next_ = 0;
  std::uint64_t messages_ = 0;
};

}  // namespace checkride::emulator
