// Time that stands still until it is told to move (--step).
#pragma once

#include <memory>

#include "checkride/world/task.hpp"
#include "checkride/world/time.hpp"

namespace checkride::emulator {

class SteppedTime {
 public:
  virtual ~SteppedTime() = default;
  // Moves time to `target`: every frame on which somebody is due something is run, in order, and what it has to say is
  // on its way. What clients had sent before is obeyed first, at the instant that was. Returns at the target; an
  // instant that has passed moves nothing. Requires the turn.
  virtual world::Task<> move_to(world::Instant target) = 0;

  // The right to move time, as long as it is held. Null: somebody else has it.
  struct Turn {};
  std::shared_ptr<const Turn> take_turn() {
    if (!turn_.expired()) return nullptr;
    auto turn = std::make_shared<const Turn>();
    turn_ = turn;
    return turn;
  }

 protected:
  SteppedTime() = default;
  SteppedTime(const SteppedTime&) = default;
  SteppedTime& operator=(const SteppedTime&) = default;

 private:
  std::weak_ptr<const Turn> turn_;
};

}  // namespace checkride::emulator
