// The frame in which everything of a turn happens.
#pragma once

#include "checkride/world/time.hpp"
#include "session/simulator.hpp"

namespace checkride::emulator {

struct FrameMoment {
  FrameNumber frame = 0;
  world::Instant time{};
};

}  // namespace checkride::emulator
