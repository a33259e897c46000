// The time that the simulator is taken up wholly, by saving or loading a flight: no frame is run, nothing is read or
// sent, nothing is lost (semantics 2.3, 17). Shared by all clients.
#pragma once

#include <algorithm>

#include "checkride/world/time.hpp"

namespace checkride::emulator {

class Busy {
 public:
  void extend_to(world::Instant end) { end_ = std::max(end_, end); }
  // The first instant at which it is free again; may be past.
  world::Instant end() const { return end_; }

 private:
  world::Instant end_{};
};

}  // namespace checkride::emulator
