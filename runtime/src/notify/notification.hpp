// Notification: one state change of one alert, as every channel is told of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkride/world/time.hpp"

namespace checkride::runtime::notify {

enum class NotificationKind : std::uint8_t { firing, resolved };
std::string_view to_string(NotificationKind kind);

struct Notification {
  NotificationKind kind = NotificationKind::firing;
  std::string rule;
  std::string simulator;
  std::string severity;
  std::string metric;     // as the rule names it
  std::string condition;  // in words: "below", "above"
  double threshold = 0;
  double value = 0;
  std::string unit;              // of value and threshold; empty when the metric has none
  world::Duration duration{};    // how long the breach had to hold
  world::UtcTime breached_at{};  // start of the breach
  world::UtcTime fired_at{};     // when the alert fired: with rule and simulator it names the episode
  world::UtcTime at{};           // this state change
  std::string application;       // configured name of the monitor
  std::string environment;
};

// Alerts that are told together because they share labels; one alert by itself is a group of one.
struct Group {
  std::string key;                                          // the same for as long as the group lives
  std::vector<std::pair<std::string, std::string>> labels;  // what its alerts have in common
  std::vector<Notification> alerts;                         // at least one
};

// "[FIRING] critical: Low Altitude Warning on sim"
std::string subject_of(const Notification& notification);
// One sentence with what, where, value, threshold and unit.
std::string summary_of(const Notification& notification);
// Plain text, lines separated by '\n': what, where, since when, value, threshold, and why now.
std::string body_of(const Notification& notification);
// Equal for the firing and the resolved notification of one episode, different for every other: 16 hex digits.
std::string episode_of(const Notification& notification);

}  // namespace checkride::runtime::notify
