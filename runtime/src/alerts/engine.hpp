// AlertEngine: every rule for every simulator. Pure: samples, rates and the time in, changes of state out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"
#include "rules/decide.hpp"
#include "samples/sample.hpp"

namespace checkride::runtime::alerts {

// The present on both clocks.
struct Now {
  world::Instant instant;
  world::UtcTime utc;
};

// One rule for one simulator.
struct Alert {
  const RuleConfig* rule = nullptr;
  std::string simulator;
  AlertCondition condition;
  std::optional<world::Instant> last_seen;  // arrival of the last usable value
  world::UtcTime since_utc{};               // of the last change of state
  world::UtcTime breached_at{};             // start of the breach that led to the last firing
  world::UtcTime fired_at{};                // of the last firing
  std::uint64_t fired_count = 0;
  std::uint64_t resolved_count = 0;
};

// A change of state that just happened; `alert` holds the new state.
struct StateChange {
  const Alert* alert = nullptr;
  AlertState from = AlertState::inactive;
};

class AlertEngine {
 public:
  // `rules` outlive the engine. A value counts as current for `hold` after its arrival: that bridges the time between
  // two samples, so that a duration is met on time; a longer silence interrupts what is pending.
  AlertEngine(const std::vector<RuleConfig>& rules, const std::vector<std::string>& simulators, world::Duration hold,
              Now start);

  // Each returns what changed, in order of rules, then simulators. The pointers are valid while the engine is.
  std::vector<StateChange> on_sample(const Sample& sample, Now now);
  // The present error rate of a simulator's link; none while it is unknown.
  std::vector<StateChange> on_error_rate(std::string_view simulator, std::optional<double> rate, Now now);
  // To be called at next_deadline(), harmless at any other time.
  std::vector<StateChange> on_time(Now now);
  // The earliest moment at which an alert fires although nothing arrives.
  std::optional<world::Instant> next_deadline() const;

  const std::vector<Alert>& alerts() const { return alerts_; }

 private:
  void feed(Alert& alert, const Observation& seen, Now now, std::vector<StateChange>& changes);
  void feed_fresh(Alert& alert, double value, Now now, std::vector<StateChange>& changes);
  bool is_stale(const Alert& alert, world::Instant now) const;

  world::Duration hold_;
  std::vector<Alert> alerts_;  // never resized after construction
};

// How long a value counts as current when one is asked for every `update_interval`: two missed samples are forgiven.
world::Duration hold_for(world::Duration update_interval);

}  // namespace checkride::runtime::alerts
