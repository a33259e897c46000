// Of the section alert_manager: the rules.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"
#include "config/sections/channels.hpp"
#include "config/sections/flight_monitor.hpp"
#include "metrics/catalogue.hpp"
#include "rules/decide.hpp"

namespace checkride::runtime {

using world::Duration;

enum class Severity { info, warning, critical };

std::string_view to_string(Severity value);

// How urgent: 1 critical, 2 high, 3 medium, 4 low.
inline constexpr int kSeverityLevels = 4;
constexpr int level_of(Severity severity) {
  if (severity == Severity::critical) return 1;
  return severity == Severity::warning ? 3 : 4;
}

struct RuleConfig {
  std::string name;    // unique
  std::string metric;  // as written
  // What the metric resolved to: an index into flight_monitor.variables, one of our own metrics, or neither for
  // error_rate.
  std::optional<std::size_t> variable;
  alerts::Condition condition = alerts::Condition::less_than;
  double threshold = 0;  // in the unit of the variable; the lower bound of between and outside
  Duration duration{};
  Severity severity = Severity::warning;
  std::vector<Recipient> actions;

  int level = 3;                              // 1 to 4; the severity's unless severity_level says otherwise
  std::optional<MetricSelector> series;       // of our own metrics
  double upper = 0;                           // of between and outside
  double tolerance = 0;                       // of equals, not_equals and unchanged
  std::optional<double> clear_threshold;      // resolves only beyond it
  Duration window{std::chrono::seconds(10)};  // of rate_of_change
  Duration allowed_gap{};
  unsigned breaches = 0;  // k of the last `out_of` values must be in breach; 0: each value by itself
  unsigned out_of = 0;
  Duration clear_duration{};
  Duration keep_firing_for{};
  alerts::NoData no_data = alerts::NoData::keep;
  // The variable that holds the simulator's own time in seconds, by which the durations count; none: the wall clock.
  std::optional<std::size_t> clock_variable;
  std::optional<Duration> repeat_interval;  // instead of alert_manager.repeat_interval; zero never repeats

  alerts::Criterion criterion() const { return {condition, threshold, upper, tolerance, clear_threshold}; }
  alerts::Timing timing() const { return {duration, allowed_gap, clear_duration, keep_firing_for, no_data}; }
  bool operator==(const RuleConfig&) const = default;
};

// A rule about the monitor itself: one of our own metrics that does not tell simulators apart.
bool is_global(const RuleConfig& rule);

// The key rules of alert_manager. Metrics resolve against `variables`, actions against `audience`. Mistakes go to the
// reader's Diagnostics.
void read_alert_rules(values::MapReader& map, const std::vector<VariableConfig>& variables, const Audience& audience,
                      std::vector<RuleConfig>* rules);

}  // namespace checkride::runtime
