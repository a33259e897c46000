#include "notify/notification.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "checkride/values/ascii.hpp"
#include "checkride/values/duration.hpp"
#include "notify/labels.hpp"
#include "notify/texts.hpp"

namespace checkride::runtime::notify {

namespace {

constexpr std::array<std::string_view, 7> kKinds{"firing",       "resolved",         "repeated",     "escalated",
                                                 "acknowledged", "response_overdue", "status_update"};
// Names in a subject before "and 3 more".
constexpr std::size_t kNamesMax = 5;

// "RESPONSE OVERDUE"
std::string shouted(NotificationKind kind) {
  std::string text = values::upper(kKinds[static_cast<std::size_t>(kind)]);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

// The values of one field over all alerts, each once, in order of appearance: "a, b and 3 more".
std::string names_of(const Group& group, std::string Notification::*field) {
  std::vector<std::string> names;
  for (const Notification& alert : group.alerts) {
    if (std::find(names.begin(), names.end(), alert.*field) == names.end()) names.push_back(alert.*field);
  }
  const std::size_t shown = std::min(names.size(), kNamesMax);
  std::string text =
      fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

// "FIRING 2, RESOLVED 1"
std::string counts_of(const Group& group) {
  std::string text;
  for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
    const auto count = std::count_if(group.alerts.begin(), group.alerts.end(), [&](const Notification& alert) {
      return alert.kind == static_cast<NotificationKind>(kind);
    });
    if (count == 0) continue;
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}", shouted(static_cast<NotificationKind>(kind)), count);
  }
  return text;
}

// The gravest word that an alert of the group has.
std::string_view gravest(const Group& group) {
  constexpr std::array<std::string_view, 2> kGrave{"critical", "warning"};
  for (const std::string_view word : kGrave) {
    for (const Notification& alert : group.alerts) {
      if (alert.severity == word) return word;
    }
  }
  return group.alerts.front().severity;
}

}  // namespace

std::string_view to_string(NotificationKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::string subject_of(const Notification& n) {
  const std::string where = n.simulator.empty() ? std::string() : " on " + n.simulator;
  return single_line(fmt::format("[{}] {}: {}{}", shouted(n.kind), n.severity, n.rule, where));
}

std::string subject_of(const Group& group) {
  if (group.alerts.size() == 1 && group.omitted == 0) return subject_of(group.alerts.front());
  std::string text = fmt::format("[{}] {}: {} on {}", counts_of(group), gravest(group),
                                 names_of(group, &Notification::rule), names_of(group, &Notification::simulator));
  if (group.omitted != 0) text += fmt::format(" ({} more alerts)", group.omitted);
  return single_line(text);
}

std::string summary_of(const Notification& n) {
  if (!n.summary.empty()) return single_line(n.summary);
  const std::string value = value_of(n);
  const std::string breach = breach_of(n);
  if (n.kind == NotificationKind::resolved) {
    return single_line(fmt::format("{} of {} is {}: no longer {}", n.metric, n.simulator, value, breach));
  }
  return single_line(fmt::format("{} of {} is {}: {} for {}", n.metric, n.simulator, value, breach,
                                 values::format_duration(n.duration)));
}

std::string breach_of(const Notification& n) {
  return n.breach.empty() ? fmt::format("{} {}", n.condition, with_unit(n.threshold, n.unit)) : n.breach;
}

std::string value_of(const Notification& n) {
  return std::isnan(n.value) ? std::string() : with_unit(rounded(n.value, n.threshold), n.unit);
}

std::string observed_of(const Notification& n) {
  if (!n.observed) return {};
  return fmt::format("{} of {}", values::format_duration(*n.observed), values::format_duration(n.duration));
}

std::string reason_of(const Notification& n) {
  const std::string breach = breach_of(n);
  const std::string standing = n.standing.empty() ? "the value is still " + breach : n.standing;
  switch (n.kind) {
    case NotificationKind::resolved:
      return n.reason.empty() ? "a value on the good side of the threshold was received." : single_line(n.reason);
    case NotificationKind::repeated:
      return single_line(standing + ".");
    case NotificationKind::escalated:
      if (!n.acknowledged_by.empty()) return single_line(standing + ".");
      return single_line(standing + " and nobody has acknowledged the alert.");
    case NotificationKind::acknowledged:
      return single_line(fmt::format("somebody acknowledged the alert; {}.", standing));
    case NotificationKind::response_overdue:
      return single_line(fmt::format("nobody has acknowledged the alert in time; {}.", standing));
    case NotificationKind::status_update:
      return single_line(fmt::format("a status update is due; {}.", standing));
    case NotificationKind::firing:
      if (!n.reason.empty()) return single_line(n.reason);
      break;
  }
  return single_line(
      fmt::format("the value stayed {} for {} without a break.", breach, values::format_duration(n.duration)));
}

std::vector<std::pair<std::string, std::string>> rows_of(const Notification& n) {
  std::vector<std::pair<std::string, std::string>> rows;
  const auto row = [&rows](std::string_view name, std::string_view value) {
    if (!value.empty()) rows.emplace_back(name, single_line(value));
  };
  row("Alert", n.rule);
  row("State", to_string(n.kind));
  row("Severity", n.severity);
  row("Simulator", n.simulator);
  row("Metric", n.metric);
  row("Value", value_of(n));
  row("Threshold", breach_of(n));
  row("Since", world::format_rfc3339(n.breached_at));
  row("Observed", observed_of(n));
  if (n.tier > 0) row("Tier", std::to_string(n.tier));
  if (n.respond_by) row("Respond by", world::format_rfc3339(*n.respond_by));
  if (n.next_update_by) row("Next update", world::format_rfc3339(*n.next_update_by));
  row("Acknowledged", n.acknowledged_by);
  row("Fired at", world::format_rfc3339(n.fired_at));
  if (n.kind == NotificationKind::resolved) row("Resolved at", world::format_rfc3339(n.at));
  row("Environment", n.environment);
  row("Sent by", n.application);
  return rows;
}

std::string body_of(const Group& group, std::string_view link) {
  std::string body;
  for (const Notification& n : group.alerts) {
    if (!body.empty()) body += "\n----\n\n";
    body += summary_of(n) + "\n\n";
    for (const auto& [name, value] : rows_of(n)) body += fmt::format("{:<12} {}\n", name + ":", value);
    body += fmt::format("\nWhy now: {}\n", reason_of(n));
  }
  if (group.omitted != 0) body += fmt::format("\n{} more alerts are not shown here.\n", group.omitted);
  if (!link.empty()) body += fmt::format("\nMore: {}\n", link);
  return body;
}

std::string episode_of(const Notification& n) {
  const std::string parts[] = {n.application, n.environment, n.rule, n.simulator,
                               std::to_string(n.fired_at.time_since_epoch().count())};
  std::uint64_t hash = kFnvOffset;
  // The length in front of each part keeps ("ab", "c") apart from ("a", "bc").
  for (const std::string& part : parts) hash = fnv1a(fmt::format("{}:{}", part.size(), part), hash);
  return fmt::format("{:016x}", hash);
}

}  // namespace checkride::runtime::notify
