// Heartbeat: whether the event loop turns: its timers come, and about on time. Liveness knows nothing else.
#pragma once

#include <optional>

#include "checkride/world/time.hpp"

namespace checkride::runtime {

class Heartbeat {
 public:
  static constexpr world::Duration kPeriod{std::chrono::seconds(1)};
  // Without a beat for this long the loop is stuck...
  static constexpr world::Duration kLimit{std::chrono::seconds(30)};
  // ...unless the machine slept: then a look finds an old beat, but this much later the next one has come.
  static constexpr world::Duration kPatience{std::chrono::seconds(2)};

  explicit Heartbeat(world::Instant now) : last_(now) {}

  // Every kPeriod, from a timer of the event loop. Returns how late it is.
  world::Duration beat(world::Instant now) {
    const world::Duration since = now - last_;
    last_ = now;
    first_late_look_.reset();
    return since > kPeriod ? since - kPeriod : world::Duration::zero();
  }
  // Asked by whoever wants to know, from outside the loop's timers.
  bool is_alive(world::Instant now) {
    if (age(now) <= kLimit) return true;
    if (!first_late_look_) first_late_look_ = now;
    return now - *first_late_look_ < kPatience;
  }
  world::Duration age(world::Instant now) const { return now - last_; }

 private:
  world::Instant last_;
  std::optional<world::Instant> first_late_look_;
};

}  // namespace checkride::runtime
