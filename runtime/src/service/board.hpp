// Board: what the services let others see of the present: the links' and the alerts' state. Written by the flight
// monitor and the alert manager, read by health, the exporter and the API. Everything runs on one thread; nothing here
// waits.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/time.hpp"
#include "config/config.hpp"
#include "rules/decide.hpp"
#include "samples/error_window.hpp"
#include "samples/flight_phase.hpp"
#include "samples/sample_flags.hpp"

namespace checkride::runtime {

// A link's life: disconnected -> connecting -> opening (waiting for the simulator's OPEN) -> registering (definitions
// and requests) -> streaming; back to waiting (backing off) after a loss; stopped at the end. Stuck is streaming from a
// simulator whose clock stands still although it is not paused.
enum class LinkState { disconnected, connecting, opening, registering, streaming, waiting, stopped, stuck };
std::string_view to_string(LinkState state);

// What is known of one variable of a link.
struct VariableStatus {
  std::string name;
  bool critical = false;
  std::optional<world::Instant> last_data;
  std::optional<double> value;
  std::string error;  // why it cannot be had: the exception's name; empty when nothing is wrong
  std::string alias{};
  std::string unit{};  // of the value
};

// A time without data between two samples of a simulator, with or without a change of session.
struct DataGap {
  world::UtcTime from{};           // arrival of the last sample before it
  world::UtcTime to{};             // arrival of the first sample after it
  world::Duration duration{};      // on the steady clock
  std::uint64_t missed = 0;        // samples that were due and never were
  std::string cause;               // "quit", "reset", "silent", ...; "late" within a session
  std::string source;              // who gives the data after it
  std::uint64_t from_session = 0;  // of the last sample before it
  std::uint64_t to_session = 0;    // of the first sample after it
};

// What is known of one simulator that may fly a flight.
struct InstanceStatus {
  std::string simulator;
  std::string address;
  bool active = false;
  bool healthy = false;             // by the last check
  std::uint32_t failed_checks = 0;  // in a row
  std::uint64_t checks = 0;
  std::string last_error;  // of the last failed check
};

// A flight with standbys; on the board under the flight's name.
struct FailoverStatus {
  std::vector<InstanceStatus> instances;  // primary first, then the standbys in order
  std::uint64_t failovers = 0;            // changes of the active simulator that were carried through, either way
  std::uint64_t failed = 0;               // attempts that brought no data within failover_timeout
  bool switching = false;                 // a change was begun and no data came yet
  std::string last_reason;
  std::optional<world::UtcTime> last_at;
  world::Duration last_duration{};  // from the decision to the first data
};

struct LinkStatus {
  std::string simulator;
  std::string address;
  LinkState state = LinkState::disconnected;
  world::Instant state_since{};
  world::UtcTime state_since_utc{};
  std::uint64_t session = 0;   // of the current or last session; 0 before the first
  std::string application;     // what the simulator calls itself
  std::uint64_t sessions = 0;  // opened so far
  std::uint64_t connect_attempts = 0;
  std::uint64_t messages = 0;
  std::uint64_t samples = 0;  // flight data messages
  std::uint64_t exceptions = 0;
  std::uint64_t undecodable = 0;
  std::uint64_t link_losses = 0;
  std::optional<world::Instant> last_data;
  std::optional<world::UtcTime> last_data_utc;
  std::string last_error;                 // the last failure of the link, as a person reads it
  std::string last_decode_error;          // the last undecodable frame: message, field, offset
  std::vector<VariableStatus> variables;  // in the order of the configuration
  std::map<Fact, std::string> facts;      // that this session told
  // Asking for the rate forgets what left the window: mutable, for looking changes nothing that is told.
  mutable ErrorWindow errors;

  std::string source;    // the simulator that flies it now; `simulator` itself without failover
  bool ignored = false;  // it did not appear after the start, and is left alone
  bool paused = false;   // as the simulator last said
  SampleFlags flags;     // of the last sample
  FlightPhase phase = FlightPhase::unknown;
  world::UtcTime phase_since{};
  std::uint64_t flight = 0;   // see Sample
  std::uint32_t segment = 0;  // see Sample
  std::uint64_t flagged = 0;  // samples with a flag
  std::uint64_t gaps = 0;     // beyond two intervals
  std::optional<DataGap> last_gap;
  std::optional<double> rate_ratio;  // samples that came, of those asked for, in the last minute; none while unknown
  std::string last_loss;             // the cause of the last loss of the link: "quit", "reset", "silent", "stuck", ...
  std::string last_capture;          // the file with the last frames before it, if one was written

  std::uint64_t error_count() const { return exceptions + undecodable + link_losses; }
};

struct AlertStatus {
  std::string rule;
  std::string simulator;
  alerts::AlertState state = alerts::AlertState::inactive;
  world::UtcTime since{};  // of the last change of state
  std::optional<double> value;
  double threshold = 0;
  Severity severity = Severity::warning;
  std::uint64_t fired_count = 0;
  std::uint64_t resolved_count = 0;

  std::string id;      // through all episodes and restarts
  std::string metric;  // as the rule names it
  std::string unit;    // of value and threshold; empty when there is none
  std::string condition;
  int severity_level = 0;
  std::optional<world::UtcTime> fired_at;  // of the present or last episode
  int tier = 0;                            // of the escalation; 0 without
  std::string acknowledged_by;
  std::string suppressed_by;  // why nobody is told: "silence 1a2b", "maintenance nightly", "inhibited by Other Rule"
  std::optional<world::UtcTime> respond_by;
};

struct AlertKey {
  std::string rule;
  std::string simulator;
  auto operator<=>(const AlertKey&) const = default;
};

// The breaker of a notification channel: the gravest of its addresses'. Closed without a time; else open until then,
// and half open from then on, for the next attempt to decide.
struct BreakerStatus {
  std::uint32_t failures = 0;  // attempts in a row, of the address that has most
  std::optional<world::Instant> open_until{};
};

struct Board {
  std::map<std::string, LinkStatus> links;  // by simulator
  std::map<AlertKey, AlertStatus> alerts;
  std::map<std::string, FailoverStatus> failovers;  // by flight
  std::map<std::string, BreakerStatus> breakers;    // by channel, those that are configured
  bool stopping = false;                            // the program, from the first wish to stop on
};

}  // namespace checkride::runtime
