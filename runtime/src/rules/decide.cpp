#include "rules/decide.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "checkride/result/assert.hpp"
#include "mutants.hpp"

namespace checkride::runtime::alerts {

namespace {

using world::Duration;
using world::Instant;

constexpr std::array<std::string_view, 4> kStates{"inactive", "pending", "firing", "resolved"};

Transition enter(const AlertCondition& current, AlertState state, Instant since) {
  AlertCondition next;
  next.value = current.value;
  next.state = state;
  next.since = since;
  return {next, true};
}

Transition unchanged(const AlertCondition& next) {
  return {next, false};
}

Transition fire(const AlertCondition& pending, Instant now) {
  Transition fired = enter(pending, AlertState::firing, now);
  fired.next.covered = pending.covered;
  fired.next.last_breach = now;
  return fired;
}

// The breach begins, perhaps before now: a value that did not change was in breach since it first came.
Transition begin(const AlertCondition& current, const Timing& timing, const Observation& seen, Instant now) {
  const Instant start = std::clamp(seen.since.value_or(now), std::min(current.since, now), now);
  Transition begun = enter(current, AlertState::pending, start);
  if (is_mutant(Mutant::breach_times_add_up)) begun.next.since = start - current.covered;
  begun.next.mark = now;
  begun.next.covered = now - begun.next.since;
  return now - begun.next.since >= timing.duration ? fire(begun.next, now) : begun;
}

Transition go_on(const AlertCondition& pending, const Timing& timing, Instant now) {
  AlertCondition next = pending;
  next.interrupted = false;
  // Where no gap is allowed, one of no length breaks too: what came between the two values of an instant was seen.
  const bool none_allowed = timing.allowed_gap == Duration::zero();
  if (pending.broken_at && (none_allowed || now - *pending.broken_at > timing.allowed_gap)) {
    next.since = now;
    next.covered = Duration::zero();
  } else if (!pending.broken_at) {
    next.covered += now - pending.mark;
  }
  next.broken_at.reset();
  next.mark = now;
  return now - next.since >= timing.duration ? fire(next, now) : unchanged(next);
}

Transition on_breach(const AlertCondition& current, const Timing& timing, const Observation& seen, Instant now) {
  if (current.state == AlertState::pending) return go_on(current, timing, now);
  // A value that is held says nothing new: it can carry a breach to its deadline, never begin or renew one.
  if (seen.kind == Observation::Kind::held) return unchanged(current);
  if (current.state != AlertState::firing) return begin(current, timing, seen, now);
  AlertCondition next = current;
  next.last_breach = now;
  next.clear_since.reset();
  return unchanged(next);
}

Transition break_off(const AlertCondition& pending, const Timing& timing, Instant now) {
  AlertCondition next = pending;
  next.interrupted = false;
  if (!next.broken_at) next.broken_at = now;
  const bool tolerated = timing.allowed_gap > Duration::zero() && now - *next.broken_at <= timing.allowed_gap;
  if (tolerated) return unchanged(next);
  Transition ended = enter(pending, AlertState::inactive, now);
  if (is_mutant(Mutant::breach_times_add_up)) ended.next.covered = pending.covered;
  return ended;
}

Transition on_good(const AlertCondition& current, const Timing& timing, const Observation& seen, Instant now) {
  if (current.state == AlertState::pending) return break_off(current, timing, now);
  if (current.state != AlertState::firing) return unchanged(current);
  AlertCondition next = current;
  const bool fresh = seen.kind == Observation::Kind::fresh;
  if (seen.zone == Zone::band && fresh) next.clear_since.reset();
  if (seen.zone == Zone::clear && fresh && !next.clear_since) next.clear_since = now;
  if (!next.clear_since) return unchanged(next);
  const bool long_enough =
      now - *next.clear_since >= timing.clear_duration && now - next.last_breach >= timing.keep_firing_for;
  return long_enough ? enter(next, AlertState::resolved, now) : unchanged(next);
}

Transition on_silence(const AlertCondition& current, const Timing& timing, const Observation& seen, Instant now) {
  if (timing.no_data == NoData::fire) return on_breach(current, timing, seen, now);
  if (timing.no_data == NoData::resolve || is_mutant(Mutant::silence_resolves)) {
    if (current.state == AlertState::pending) return enter(current, AlertState::inactive, now);
    if (current.state == AlertState::firing) return enter(current, AlertState::resolved, now);
    return unchanged(current);
  }
  AlertCondition next = current;
  next.clear_since.reset();
  if (current.state != AlertState::pending) return unchanged(next);
  next.interrupted = true;
  if (!next.broken_at) next.broken_at = std::clamp(seen.since.value_or(now), current.since, now);
  // What was thought to be covered since the last value was not.
  const Duration unseen = std::max(current.mark - *next.broken_at, Duration::zero());
  if (!current.broken_at) next.covered = std::max(current.covered - unseen, Duration::zero());
  return unchanged(next);
}

}  // namespace

std::string_view to_string(AlertState state) {
  return kStates[static_cast<std::size_t>(state)];
}

std::optional<AlertState> parse_alert_state(std::string_view word) {
  const auto found = std::find(kStates.begin(), kStates.end(), word);
  if (found == kStates.end()) return std::nullopt;
  return static_cast<AlertState>(found - kStates.begin());
}

std::string_view to_string(NoData policy) {
  constexpr std::array<std::string_view, 3> kNames{"keep", "fire", "resolve"};
  return kNames[static_cast<std::size_t>(policy)];
}

Transition decide(const AlertCondition& current, const Timing& timing, const Observation& seen, Instant now) {
  CHECKRIDE_ASSERT(now >= current.since);
  if (seen.kind == Observation::Kind::none) return on_silence(current, timing, seen, now);
  CHECKRIDE_ASSERT(!std::isnan(seen.value));
  if (seen.kind == Observation::Kind::held && current.interrupted) return unchanged(current);
  AlertCondition updated = current;
  updated.value = seen.value;
  if (seen.zone == Zone::breach) return on_breach(updated, timing, seen, now);
  return on_good(updated, timing, seen, now);
}

std::optional<Instant> next_deadline(const AlertCondition& current, const Timing& timing) {
  if (current.state == AlertState::pending && !current.interrupted) {
    if (!current.broken_at) return world::after(current.since, timing.duration);
    return world::after(*current.broken_at, timing.allowed_gap + Duration(1));
  }
  if (current.state != AlertState::firing || !current.clear_since) return std::nullopt;
  return std::max(world::after(*current.clear_since, timing.clear_duration),
                  world::after(current.last_breach, timing.keep_firing_for));
}

}  // namespace checkride::runtime::alerts
