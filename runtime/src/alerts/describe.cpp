#include "alerts/describe.hpp"

#include <fmt/format.h>

#include "alerts/labels.hpp"
#include "checkride/values/duration.hpp"
#include "checkride/values/json.hpp"

namespace checkride::runtime::alerts {

namespace {

std::string with_unit(double value, const std::string& unit) {
  const std::string number = values::format_number(value);
  return unit.empty() ? number : fmt::format("{} {}", number, unit);
}

std::string time_text(world::Duration time) {
  return values::format_duration(time);
}

// "below 100 feet", "between 1 and 2 feet", "without data".
std::string condition_text(const RuleConfig& rule, const std::string& unit) {
  switch (rule.condition) {
    case Condition::absent:
    case Condition::stale:
      return "without data";
    case Condition::unchanged:
      return "unchanged";
    case Condition::between:
    case Condition::outside:
      return fmt::format("{} {} and {}", in_words(rule.condition), values::format_number(rule.threshold),
                         with_unit(rule.upper, unit));
    case Condition::rate_of_change:
      return fmt::format("{} by more than {}", rule.threshold < 0 ? "falling" : "rising",
                         with_unit(rule.threshold, unit));
    default:
      return fmt::format("{} {}", in_words(rule.condition), with_unit(rule.threshold, unit));
  }
}

std::string window_text(const Alert& alert) {
  const RuleConfig& rule = *alert.rule;
  const char* clock = rule.clock_variable ? " by the simulator's clock" : "";
  if (rule.duration <= world::Duration::zero()) return {};
  return fmt::format(" for {}{} ({} of it observed)", time_text(rule.duration), clock,
                     time_text(std::min(alert.covered, rule.duration)));
}

std::string firing_reason(const Alert& alert, const std::string& unit) {
  const RuleConfig& rule = *alert.rule;
  const bool silence = rule.condition == Condition::absent || rule.condition == Condition::stale;
  if (silence || alert.cause == Cause::no_data) {
    return fmt::format("no value has been received for {}{}", time_text(rule.duration),
                       silence ? "." : ", and the rule says no_data: fire.");
  }
  std::string reason = fmt::format("the value was {}{}", condition_text(rule, unit), window_text(alert));
  if (rule.out_of != 0) reason += fmt::format(", in at least {} of {} samples", rule.breaches, rule.out_of);
  if (rule.allowed_gap > world::Duration::zero()) {
    reason += fmt::format("; gaps of up to {} are allowed", time_text(rule.allowed_gap));
  }
  return reason + ".";
}

std::string resolved_reason(const Alert& alert, const std::string& unit) {
  const RuleConfig& rule = *alert.rule;
  if (alert.cause == Cause::no_data) return "no value is received any more, and the rule says no_data: resolve.";
  std::string reason = fmt::format("the value is no longer {}", condition_text(rule, unit));
  if (rule.clear_threshold) reason += fmt::format(" and has passed {}", with_unit(*rule.clear_threshold, unit));
  if (rule.clear_duration > world::Duration::zero()) reason += " for " + time_text(rule.clear_duration);
  return reason + ".";
}

std::string summary(const Alert& alert, const std::string& unit) {
  const RuleConfig& rule = *alert.rule;
  const std::string where = alert.simulator.empty() ? std::string() : " of " + alert.simulator;
  const bool silence = rule.condition == Condition::absent || rule.condition == Condition::stale;
  const std::string no_longer = alert.firing() ? "" : "no longer ";
  if (silence || !alert.condition.value) {
    return fmt::format("{}{} is {}{}", rule.metric, where, no_longer, condition_text(rule, unit));
  }
  const std::string lasted =
      alert.firing() && rule.duration > world::Duration::zero() ? " for " + time_text(rule.duration) : "";
  return fmt::format("{}{} is {}: {}{}{}", rule.metric, where, with_unit(*alert.condition.value, unit), no_longer,
                     condition_text(rule, unit), lasted);
}

}  // namespace

std::string unit_of(const RuleConfig& rule, const Config& config) {
  const auto& variables = config.flight_monitor.variables;
  const std::string unit =
      rule.variable && *rule.variable < variables.size() ? variables[*rule.variable].units : std::string();
  return rule.condition == Condition::rate_of_change ? unit + "/s" : unit;
}

notify::Notification describe(const Alert& alert, const Config& config) {
  const RuleConfig& rule = *alert.rule;
  notify::Notification notification;
  notification.kind = alert.firing() ? notify::NotificationKind::firing : notify::NotificationKind::resolved;
  notification.rule = rule.name;
  notification.simulator = alert.simulator;
  notification.severity = to_string(rule.severity);
  notification.metric = rule.metric;
  notification.condition = in_words(rule.condition);
  notification.threshold = rule.threshold;
  notification.value = alert.condition.value.value_or(0);
  notification.unit = unit_of(rule, config);
  notification.duration = rule.duration;
  notification.breached_at = alert.breached_at;
  notification.fired_at = alert.fired_at;
  notification.at = alert.since_utc;
  notification.application = config.app.name;
  notification.environment = config.app.environment;
  notification.id = id_of(rule.name, alert.simulator);
  notification.severity_level = rule.level;
  if (rule.duration > world::Duration::zero()) notification.observed = std::min(alert.covered, rule.duration);
  notification.summary = summary(alert, notification.unit);
  notification.reason =
      alert.firing() ? firing_reason(alert, notification.unit) : resolved_reason(alert, notification.unit);
  return notification;
}

}  // namespace checkride::runtime::alerts
