// Pacer: lets through so many calls a second after a burst, as a generic cell rate.
#pragma once

#include <algorithm>

#include "checkride/world/time.hpp"

namespace checkride::runtime::link {

class Pacer {
 public:
  // Requires per_second >= 1 and burst >= 1.
  Pacer(int per_second, int burst)
      : step_(world::Duration(std::chrono::seconds(1)) / per_second), tolerance_(step_ * (burst - 1)) {}

  // When the next call may go.
  world::Instant ready_at() const { return full_at_ - tolerance_; }
  // Counts a call that goes now. Requires now >= ready_at().
  void take(world::Instant now) { full_at_ = std::max(full_at_, now) + step_; }

 private:
  world::Duration step_;
  world::Duration tolerance_;
  world::Instant full_at_{};
};

}  // namespace checkride::runtime::link
