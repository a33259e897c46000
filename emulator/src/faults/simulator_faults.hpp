// Faults of the simulator itself, for everybody: looked at in every frame, begun and undone through the simulator's own
// face.
#pragma once

#include <map>
#include <string>

#include "desks/busy.hpp"
#include "faults/fault_board.hpp"
#include "session/simulator.hpp"

namespace checkride::emulator {

// What EVENT_FRAME tells: the simulator's own rate, or what a fault leaves of it.
double frames_drawn_per_second(const FaultBoard& board, const Simulator& simulator);

class SimulatorFaults {
 public:
  // `board` has been brought to `now`: what came into force begins, what is over is undone. Costs nothing while the
  // board has never had such a fault.
  void begin_frame(FaultBoard& board, Simulator& simulator, Busy& busy, world::Instant now);

  // Whether the frame is drawn at the present frame rate, and the first frame from `frame` on that is.
  bool draws(const FaultBoard& board, const Simulator& simulator, FrameNumber frame) const {
    return next_drawn(board, simulator, frame) == frame;
  }
  FrameNumber next_drawn(const FaultBoard& board, const Simulator& simulator, FrameNumber frame) const;

 private:
  // What is to be undone.
  struct Begun {
    FaultKind kind{};
    double rate_before = 1;
  };
  void begin(const ActiveFault& active, Simulator& simulator, Busy& busy, world::Instant now);
  static void undo(const Begun& begun, Simulator& simulator);

  std::map<FaultId, Begun> begun_;
};

}  // namespace checkride::emulator
