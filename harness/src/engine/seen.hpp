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
  Duration hold{};       // what holds must go on for so long without a break
};

struct Decision {
  enum class Kind { undecided, satisfied, too_early, too_late, hopeless };
  Kind kind = Kind::undecided;
  Duration at{};                   // from the step's start
  std::optional<Duration> margin;  // to the nearer bound without the tolerance; negative beyond it
  std::optional<Duration> held{};  // of what broke off too early to hold long enough, and too late to begin again
};

// For how long something has held; kept from one look to the next of an expectation with `hold`.
struct Stretch {
  std::optional<Decision> begun;  // as it would be decided without `hold`
  std::optional<Duration> until;  // scenario time at which it has held long enough
};

// `step_start` and `now` are scenario times. `sustained`: what is expected is that nothing happens, so that it must
// hold until the window closes.
Decision decide(const Window& window, const Seen& seen, Duration step_start, Duration now, bool sustained);
// The same with `hold`: the window is for the begin of what then holds long enough; a break begins anew while the
// window is open.
Decision decide(const Window& window, const Seen& seen, Duration step_start, Duration now, bool sustained,
                Stretch& stretch);

}  // namespace checkride::harness
