// decide: the life of one alert as a pure function. The service around it only keeps clocks and sends mail.
//
//   inactive --breach--> pending --held for `duration`--> firing --a good value--> resolved --breach--> pending
//      ^                    |
//      +----a good value----+
//
// Silence is not evidence: without an observation nothing starts, fires, ends or resolves.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "checkride/world/time.hpp"

namespace checkride::runtime::alerts {

enum class AlertState : std::uint8_t { inactive, pending, firing, resolved };
std::string_view to_string(AlertState state);

enum class Condition : std::uint8_t { less_than, greater_than, equals, not_equals, less_or_equal, greater_or_equal };
std::string_view to_string(Condition condition);
std::optional<Condition> parse_condition(std::string_view word);
// "below", "above", ...: for a sentence in a notification.
std::string_view in_words(Condition condition);

// Compares exactly, as doubles. A NaN compares with nothing: callers hand in no observation instead.
bool breaches(Condition condition, double value, double threshold);

struct Threshold {
  Condition condition = Condition::less_than;
  double value = 0;
  world::Duration duration{};  // how long the breach must hold without a break; zero fires at once
};

// What is known of one (rule, simulator). Default: nothing happened yet.
struct AlertCondition {
  AlertState state = AlertState::inactive;
  world::Instant since{};       // when `state` was entered; the start of the breach while pending
  std::optional<double> value;  // the last one seen
  bool interrupted = false;     // pending, and the data went away: the breach is to be proven anew
  bool operator==(const AlertCondition&) const = default;
};

// Why decide() is asked: a value that was observed, held since its arrival (and still current), or nothing current.
struct Observation {
  enum class Kind : std::uint8_t { none, fresh, held };
  Kind kind = Kind::none;
  double value = 0;
  static Observation none() { return {}; }
  // A value that arrives at this moment.
  static Observation fresh(double value) { return {Kind::fresh, value}; }
  // The last value, asked about again by a timer while it still counts as current.
  static Observation held(double value) { return {Kind::held, value}; }
};

struct Transition {
  AlertCondition next;
  bool changed = false;  // `next.state` differs from the state before
};

// The whole table. `now` never runs backwards between calls for one condition.
Transition decide(const AlertCondition& current, const Threshold& threshold, const Observation& seen,
                  world::Instant now);

// When decide() has to be asked again even if nothing arrives: the moment a pending alert is due to fire.
std::optional<world::Instant> next_deadline(const AlertCondition& current, const Threshold& threshold);

}  // namespace checkride::runtime::alerts
