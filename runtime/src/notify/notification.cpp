#include "notify/notification.hpp"

#include <fmt/format.h>

#include <array>

#include "checkride/values/duration.hpp"
#include "checkride/values/json.hpp"

namespace checkride::runtime::notify {

namespace {

std::string with_unit(double value, const std::string& unit) {
  const std::string number = values::format_number(value);
  return unit.empty() ? number : fmt::format("{} {}", number, unit);
}

std::uint64_t fnv1a(std::string_view text, std::uint64_t hash) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

}  // namespace

std::string_view to_string(NotificationKind kind) {
  return kind == NotificationKind::firing ? "firing" : "resolved";
}

std::string_view to_string(Occasion occasion) {
  constexpr std::array<std::string_view, 5> kWords{"change", "repeated", "escalated", "response_overdue",
                                                   "status_update"};
  return kWords[static_cast<std::size_t>(occasion)];
}

std::string subject_of(const Notification& n) {
  constexpr std::array<std::string_view, 5> kWords{"FIRING", "STILL FIRING", "ESCALATED", "RESPONSE OVERDUE",
                                                   "STATUS UPDATE"};
  const bool firing = n.kind == NotificationKind::firing;
  const std::string_view word = firing ? kWords[static_cast<std::size_t>(n.occasion)] : "RESOLVED";
  const std::string where = n.simulator.empty() ? std::string() : " on " + n.simulator;
  return fmt::format("[{}] {}: {}{}", word, n.severity, n.rule, where);
}

std::string summary_of(const Notification& n) {
  if (!n.summary.empty()) return n.summary;
  const std::string value = with_unit(n.value, n.unit);
  const std::string threshold = with_unit(n.threshold, n.unit);
  if (n.kind == NotificationKind::firing) {
    return fmt::format("{} of {} is {}: {} {} for {}", n.metric, n.simulator, value, n.condition, threshold,
                       values::format_duration(n.duration));
  }
  return fmt::format("{} of {} is {}: no longer {} {}", n.metric, n.simulator, value, n.condition, threshold);
}

std::string body_of(const Notification& n) {
  const bool firing = n.kind == NotificationKind::firing;
  std::string body = summary_of(n) + "\n\n";
  const auto row = [&body](std::string_view name, const std::string& value) {
    if (!value.empty()) body += fmt::format("{:<12} {}\n", fmt::format("{}:", name), value);
  };
  row("Alert", n.rule);
  row("State", std::string(to_string(n.kind)));
  row("Severity", n.severity);
  row("Simulator", n.simulator);
  row("Metric", n.metric);
  row("Value", with_unit(n.value, n.unit));
  row("Threshold", fmt::format("{} {}", n.condition, with_unit(n.threshold, n.unit)));
  row("Since", world::format_rfc3339(n.breached_at));
  if (n.observed) {
    row("Observed", fmt::format("{} of {}", values::format_duration(*n.observed), values::format_duration(n.duration)));
  }
  if (n.tier > 0) row("Tier", std::to_string(n.tier));
  if (n.respond_by) row("Respond by", world::format_rfc3339(*n.respond_by));
  if (n.next_update_by) row("Next update", world::format_rfc3339(*n.next_update_by));
  row("Acknowledged", n.acknowledged_by);
  row("Fired at", world::format_rfc3339(n.fired_at));
  if (!firing) row("Resolved at", world::format_rfc3339(n.at));
  row("Environment", n.environment);
  row("Sent by", n.application);
  if (!n.reason.empty()) return body + "\nWhy now: " + n.reason + "\n";
  body += firing ? fmt::format("\nWhy now: the value stayed {} {} for {} without a break.\n", n.condition,
                               with_unit(n.threshold, n.unit), values::format_duration(n.duration))
                 : std::string("\nWhy now: a value on the good side of the threshold was received.\n");
  return body;
}

std::string episode_of(const Notification& n) {
  constexpr std::uint64_t kOffset = 0xcbf29ce484222325ULL;
  const std::string parts[] = {n.application, n.environment, n.rule, n.simulator,
                               std::to_string(n.fired_at.time_since_epoch().count())};
  std::uint64_t hash = kOffset;
  // The length in front of each part keeps ("ab", "c") apart from ("a", "bc").
  for (const std::string& part : parts) hash = fnv1a(fmt::format("{}:{}", part.size(), part), hash);
  return fmt::format("{:016x}", hash);
}

}  // namespace checkride::runtime::notify
