#include "seen.hpp"

#include <algorithm>

namespace checkride::harness {

namespace {

Duration margin_of(const Window& window, Duration at) {
  const Duration late = window.within - at;
  return window.not_before.count() > 0 ? std::min(late, at - window.not_before) : late;
}

}  // namespace

Decision decide(const Window& window, const Seen& seen, Duration step_start, Duration now, bool sustained) {
  using Kind = Decision::Kind;
  const Duration elapsed = now - step_start;
  const bool closed = elapsed >= window.within + window.tolerance;
  if (seen.hopeless) return {Kind::hopeless, elapsed, std::nullopt};
  if (sustained) {
    if (!seen.holds) return {Kind::hopeless, elapsed, std::nullopt};
    return {closed ? Kind::satisfied : Kind::undecided, elapsed, std::nullopt};
  }
  if (!seen.holds) return {closed ? Kind::too_late : Kind::undecided, elapsed, std::nullopt};
  Duration at = seen.since ? *seen.since - step_start : elapsed;
  // What held before the step began satisfies it at once, unless the step says that it must not come so early.
  if (window.not_before.count() == 0) at = std::max(at, Duration{});
  const Duration margin = margin_of(window, at);
  if (at < window.not_before - window.tolerance) return {Kind::too_early, at, margin};
  if (at > window.within + window.tolerance) return {Kind::too_late, at, margin};
  return {Kind::satisfied, at, margin};
}

}  // namespace checkride::harness
