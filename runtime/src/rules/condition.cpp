#include "rules/condition.hpp"

#include <array>
#include <cmath>

#include "checkride/result/assert.hpp"
#include "mutants.hpp"

namespace checkride::runtime::alerts {

namespace {

struct ConditionRow {
  Condition condition;
  std::string_view word;
  std::string_view sentence;
};

constexpr std::array<ConditionRow, 12> kConditions{{
    {Condition::less_than, "less_than", "below"},
    {Condition::greater_than, "greater_than", "above"},
    {Condition::equals, "equals", "equal to"},
    {Condition::not_equals, "not_equals", "different from"},
    {Condition::less_or_equal, "less_or_equal", "at or below"},
    {Condition::greater_or_equal, "greater_or_equal", "at or above"},
    {Condition::between, "between", "between"},
    {Condition::outside, "outside", "outside of"},
    {Condition::rate_of_change, "rate_of_change", "changing per second by more than"},
    {Condition::absent, "absent", "absent"},
    {Condition::stale, "stale", "stale"},
    {Condition::unchanged, "unchanged", "unchanged"},
}};

const ConditionRow& row_of(Condition condition) {
  for (const ConditionRow& row : kConditions) {
    if (row.condition == condition) return row;
  }
  CHECKRIDE_ASSERT(false);
  return kConditions[0];
}

bool breaches(const Criterion& criterion, double value, double threshold) {
  if (is_mutant(Mutant::threshold_included) && has_sides(criterion.condition) && value == threshold) return true;
  switch (criterion.condition) {
    case Condition::less_than:
      return value < threshold;
    case Condition::greater_than:
      return value > threshold;
    case Condition::equals:
      return std::abs(value - threshold) <= criterion.tolerance;
    case Condition::not_equals:
      return std::abs(value - threshold) > criterion.tolerance;
    case Condition::less_or_equal:
      return value <= threshold;
    case Condition::greater_or_equal:
      return value >= threshold;
    case Condition::between:
      return value >= threshold && value <= criterion.upper;
    case Condition::outside:
      return value < threshold || value > criterion.upper;
    case Condition::rate_of_change:
      return criterion.threshold < 0 ? value < threshold : value > threshold;
    case Condition::absent:
    case Condition::stale:
    case Condition::unchanged:
      return false;
  }
  return false;
}

}  // namespace

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

bool is_about_time(Condition condition) {
  return condition == Condition::absent || condition == Condition::stale || condition == Condition::unchanged;
}

bool has_sides(Condition condition) {
  switch (condition) {
    case Condition::less_than:
    case Condition::greater_than:
    case Condition::less_or_equal:
    case Condition::greater_or_equal:
    case Condition::rate_of_change:
      return true;
    default:
      return false;
  }
}

Zone zone_of(const Criterion& criterion, double value) {
  CHECKRIDE_ASSERT(!std::isnan(value));
  if (breaches(criterion, value, criterion.threshold)) return Zone::breach;
  const bool clear = !criterion.clear_threshold || !breaches(criterion, value, *criterion.clear_threshold);
  return clear ? Zone::clear : Zone::band;
}

}  // namespace checkride::runtime::alerts
