// The clock of a world.
#pragma once

#include "checkride/world/task.hpp"
#include "checkride/world/time.hpp"
#include "checkride/world/waiter.hpp"

namespace checkride::world {

class Clock {
 public:
  virtual ~Clock() = default;
  // Monotonic. On a virtual world it starts at 1 us, so that zero never passes for "unset", and stands still while a
  // task runs between two waits.
  virtual Instant now() const = 0;
  // Wall time; may jump, as real ones do.
  virtual UtcTime utc_now() const = 0;
  // Returns at `when` or later; at once (but through the scheduler) when it has passed. Throws operation_aborted when
  // the waiting task is cancelled.
  Task<> sleep_until(Instant when);
  Task<> sleep_for(Duration duration);
  // What a world implements for the two above: completes the waiter at `when`, or with operation_aborted when its
  // cancellation slot is signalled; never before this returns.
  virtual void wait_until(Instant when, Waiter waiter) = 0;
};

}  // namespace checkride::world
