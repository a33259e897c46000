// FailoverWatch: checks the simulators of one flight and moves its link to a standby when the active one fails.
#pragma once

#include <string>
#include <vector>

#include "link/failover_machine.hpp"
#include "link/failover_memory.hpp"
#include "link/simulator_link.hpp"
#include "service/context.hpp"

namespace checkride::runtime::link {

class FailoverWatch {
 public:
  // All outlive this. The link's simulators are those of the flight, the primary first; it does not run yet, for it is
  // moved to the simulator that had the flight before a restart.
  FailoverWatch(Context& context, SimulatorLink& link);

  // Checks until cancelled.
  world::Task<> run();
  // Moves the flight to the simulator of that name; an error says why not.
  Result<> switch_to(std::string_view simulator);
  const std::string& flight() const { return link_.name(); }

 private:
  world::Task<bool> is_healthy(std::size_t simulator);
  world::Task<Result<>> probe(SimulatorConfig simulator);
  world::Task<Result<>> converse(SimulatorConfig simulator);
  bool active_is_healthy() const;
  void resume();
  void keep_choice();
  void act_on(FailoverMachine::Decision decision, std::size_t before);
  void on_data();
  void show(const std::vector<bool>& healthy);
  void show_active();
  FailoverStatus& status() { return context_.board.failovers[link_.name()]; }

  Context& context_;
  SimulatorLink& link_;
  Logger log_;
  world::Duration interval_;
  FailoverMachine machine_;
  FailoverMemory memory_;
  std::string reason_;
};

}  // namespace checkride::runtime::link
