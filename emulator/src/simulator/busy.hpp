// The time that the simulator is taken up wholly, by saving or loading a flight: no frame is run, nothing is read or
// sent, nothing is lost (semantics 2.3, 17); and the time after a loading in which the aircraft is not complete yet
// (semantics 6.4, 30). Shared by all clients.
#pragma once

#include <algorithm>

#include "checkride/world/time.hpp"

namespace checkride::emulator {

class Busy {
 public:
  void extend_to(world::Instant end) { end_ = std::max(end_, end); }
  // The first instant at which it is free again; may be past.
  world::Instant end() const { return end_; }
  void complete_at(world::Instant ready) { ready_ = std::max(ready_, ready); }
  // The first instant at which the user's aircraft reads as it is; may be past.
  world::Instant ready() const { return ready_; }

 private:
  world::Instant end_{};
  world::Instant ready_{};
};

}  // namespace checkride::emulator
