// end_of: the end of a process as a task that can be bounded. Only who waits for a process learns of its end.
#pragma once

#include "checkride/world/process.hpp"

namespace checkride::harness {

inline world::Task<Result<world::ExitStatus>> end_of(world::ChildProcess& child) {
  const world::ExitStatus status = co_await child.wait();
  co_return status;
}

// As a shell has it: 128 and the signal for a program that one ended.
inline int code_of(const world::ExitStatus& status) {
  return status.code ? *status.code : 128 + status.signal.value_or(0);
}

}  // namespace checkride::harness
