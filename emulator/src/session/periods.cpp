#include "session/periods.hpp"

#include <algorithm>
#include <chrono>

#include "checkride/result/assert.hpp"

namespace checkride::emulator {

std::uint64_t period_at(Pulse pulse, const FrameMoment& since, const FrameMoment& now) {
  CHECKRIDE_ASSERT(now.frame >= since.frame);
  if (pulse == Pulse::visual_frame) return now.frame - since.frame;
  return static_cast<std::uint64_t>((now.time - since.time) / std::chrono::seconds(1));
}

FrameNumber first_frame_at(world::Instant when, const Simulator& simulator) {
  const FrameNumber before = simulator.frame_at(when);
  return simulator.frame_time(before) >= when ? before : before + 1;
}

FrameNumber frame_of_period(Pulse pulse, const FrameMoment& since, std::uint64_t period, const Simulator& simulator,
                            const FrameMoment& now) {
  const std::uint64_t present = period_at(pulse, since, now);
  if (period <= present) return now.frame + 1;
  const std::uint64_t reachable = std::min(period, present + kFarPeriods);
  if (pulse == Pulse::visual_frame) return since.frame + reachable;
  return first_frame_at(since.time + std::chrono::seconds(reachable), simulator);
}

}  // namespace checkride::emulator
