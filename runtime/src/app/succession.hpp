// Succession: a new binary takes the place of the running monitor (SIGUSR2), with its listening sockets.
#pragma once

#include <string>
#include <vector>

#include "service/context.hpp"

namespace checkride::runtime {

class Succession {
 public:
  // The new binary is to say within this whether it runs and accepts the configuration.
  static constexpr world::Duration kTrialLimit{std::chrono::seconds(30)};
  // Between the last accepted connection and the end of the services: requests on their way are still answered.
  static constexpr world::Duration kSettle{std::chrono::milliseconds(200)};
  static constexpr world::Duration kLastSignals{std::chrono::milliseconds(20)};

  // `context` outlives it. `check`: the arguments with which a binary checks the configuration of this monitor.
  Succession(Context& context, std::vector<std::string> check);

  // Whether there is a binary that runs and accepts the configuration. What speaks against it is logged.
  world::Task<bool> find_fit();
  // Nothing is accepted any more: whoever connects waits for the successor.
  void hold_listeners();
  // Signals that come from now on are the successor's. Returns when those that came before have been given out: one of
  // them may have changed the plan.
  world::Task<> let_signals_pass();
  // The last act: when the program's task has returned the successor begins.
  void replace();

 private:
  Context& context_;
  Logger log_;
  std::vector<std::string> check_;
};

}  // namespace checkride::runtime
