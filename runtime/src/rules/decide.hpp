// decide: the life of one alert as a pure function. The service around it only keeps clocks and sends mail.
//
//   inactive --breach--> pending --held for `duration`--> firing --clear for long enough--> resolved --breach-->
//   pending
//      ^                    |
//      +----a good value----+
//
// Silence is not evidence: without an observation nothing starts, fires, ends or resolves, unless the rule says so.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "checkride/world/time.hpp"
#include "rules/condition.hpp"

namespace checkride::runtime::alerts {

enum class AlertState : std::uint8_t { inactive, pending, firing, resolved };
std::string_view to_string(AlertState state);
std::optional<AlertState> parse_alert_state(std::string_view word);

// What silence means to a rule: nothing; a breach since the last value; a good value.
enum class NoData : std::uint8_t { keep, fire, resolve };
std::string_view to_string(NoData policy);

// The times of a rule, all by one clock, the wall's or the simulator's.
struct Timing {
  world::Duration duration{};        // how long the breach must hold; zero fires at once
  world::Duration allowed_gap{};     // breaks of the breach up to this length, by good values or silence, do not end it
  world::Duration clear_duration{};  // how long values must be clear without a break before it resolves
  world::Duration keep_firing_for{};  // after the last value in breach
  NoData no_data = NoData::keep;
};

// What is known of one (rule, simulator). Default: nothing happened yet.
struct AlertCondition {
  AlertState state = AlertState::inactive;
  world::Instant since{};                       // when `state` was entered; the start of the breach while pending
  std::optional<double> value;                  // the last one seen
  bool interrupted = false;                     // pending, and the data went away
  std::optional<world::Instant> broken_at{};    // pending: when the present break of the breach began
  world::Instant mark{};                        // pending: up to here `covered` counts
  world::Duration covered{};                    // of the pending time, seen in breach; kept while firing
  std::optional<world::Instant> clear_since{};  // firing: since when every value was clear
  world::Instant last_breach{};                 // firing: the last value in breach
  bool operator==(const AlertCondition&) const = default;
};

// Why decide() is asked: a value that was observed, held since its arrival (and still current), or nothing current.
struct Observation {
  enum class Kind : std::uint8_t { none, fresh, held };
  Kind kind = Kind::none;
  double value = 0;
  Zone zone = Zone::clear;
  // None: since when nothing is known. Fresh, in breach: since when it is so, if that was before now.
  std::optional<world::Instant> since{};
  static Observation none(std::optional<world::Instant> since = {}) { return {Kind::none, 0, Zone::clear, since}; }
  // A value that arrives at this moment.
  static Observation fresh(double value, Zone zone, std::optional<world::Instant> since = {}) {
    return {Kind::fresh, value, zone, since};
  }
  // The last value, asked about again by a timer while it still counts as current.
  static Observation held(double value, Zone zone) { return {Kind::held, value, zone, {}}; }
};

struct Transition {
  AlertCondition next;
  bool changed = false;  // `next.state` differs from the state before
};

// The whole table. `now` never runs backwards between calls for one condition.
Transition decide(const AlertCondition& current, const Timing& timing, const Observation& seen, world::Instant now);

// When decide() has to be asked again even if nothing arrives: a pending alert is due to fire or a break of it too
// long, a firing one has been clear for long enough.
std::optional<world::Instant> next_deadline(const AlertCondition& current, const Timing& timing);

}  // namespace checkride::runtime::alerts
