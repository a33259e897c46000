// end_of: the end of a process as a task that can be bounded. Only who waits for a process learns of its end.
#pragma once

#include "checkride/world/process.hpp"

namespace checkride::harness {

inline world::Task<Result<world::ExitStatus>> end_of(world::ChildProcess& child) {
  const world::ExitStatus status = co_await child.wait();
  co_return status;
}

}  // namespace checkride::harness
