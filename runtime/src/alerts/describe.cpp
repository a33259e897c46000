#include "alerts/describe.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "alerts/labels.hpp"
#include "checkride/values/duration.hpp"
#include "checkride/values/json.hpp"
#include "notify/texts.hpp"

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
                         with_unit(std::abs(rule.threshold), unit));
    default:
      return fmt::format("{} {}", in_words(rule.condition), with_unit(rule.threshold, unit));
  }
}

// Finer than a millisecond nobody reads.
world::Duration observed_of(const Alert& alert) {
  const world::Duration seen = std::min(alert.covered, alert.rule->duration);
  const world::Duration whole = std::chrono::floor<std::chrono::milliseconds>(seen);
  return whole > world::Duration::zero() ? whole : seen;
}

std::string lasting(const RuleConfig& rule) {
  return rule.duration > world::Duration::zero() ? " for " + time_text(rule.duration) : std::string();
}

// The rule itself asks for silence.
bool is_about_silence(const RuleConfig& rule) {
  return rule.condition == Condition::absent || rule.condition == Condition::stale;
}

std::string window_text(const Alert& alert) {
  const RuleConfig& rule = *alert.rule;
  const char* clock = rule.clock_variable ? " by the simulator's clock" : "";
  if (rule.duration <= world::Duration::zero()) return {};
  return fmt::format("{}{} ({} of it observed)", lasting(rule), clock, time_text(observed_of(alert)));
}

std::string firing_reason(const Alert& alert, const std::string& unit) {
  const RuleConfig& rule = *alert.rule;
  if (is_about_silence(rule)) return fmt::format("no value has been received{}.", lasting(rule));
  if (alert.by_silence) {
    return fmt::format("no value has been received{}, and the rule says no_data: fire.", lasting(rule));
  }
  if (alert.cause == Cause::no_data) {
    return fmt::format("the value was {}, then none was received, together{}; the rule says no_data: fire.",
                       condition_text(rule, unit), lasting(rule));
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
  if (is_about_silence(rule)) return "a value is received again.";
  const std::string condition = condition_text(rule, unit);
  std::string reason = alert.by_silence ? fmt::format("a value is received again, and it is not {}", condition)
                                        : fmt::format("the value is no longer {}", condition);
  if (rule.clear_threshold) reason += fmt::format(" and has passed {}", with_unit(*rule.clear_threshold, unit));
  if (rule.clear_duration > world::Duration::zero()) reason += ", for " + time_text(rule.clear_duration);
  return reason + ".";
}

// Has a value come since it fired that does not speak for it?
bool is_good(const Alert& alert) {
  return !alert.silent && (alert.zone == Zone::band || alert.condition.clear_since.has_value());
}

// How things stand with an alert that fires: between its ends, its value may be good again, or absent.
std::string standing(const Alert& alert, const std::string& unit) {
  const std::string condition = condition_text(*alert.rule, unit);
  if (alert.by_silence && is_good(alert)) return "a value is received again, but the alert is not over yet";
  if (is_about_silence(*alert.rule) || alert.silent) return "no value is received";
  if (alert.zone == Zone::breach) return "the value is still " + condition;
  // After a restart nobody knows until a value comes.
  if (!is_good(alert)) return "the alert is not over yet";
  return fmt::format("the value is no longer {}, but the alert is not over yet", condition);
}

std::string summary_of_silence(const Alert& alert, const std::string& subject, const std::string& unit) {
  if (is_about_silence(*alert.rule)) {
    const char* firing = is_good(alert) ? "was " : "is ";
    return fmt::format("{} {}without data", subject, alert.firing() ? firing : "is no longer ");
  }
  if (!alert.firing()) return subject + " is without data, which ends the alert";
  if (alert.by_silence) return subject + " is without data" + lasting(*alert.rule);
  return fmt::format("{} is without data: was {}", subject, condition_text(*alert.rule, unit));
}

std::string summary(const Alert& alert, const std::string& unit) {
  const RuleConfig& rule = *alert.rule;
  const std::string subject = alert.simulator.empty() ? rule.metric : rule.metric + " of " + alert.simulator;
  const bool silent = alert.firing() ? alert.silent : alert.cause == Cause::no_data;
  if (is_about_silence(rule) || silent) return summary_of_silence(alert, subject, unit);
  const std::string condition = condition_text(rule, unit);
  if (!alert.condition.value) return fmt::format("{} is {}{}", subject, alert.firing() ? "" : "no longer ", condition);
  const std::string value = with_unit(notify::rounded(*alert.condition.value, rule.threshold), unit);
  if (!alert.firing()) {
    return fmt::format("{} is {}: no longer {}", subject, value, alert.by_silence ? "without data" : condition);
  }
  if (alert.by_silence) return fmt::format("{} is {}: was without data", subject, value);
  const char* was = alert.zone == Zone::breach ? "" : "was ";
  return fmt::format("{} is {}: {}{}{}", subject, value, was, condition, lasting(rule));
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
  notification.value = alert.condition.value.value_or(std::numeric_limits<double>::quiet_NaN());
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
  notification.breach = condition_text(rule, notification.unit);
  if (alert.firing()) notification.standing = standing(alert, notification.unit);
  notification.summary = summary(alert, notification.unit);
  notification.reason =
      alert.firing() ? firing_reason(alert, notification.unit) : resolved_reason(alert, notification.unit);
  return notification;
}

}  // namespace checkride::runtime::alerts
