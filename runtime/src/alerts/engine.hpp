// AlertEngine: every rule for every simulator. Pure: samples, rates, figures and the time in, changes of state out. A
// sample allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"
#include "rules/decide.hpp"
#include "rules/value_track.hpp"
#include "samples/sample.hpp"

namespace checkride::runtime::alerts {

// The present on both clocks.
struct Now {
  world::Instant instant;
  world::UtcTime utc;
};

// What led to the last change of state.
enum class Cause : std::uint8_t { value, time, no_data };

// One rule for one simulator; `simulator` is empty for a rule about the monitor itself.
struct Alert {
  const RuleConfig* rule = nullptr;
  std::string simulator;
  AlertCondition condition;                 // its instants are of the rule's clock
  std::optional<world::Instant> last_seen;  // arrival of the last usable value
  Zone zone = Zone::clear;                  // of that value
  bool silent = false;                      // the present silence has been told to decide()
  world::Instant watched_since{};
  world::UtcTime since_utc{};    // of the last change of state
  world::UtcTime breached_at{};  // start of the breach that led to the last firing
  world::UtcTime fired_at{};     // of the last firing
  world::UtcTime pending_utc{};  // start of the present breach
  world::Duration covered{};     // of the last firing's duration, seen in breach
  Cause cause = Cause::value;
  bool by_silence = false;  // pending or firing: for silence alone, no value was in breach
  std::uint64_t fired_count = 0;
  std::uint64_t resolved_count = 0;
  ValueTrack track;

  bool firing() const { return condition.state == AlertState::firing; }
};

// A change of state that just happened; `alert` holds the new state.
struct StateChange {
  const Alert* alert = nullptr;
  AlertState from = AlertState::inactive;
};

// What outlives a restart of one alert: ages instead of instants.
struct AlertMemory {
  std::string rule;
  std::string simulator;
  std::string definition;  // definition_of() the rule
  AlertState state = AlertState::inactive;
  std::optional<double> value;
  world::Duration since_age{};
  std::optional<world::Duration> seen_age;
  world::Duration breach_age{};
  world::Duration covered{};
  bool by_silence = false;
  world::UtcTime since_utc{};
  world::UtcTime breached_at{};
  world::UtcTime fired_at{};
  std::uint64_t fired_count = 0;
  std::uint64_t resolved_count = 0;
  bool operator==(const AlertMemory&) const = default;
};

class AlertEngine {
 public:
  // A value counts as current for `hold` after its arrival: that bridges the time between two samples, so that a
  // duration is met on time; a longer silence interrupts what is pending.
  AlertEngine(std::vector<RuleConfig> rules, const std::vector<std::string>& simulators, world::Duration hold,
              Now start);
  // Alerts point to the rules.
  AlertEngine(const AlertEngine&) = delete;
  AlertEngine& operator=(const AlertEngine&) = delete;

  using Changes = std::vector<StateChange>;
  using ReadSeries = std::function<std::optional<double>(const MetricSelector& series, std::string_view simulator)>;

  // Each returns what changed, in order of rules. Valid until the next call; the pointers while the engine is.
  const Changes& on_sample(const Sample& sample, Now now);
  // The present error rate of a simulator's link; none while it is unknown.
  const Changes& on_error_rate(std::string_view simulator, std::optional<double> rate, Now now);
  // Our own metrics: `read` is asked for every one that a rule names.
  const Changes& on_series(const ReadSeries& read, Now now);
  // To be called at next_deadline(), harmless at any other time.
  const Changes& on_time(Now now);
  // The earliest moment at which an alert changes although nothing arrives.
  std::optional<world::Instant> next_deadline() const;

  // By simulator, then by rule, both in configured order; at last the rules about the monitor itself.
  const std::vector<Alert>& alerts() const { return alerts_; }
  const std::vector<RuleConfig>& rules() const { return rules_; }
  bool has_series() const;
  // Does time pass for an alert that a restart takes up again: one that is pending, or kept firing?
  bool is_counting() const;

  AlertMemory remember(const Alert& alert, Now now) const;
  // Takes up a state of `away` ago. What was pending under another definition of the rule begins anew; what was firing
  // goes on, for only a good value shows that it is over. An unknown rule or simulator is ignored. Silence counts only
  // while somebody listens: to a rule about silence `away` is none.
  void restore(const AlertMemory& memory, world::Duration away, Now now);
  // Takes over what `before` knows at this moment: of a rule that judges alike everything, earlier values included; of
  // another what restore() would.
  void continue_from(const AlertEngine& before, Now now);

 private:
  struct Slot {
    std::string simulator;
    std::size_t first = 0;
    std::size_t count = 0;
    std::optional<double> clock;  // the simulator's time as it last was
    world::Duration elapsed{};    // of the simulator's time
  };

  void add_slot(const std::string& simulator, Now start);
  const Slot* find_slot(std::string_view simulator) const;
  Slot* find_slot(std::string_view simulator);
  void advance_clock(Slot& slot, const Sample& sample) const;
  // `now` on the rule's clock.
  world::Instant clock_of(const Alert& alert, world::Instant now) const;
  world::Duration hold_of(const Alert& alert) const;
  std::optional<world::Instant> quiet_since(const Alert& alert) const;
  bool is_silent(const Alert& alert, world::Instant now) const;
  void resume_pending(Alert& alert, const AlertMemory& memory, world::Duration away, Now now) const;
  void feed_fresh(Alert& alert, double value, Now now);
  void feed_silence(Alert& alert, Now now);
  void feed(Alert& alert, const Observation& seen, Cause cause, Now now);

  world::Duration hold_;
  std::vector<RuleConfig> rules_;  // never changed after construction, nor is the size of the next two
  std::vector<Alert> alerts_;
  std::vector<Slot> slots_;  // the last is for rules about the monitor itself
  std::optional<std::size_t> clock_variable_;
  Changes changes_;
};

// How long a value counts as current when one is asked for every `update_interval`: two missed samples are forgiven.
world::Duration hold_for(world::Duration update_interval);

// The rule's condition, bounds and times as one line: two rules with the same text judge alike.
std::string definition_of(const RuleConfig& rule);

}  // namespace checkride::runtime::alerts
