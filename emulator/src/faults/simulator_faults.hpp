// Faults of the simulator itself, for everybody: looked at in every frame, begun and undone through the simulator's own
// face.
#pragma once

#include <string>
#include <vector>

#include "faults/fault_board.hpp"
#include "simulator/busy.hpp"
#include "simulator/simulator.hpp"

namespace checkride::emulator {

// What EVENT_FRAME tells: the simulator's own rate, or what a fault leaves of it.
double frames_drawn_per_second(const FaultBoard& board, const Simulator& simulator);

class SimulatorFaults {
 public:
  // The first instant from `when` on at which a frame is run, as things stand, or at which a tape may change that: the
  // frame in which frozen_frames begins is the last.
  world::Instant free_from(FaultBoard& board, world::Instant when) const;

  // `board` has been brought to `now`: what came into force begins, what is over is undone, and what was before
  // returns. Of two that set the same thing the one that began later counts while it lasts. Costs nothing while the
  // board has never had such a fault.
  void begin_frame(FaultBoard& board, Simulator& simulator, Busy& busy, world::Instant now);

  // Whether the frame is drawn at the present frame rate, and the first frame from `frame` on that is.
  bool draws(const FaultBoard& board, const Simulator& simulator, FrameNumber frame) const {
    return next_drawn(board, simulator, frame) == frame;
  }
  FrameNumber next_drawn(const FaultBoard& board, const Simulator& simulator, FrameNumber frame) const;

 private:
  // What is to be undone, and what was before.
  struct Begun {
    FaultId id = 0;
    FaultKind kind{};
    double rate_before = 1;
    bool on_before = false;  // paused, in the menu: by somebody else
  };
  bool has_begun(FaultId id) const;
  void begin(const ActiveFault& active, Simulator& simulator, Busy& busy, world::Instant now);
  void end(std::size_t place, Simulator& simulator);
  static void undo(const Begun& begun, Simulator& simulator);

  std::vector<Begun> begun_;  // in the order in which they began
  std::uint64_t resets_ = 0;  // of the board, when it was last looked at
};

}  // namespace checkride::emulator
