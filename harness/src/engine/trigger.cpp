// When a step begins: at a time, after another step, as soon as something holds.
#include <fmt/format.h>

#include <algorithm>

#include "checkride/values/duration.hpp"
#include "engine/conductor.hpp"

namespace checkride::harness {

world::Task<> Conductor::await_trigger(const Step& step) {
  const Trigger& trigger = step.trigger;
  if (trigger.at) {
    co_await reach(step, *trigger.at);
  } else if (trigger.after) {
    co_await follow(step, *trigger.after);
  } else if (trigger.when) {
    co_await await_check(step, *trigger.when);
  }
}

world::Task<> Conductor::reach(const Step& step, Duration at) {
  const Duration late = run_.now() - at;
  if (late > run_.rig().tolerance()) {
    fail(step,
         fmt::format("due at {}, but the step before it ended at {}", seconds_text(at), seconds_text(run_.now())));
    co_return;
  }
  co_await run_.clock().sleep_until(run_.start().steady + at);
}

// The time limit is for the other step, not for the delay after it.
world::Task<> Conductor::follow(const Step& step, const Anchor& anchor) {
  const Duration begun = run_.now();
  Duration then = begun;
  if (!anchor.step.empty()) {
    const Duration limit = step.time_limit.value_or(Duration::max() - begun);
    while (!run_.steps().reached(anchor)) {
      const Duration left = begun + limit - run_.now();
      if (run_.failed()) co_return;
      if (left.count() <= 0) {
        fail(step, fmt::format("waited {} for the {} of the step \"{}\"", values::format_duration(limit),
                               anchor.end ? "end" : "begin", anchor.step));
        co_return;
      }
      co_await run_.wait_change(std::min(left, run_.scenario().time_limit));
    }
    then = *run_.steps().reached(anchor);
  }
  co_await run_.clock().sleep_until(run_.start().steady + then + anchor.delay);
}

world::Task<> Conductor::await_check(const Step& step, const CheckKind& check) {
  const Duration begun = run_.now();
  while (!run_.failed()) {
    const Seen seen = co_await check.see(run_);
    if (seen.holds) co_return;
    const Duration waited = run_.now() - begun;
    const bool too_long = step.time_limit && waited >= *step.time_limit;
    if (seen.hopeless || too_long) {
      fail(step, fmt::format("waited {} for {}; {}: {}", seconds_text(waited), check.text(),
                             seen.hopeless ? "it cannot hold any more" : "last", seen.text));
      co_return;
    }
    const Duration left = step.time_limit.value_or(run_.rig().poll_period() + waited) - waited;
    co_await run_.wait_change(std::clamp(left, Duration(1), run_.rig().poll_period()));
  }
}

}  // namespace checkride::harness
