// Board: what the services let others see of the present: the links' and the alerts' state. Written by the flight
// monitor and the alert manager, read by health and the API. Everything runs on one thread; nothing here waits.
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

namespace checkride::runtime {

// A link's life: disconnected -> connecting -> opening (waiting for the simulator's OPEN) -> registering (definitions
// and requests) -> streaming; back to waiting (backing off) after a loss; stopped at the end.
enum class LinkState { disconnected, connecting, opening, registering, streaming, waiting, stopped };
std::string_view to_string(LinkState state);

// What is known of one variable of a link.
struct VariableStatus {
  std::string name;
  bool critical = false;
  std::optional<world::Instant> last_data;
  std::optional<double> value;
  std::string error;  // why it cannot be had: the exception's name; empty when nothing is wrong
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
  // Asking for the rate forgets what left the window: mutable, for looking changes nothing that is told.
  mutable ErrorWindow errors;

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

struct Board {
  std::map<std::string, LinkStatus> links;  // by simulator
  std::map<AlertKey, AlertStatus> alerts;
};

}  // namespace checkride::runtime
