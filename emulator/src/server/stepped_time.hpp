// Time that stands still until it is told to move (--step).
#pragma once

#include "checkride/world/task.hpp"
#include "checkride/world/time.hpp"

namespace checkride::emulator {

class SteppedTime {
 public:
  virtual ~SteppedTime() = default;
  // Moves time to `target`: every frame on which somebody is due something is run, in order, and what it has to say is
  // on its way. What clients had sent before is obeyed first, at the instant that was. Returns at the target; an
  // instant that has passed moves nothing. One at a time: ask moving() first.
  virtual world::Task<> move_to(world::Instant target) = 0;
  virtual bool moving() const = 0;

 protected:
  SteppedTime() = default;
  SteppedTime(const SteppedTime&) = default;
  SteppedTime& operator=(const SteppedTime&) = default;
};

}  // namespace checkride::emulator
