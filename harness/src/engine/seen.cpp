#include "seen.hpp"

#include <algorithm>

namespace checkride::harness {

namespace {

// What must hold at once, and does, was near to no bound.
std::optional<Duration> margin_of(const Window& window, Duration at) {
  const bool at_once = window.within.count() == 0 && window.not_before.count() == 0;
  if (at_once && at.count() <= 0) return std::nullopt;
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
  const std::optional<Duration> margin = margin_of(window, at);
  if (at < window.not_before - window.tolerance) return {Kind::too_early, at, margin};
  if (at > window.within + window.tolerance) return {Kind::too_late, at, margin};
  return {Kind::satisfied, at, margin};
}

Decision decide(const Window& window, const Seen& seen, Duration step_start, Duration now, bool sustained,
                Stretch& stretch) {
  using Kind = Decision::Kind;
  // Where it is known since when it holds, a break between two looks is seen too.
  const bool anew = stretch.begun && seen.since && *seen.since > step_start + stretch.begun->at;
  if (stretch.begun && seen.holds && !seen.hopeless && !anew) {
    return now >= *stretch.until ? *stretch.begun : Decision{Kind::undecided, now - step_start, std::nullopt};
  }
  std::optional<Duration> held;
  if (stretch.begun) held = now - step_start - std::max(stretch.begun->at, Duration{});
  stretch = {};
  Decision decision = decide(window, seen, step_start, now, sustained);
  if (decision.kind == Kind::too_late) decision.held = held;
  if (decision.kind != Kind::satisfied || window.hold.count() == 0) return decision;
  stretch.begun = decision;
  stretch.until = step_start + decision.at + window.hold;
  if (now >= *stretch.until) return decision;
  return {Kind::undecided, now - step_start, std::nullopt};
}

}  // namespace checkride::harness
