// The error rate of a link over a sliding window: errors / (errors + samples).
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "checkride/world/time.hpp"

namespace checkride::runtime {

// Counts in slots of kSlot, so that memory is bounded (at most 601 slots) however fast samples come; what happened
// leaves the window at most one slot early.
class ErrorWindow {
 public:
  static constexpr world::Duration kWindow = std::chrono::seconds(60);
  static constexpr world::Duration kSlot = std::chrono::milliseconds(100);
  // Below this many messages a rate would be noise: it is unknown.
  static constexpr std::uint64_t kLeastMessages = 10;

  void add_sample(world::Instant now);
  void add_error(world::Instant now);

  // Between 0 and 1; none when fewer than kLeastMessages happened in the window that ends at `now`.
  std::optional<double> rate(world::Instant now);
  std::uint64_t samples(world::Instant now);
  std::uint64_t errors(world::Instant now);

 private:
  struct Slot {
    std::int64_t number;  // instant divided by kSlot
    std::uint64_t samples;
    std::uint64_t errors;
  };
  Slot& slot_at(world::Instant now);
  void forget(world::Instant now);

  std::deque<Slot> slots_;
  std::uint64_t samples_ = 0;
  std::uint64_t errors_ = 0;
};

}  // namespace checkride::runtime
