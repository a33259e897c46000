// Handover: a new binary of the program takes the place of this process, with its listening sockets; connections that
// come meanwhile wait, none is refused.
//
//   CO_TRY(const Handover::Trial trial, co_await handover.try_out({"check-config"}, 30s));
//   handover.hold_listeners();   // ... the services stop ...
//   handover.hold_signals();     // ... the last signals are looked at ...
//   handover.replace();          // ... and the program's task returns
#pragma once

#include <string>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/task.hpp"
#include "checkride/world/time.hpp"

namespace checkride::world {

class Handover {
 public:
  virtual ~Handover() = default;
  // The file that was started, by its absolute path: what stands there now is the successor.
  virtual std::string program() const = 0;
  // What a run of the successor came to: how it ended ("exit code 0"), and its output, both streams, of a limited size.
  struct Trial {
    bool succeeded = false;  // exit code 0
    std::string ended;
    std::string said;
  };
  // Runs the successor with `arguments`, as a child without any socket of this process. Errors: it cannot be started;
  // timed_out after `limit`, when the child has been killed.
  virtual Task<Result<Trial>> try_out(std::vector<std::string> arguments, Duration limit) = 0;
  // From now on no listener of this world accepts anything: their sockets stay open, and clients wait, until the
  // successor takes them or this process ends.
  virtual void hold_listeners() = 0;
  // Signals that come from now on wait for the successor; next_signal() still gives those that came before.
  virtual void hold_signals() = 0;
  // When the program's task has returned, the successor takes the place of this process: same number, same arguments,
  // same environment, and what hold_listeners() holds as the sockets of a service manager.
  virtual void replace() = 0;
};

}  // namespace checkride::world
