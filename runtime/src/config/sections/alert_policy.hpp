// Of the section alert_manager: who is told when. Grouping, repetition, inhibition, maintenance, escalation.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "checkride/values/map_reader.hpp"
#include "config/sections/alert_rules.hpp"
#include "rules/calendar.hpp"
#include "rules/matcher.hpp"

namespace checkride::runtime {

// While an alert that matches `source` fires, those that match `target`, and agree with it in `equal`, are not told.
struct InhibitRule {
  LabelMatch source;
  LabelMatch target;
  std::vector<std::string> equal;
  bool operator==(const InhibitRule&) const = default;
};

// Alerts that match are not told while it is on: in the hours of a calendar, or once from `starts_at` to `ends_at`.
struct MaintenanceWindow {
  std::string name;
  LabelMatch match;  // empty: every alert
  std::optional<Calendar> calendar;
  world::UtcTime starts_at{};
  world::UtcTime ends_at{};
  bool open_at(world::UtcTime time) const;
  bool operator==(const MaintenanceWindow&) const = default;
};

enum class Hours { always, business };

// What one severity level promises.
struct LevelPolicy {
  int tier = 1;                            // told when the alert fires
  std::optional<Duration> respond_within;  // somebody acknowledges by then, or the next tier is told
  bool by_next_business_day = false;       // instead: by the close of the next day of the calendar
  Hours hours = Hours::always;             // which respond_within counts
  std::optional<Duration> escalate_after;  // the next tier is told unless the alert is resolved by then
  std::optional<Duration> status_update;   // while it fires, a status update is due every so often
  bool notify_management = false;
  bool operator==(const LevelPolicy&) const = default;
};

inline constexpr int kTiers = 3;

// How soon a tier answers to whom an alert was handed on that nobody has taken; zero: no promise of its own.
struct TierPolicy {
  Duration respond_within{};
  std::optional<Duration> outside_hours{};  // instead, if it is handed on outside of business hours
  bool operator==(const TierPolicy&) const = default;
};

struct EscalationConfig {
  bool enabled = false;
  std::optional<Calendar> business_hours;
  std::array<std::vector<Recipient>, kTiers> tiers;  // [0] is tier 1
  std::vector<Recipient> management;
  std::array<TierPolicy, kTiers> responses{};       // [0] is tier 1, to which nothing is handed on
  std::array<LevelPolicy, kSeverityLevels> levels;  // [0] is severity 1
  bool operator==(const EscalationConfig&) const = default;
};

struct AlertPolicyConfig {
  std::vector<std::string> group_by{"rule", "simulator"};
  Duration group_wait{};
  Duration group_interval{};
  Duration repeat_interval{};  // zero: a firing alert is told once
  std::vector<InhibitRule> inhibit_rules;
  std::vector<MaintenanceWindow> maintenance;
  EscalationConfig escalation;
  bool operator==(const AlertPolicyConfig&) const = default;
};

// The keys of alert_manager named like the members, and `calendars`. Mistakes go to the reader's Diagnostics.
void read_alert_policy(values::MapReader& map, const Audience& audience, AlertPolicyConfig* policy);

}  // namespace checkride::runtime
