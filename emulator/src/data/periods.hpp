// Periods of requests that the clock makes: frames that are drawn, and seconds (semantics 6.1, 15.3). They are numbered
// from 0, the one in which the request was made.
#pragma once

#include <cstdint>

#include "simulator/frame_moment.hpp"
#include "simulator/simulator.hpp"

namespace checkride::emulator {

enum class Pulse {
  visual_frame,
  second,  // of the world's clock, whatever the rate of the simulation
};

// The number of the period that ends with the frame at `now`, which is not before `since`.
std::uint64_t period_at(Pulse pulse, const FrameMoment& since, const FrameMoment& now);

// The first frame after `now` on which `period` can be sent. For one that is beyond what a clock can say (a suspended
// request is due in centuries) an earlier frame, weeks away: looking at it then costs nothing.
FrameNumber frame_of_period(Pulse pulse, const FrameMoment& since, std::uint64_t period, const Simulator& simulator,
                            const FrameMoment& now);

// The simulator's own seconds (Choices::seconds_are_simulated), which go with its rate and stand still in pause. Unlike
// its clock they never go back: a reset of the flight takes none away.
class SimulatedSeconds {
 public:
  // Looks at the simulator's clock; the seconds that it has seen pass. To be called in every frame that is run.
  double follow(const Simulator& simulator);
  // `then` is what follow() gave.
  std::uint64_t whole_seconds_since(double then) const;

 private:
  double passed_ = 0;
  double clock_ = 0;
};

// How many periods from now a request is looked ahead.
inline constexpr std::uint64_t kFarPeriods = 2'000'000;

}  // namespace checkride::emulator
