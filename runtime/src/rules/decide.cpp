#include "rules/decide.hpp"

#include <array>
#include <cmath>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::runtime::alerts {

namespace {

struct ConditionRow {
  Condition condition;
  std::string_view word;
  std::string_view sentence;
};

constexpr std::array<ConditionRow, 6> kConditions{{
    {Condition::less_than, "less_than", "below"},
    {Condition::greater_than, "greater_than", "above"},
    {Condition::equals, "equals", "equal to"},
    {Condition::not_equals, "not_equals", "different from"},
    {Condition::less_or_equal, "less_or_equal", "at or below"},
    {Condition::greater_or_equal, "greater_or_equal", "at or above"},
}};

const ConditionRow& row_of(Condition condition) {
  for (const ConditionRow& row : kConditions) {
    if (row.condition == condition) return row;
  }
  CHECKRIDE_ASSERT(false);
  return kConditions[0];
}

Transition enter(const AlertCondition& current, AlertState state, world::Instant since) {
  AlertCondition next = current;
  next.state = state;
  next.since = since;
  next.interrupted = false;
  return {next, true};
}

// A breach was seen: start, go on, start anew after a gap, or fire.
Transition on_breach(const AlertCondition& current, const Threshold& threshold, world::Instant now) {
  if (current.state == AlertState::firing) return {current, false};
  if (current.state != AlertState::pending) {
    const bool at_once = threshold.duration <= world::Duration::zero();
    return enter(current, at_once ? AlertState::firing : AlertState::pending, now);
  }
  if (current.interrupted) {
    AlertCondition again = current;
    again.since = now;
    again.interrupted = false;
    return {again, false};
  }
  if (now - current.since >= threshold.duration) return enter(current, AlertState::firing, now);
  return {current, false};
}

Transition on_good_value(const AlertCondition& current, world::Instant now) {
  if (current.state == AlertState::pending) return enter(current, AlertState::inactive, now);
  if (current.state == AlertState::firing) return enter(current, AlertState::resolved, now);
  return {current, false};
}

}  // namespace

std::string_view to_string(AlertState state) {
  constexpr std::array<std::string_view, 4> kNames{"inactive", "pending", "firing", "resolved"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string_view to_string(Condition condition) {
  return row_of(condition).word;
}

std::string_view in_words(Condition condition) {
  return row_of(condition).sentence;
}

std::optional<Condition> parse_condition(std::string_view word) {
  for (const ConditionRow& row : kConditions) {
    if (row.word == word) return row.condition;
  }
  return std::nullopt;
}

bool breaches(Condition condition, double value, double threshold) {
  switch (condition) {
    case Condition::less_than:
      return value < threshold;
    case Condition::greater_than:
      return value > threshold;
    case Condition::equals:
      return !(value < threshold) && !(value > threshold);
    case Condition::not_equals:
      return value < threshold || value > threshold;
    case Condition::less_or_equal:
      return value <= threshold;
    case Condition::greater_or_equal:
      return value >= threshold;
  }
  return false;
}

Transition decide(const AlertCondition& current, const Threshold& threshold, const Observation& seen,
                  world::Instant now) {
  CHECKRIDE_ASSERT(now >= current.since);
  if (seen.kind == Observation::Kind::none) {
    AlertCondition kept = current;
    kept.interrupted = current.state == AlertState::pending;
    return {kept, false};
  }
  CHECKRIDE_ASSERT(!std::isnan(seen.value));
  // A held value says nothing new: it can carry a breach to its deadline, never begin, renew or end one.
  if (seen.kind == Observation::Kind::held && (current.state != AlertState::pending || current.interrupted)) {
    return {current, false};
  }
  AlertCondition updated = current;
  updated.value = seen.value;
  if (breaches(threshold.condition, seen.value, threshold.value)) return on_breach(updated, threshold, now);
  return on_good_value(updated, now);
}

std::optional<world::Instant> next_deadline(const AlertCondition& current, const Threshold& threshold) {
  if (current.state != AlertState::pending || current.interrupted) return std::nullopt;
  return current.since + threshold.duration;
}

}  // namespace checkride::runtime::alerts
