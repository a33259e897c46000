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

// firing and resolved: the alert changed its state. The others tell of an alert that goes on firing: again after the
// repeat interval, to the next tier, that somebody took it on, that nobody did in time, how things stand.
enum class NotificationKind : std::uint8_t {
  firing,
  resolved,
  repeated,
  escalated,
  acknowledged,
  response_overdue,
  status_update
};
std::string_view to_string(NotificationKind kind);

struct Notification {
  NotificationKind kind = NotificationKind::firing;
  std::string rule;
  std::string simulator;
  std::string severity;
  std::string metric;     // as the rule names it
  std::string condition;  // in words: "below", "above"
  double threshold = 0;
  double value = 0;              // none: not a number
  std::string unit;              // of value and threshold; empty when the metric has none
  world::Duration duration{};    // how long the breach had to hold
  world::UtcTime breached_at{};  // start of the breach
  world::UtcTime fired_at{};     // when the alert fired: with rule and simulator it names the episode
  world::UtcTime at{};           // this state change
  std::string application;       // configured name of the monitor
  std::string environment;

  std::uint32_t count = 0;  // notifications of this episode before this one, whoever got them
  std::string id;           // of the alert, through all its episodes: what the API calls it; 16 hex digits
  int severity_level = 0;   // 1 to 4; 0 unknown
  int tier = 0;             // of the escalation, 1 to 3; 0 without
  // Of `duration`, how much was seen in breach: samples were missing for the rest, or good within an allowed gap.
  std::optional<world::Duration> observed{};
  std::string summary;                             // the sentence of summary_of(), for conditions beyond a threshold
  std::string reason;                              // why now: one sentence
  std::optional<world::UtcTime> respond_by{};      // somebody has to acknowledge by then
  std::optional<world::UtcTime> next_update_by{};  // the next status update is due
  std::string acknowledged_by;
  std::string breach;    // the whole condition in words: "between 1 and 2 feet"; empty: condition and threshold say it
  std::string standing;  // how things stand, of one that fires: "the value is still below 100 feet"
};

// Alerts that are told together because they share labels; one alert by itself is a group of one.
struct Group {
  std::string key;                                          // the same for as long as the group lives
  std::vector<std::pair<std::string, std::string>> labels;  // what its alerts have in common
  std::vector<Notification> alerts;                         // at least one
  std::size_t omitted = 0;                                  // further alerts that the receiver has no room for
  std::size_t firing_beside = 0;       // alerts that this message is not about, and that its receiver knows to fire
  std::size_t unattended_beside = 0;   // those of them that nobody has acknowledged
  std::string receiver{};              // in whose name it is told; empty: the channel itself
  std::vector<std::string> mail_to{};  // of the receiver, instead of the channel's own
  std::string slack_channel{};         // likewise
  bool own_target = false;             // of the receiver: at the address or key that the configuration has for it
};

// "[FIRING] critical: Low Altitude Warning on sim"
std::string subject_of(const Notification& notification);
// The same of several: "[FIRING 2, RESOLVED 1] critical: Low Altitude Warning on sim, sim2".
std::string subject_of(const Group& group);
// One sentence with what, where, value, threshold and unit.
std::string summary_of(const Notification& notification);
// The condition in words: "below 100 feet".
std::string breach_of(const Notification& notification);
// The value with its unit, rounded for people; empty if there is none.
std::string value_of(const Notification& notification);
// How much of the duration was seen in breach: "9.2s of 10s"; empty if the rule has none.
std::string observed_of(const Notification& notification);
// One sentence: why people are told of it now.
std::string reason_of(const Notification& notification);
// What there is to know, as rows of name and text, without empty ones: what, where, since when, value, threshold. The
// texts are single lines, whatever the names are that they were made of.
std::vector<std::pair<std::string, std::string>> rows_of(const Notification& notification);
// Plain text of all alerts, lines separated by '\n'; `link` is told at the end if there is one.
std::string body_of(const Group& group, std::string_view link);
// Equal for the firing and the resolved notification of one episode, different for every other: 16 hex digits.
std::string episode_of(const Notification& notification);

}  // namespace checkride::runtime::notify
