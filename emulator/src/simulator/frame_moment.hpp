// The frame in which everything of a turn happens.
#pragma once

#include <chrono>

#include "checkride/world/time.hpp"
#include "simulator/simulator.hpp"

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

// How often a flight is looked at for what it brings about by itself while a client wants to hear of it. In between
// the simulation advances nothing, so that an idle client costs nothing.
inline constexpr world::Duration kFlightWatch = std::chrono::milliseconds(200);

}  // namespace checkride::emulator
