// Looks at members for checks: fetches or reads what a check is about, then asks the pure functions of checks.hpp.
#pragma once

#include "engine/run.hpp"

namespace checkride::harness {

class Observer {
 public:
  explicit Observer(Run& run) : run_(run) {}
  world::Task<Seen> see(const CheckVariant& check);  // `check` outlives the task

 private:
  world::Task<Seen> see_monitor(const CheckVariant& check);
  Seen see_here(const CheckVariant& check);

  Run& run_;
};

// Does the check look over the network, so that it says nothing of a member that is down?
bool needs_member_up(const CheckVariant& check);
// Can it only be decided when the member has stopped and written everything?
bool is_final(const CheckVariant& check);

}  // namespace checkride::harness
