#include "engine/watched.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "checkride/values/duration.hpp"

namespace checkride::harness {

namespace {

std::optional<double> margin_in(const std::vector<reports::Deciding>& values) {
  std::optional<double> least;
  for (const reports::Deciding& value : values) {
    if (value.margin) least = std::min(least.value_or(*value.margin), *value.margin);
  }
  return least;
}

// What several values are like that must not all be so has no common distance to its bound.
std::vector<reports::Deciding> unwanted(std::vector<reports::Deciding> values) {
  for (reports::Deciding& value : values) {
    value.expected = "not: " + value.expected;
    value.margin.reset();
  }
  return values;
}

}  // namespace

std::string Watched::seen_text() const {
  if (looks == 0) return "its member never ran, so that nothing was looked at";
  if (!is_hope() && known && !was_well && !violated) {
    return fmt::format("it was broken at every look, and the run ended within the grace of {}; last: {}",
                       values::format_duration(invariant->grace), last_seen);
  }
  if (!margin || violated || tightest_seen == last_seen) return last_seen;
  return last_seen + "; tightest at " + seconds_text(tightest_at) + ": " + tightest_seen;
}

void Watched::span(bool is_open, Duration now) {
  if (is_open && !open) {
    opened = now;
    next = now;
  }
  if (!is_open) interrupt();
  open = is_open;
}

bool Watched::look(const Seen& seen, Duration now, bool graceless) {
  ++looks;
  known |= seen.known;
  last_seen = seen.text;
  const bool never = invariant->kind == Invariant::Kind::never;
  if (is_hope()) {
    if (!held_at) values = seen.values;
    if (!held_at && seen.holds) held_at = seen.since ? std::clamp(*seen.since, Duration{}, now) : now;
    return false;
  }
  const bool broken = seen.holds == never;
  const auto near = margin_in(seen.values);
  if (never || broken) {
    values = never ? unwanted(seen.values) : seen.values;
  } else if (near ? !margin || *near < *margin : !margin) {
    values = seen.values;
    margin = near;
    tightest_at = now;
    tightest_seen = seen.text;
  }
  if (!broken) {
    was_well = true;
    interrupt();
    return false;
  }
  // Only what holds says since when it does.
  const bool timed = never && seen.since.has_value();
  if (!broken_since) broken_since = timed ? std::clamp(*seen.since, std::min(opened, now), now) : now;
  if (!graceless && now - *broken_since < invariant->grace) return false;
  return !std::exchange(violated, true);
}

Duration Watched::wake() const {
  return broken_since ? std::min(next, *broken_since + invariant->grace) : next;
}

}  // namespace checkride::harness
