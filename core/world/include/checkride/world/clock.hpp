// The clock of a world.
#pragma once

#include "checkride/world/task.hpp"
#include "checkride/world/time.hpp"

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
  virtual Task<> sleep_until(Instant when) = 0;
  Task<> sleep_for(Duration duration);
};

}  // namespace checkride::world
