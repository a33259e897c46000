// Service level objectives and conservation laws of a run: looked at while it runs, judged at its end.
#pragma once

#include <vector>

#include "checks/objective.hpp"
#include "engine/run.hpp"

namespace checkride::harness {

class Objectives {
 public:
  // They must be in the record already, in their order, from those indices on.
  Objectives(Run& run, std::size_t first_slo, std::size_t first_conservation);

  // Spawns what looks, until cancelled.
  void begin(world::TaskGroup& tasks);
  // The timeline has ended, everything still runs: judges all but the laws about what is complete only when members
  // have stopped. Does nothing after a failure: half a run proves nothing.
  world::Task<> judge_running();
  world::Task<> judge_stopped();

 private:
  world::Task<> look_at(std::size_t index);
  void take_looks(std::size_t index);
  bool all_were_started(const CheckKind& check);
  world::Task<> judge_law(std::size_t index);
  void settle(std::size_t expectation, const Seen& seen, std::uint64_t looks);

  Run& run_;
  std::size_t first_slo_;
  std::size_t first_conservation_;
  std::vector<std::vector<ObjectiveLook>> looks_;  // by slo
};

}  // namespace checkride::harness
