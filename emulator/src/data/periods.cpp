#include "data/periods.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::emulator {

std::uint64_t period_at(Pulse pulse, const FrameMoment& since, const FrameMoment& now) {
  CHECKRIDE_ASSERT(now.frame >= since.frame);
  if (pulse == Pulse::visual_frame) return now.frame - since.frame;
  return static_cast<std::uint64_t>((now.time - since.time) / std::chrono::seconds(1));
}

double SimulatedSeconds::follow(const Simulator& simulator) {
  const double before = std::exchange(clock_, simulator.simulation_seconds());
  return passed_ += std::max(0.0, clock_ - before);
}

std::uint64_t SimulatedSeconds::whole_seconds_since(double then) const {
  constexpr double kRounding = 1e-6;  // of seconds added up of steps
  CHECKRIDE_ASSERT(passed_ >= then);
  return static_cast<std::uint64_t>(passed_ - then + kRounding);
}

FrameNumber frame_of_period(Pulse pulse, const FrameMoment& since, std::uint64_t period, const Simulator& simulator,
                            const FrameMoment& now) {
  const std::uint64_t present = period_at(pulse, since, now);
  if (period <= present) return now.frame + 1;
  const std::uint64_t reachable = std::min(period, present + kFarPeriods);
  if (pulse == Pulse::visual_frame) return since.frame + reachable;
  return frame_at_or_after(since.time + std::chrono::seconds(reachable), simulator);
}

}  // namespace checkride::emulator
