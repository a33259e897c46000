// What a look at a member showed, and what it means for an expectation's window. Pure.
#pragma once

#include <optional>

#include "checkride/harness/check.hpp"
#include "checkride/world/time.hpp"

namespace checkride::harness {

// The bounds of an expectation, from the start of its step.
struct Window {
  Duration not_before{};
  Duration within{};
  Duration tolerance{};  // of the rig, on both sides
};

struct Decision {
  enum class Kind { undecided, satisfied, too_early, too_late, hopeless };
  Kind kind = Kind::undecided;
  Duration at{};                   // from the step's start
  std::optional<Duration> margin;  // to the nearer bound without the tolerance; negative beyond it
};

// `step_start` and `now` are scenario times. `sustained`: what is expected is that nothing happens, so that it must
// hold until the window closes.
Decision decide(const Window& window, const Seen& seen, Duration step_start, Duration now, bool sustained);

}  // namespace checkride::harness
