// The frame in which everything of a turn happens.
#pragma once

#include "checkride/world/time.hpp"
#include "session/simulator.hpp"

namespace checkride::emulator {

struct FrameMoment {
  FrameNumber frame = 0;
  world::Instant time{};
};

// The first frame that is not before `when`.
inline FrameNumber frame_at_or_after(world::Instant when, const Simulator& simulator) {
  const FrameNumber before = simulator.frame_at(when);
  return simulator.frame_time(before) >= when ? before : before + 1;
}

}  // namespace checkride::emulator
