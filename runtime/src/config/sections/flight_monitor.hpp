// The section flight_monitor: which variables are watched, how often.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"
#include "config/sections/derived.hpp"
#include "config/sections/facts.hpp"

namespace checkride::runtime {

using world::Duration;

// How a value travels; all are told as a 64-bit float.
enum class VariableType : std::uint8_t { int32, int64, float32, float64 };

struct VariableConfig {
  std::uint32_t id = 0;  // unique; position in the list, from 1, when the file gives none
  std::string name;      // a SimVar: "PLANE ALTITUDE"
  std::string units;     // as sent to the simulator: "feet"
  bool critical = false;
  // The name that rules and telemetry may use beside `name`; filled from the built-in aliases when the file gives none
  // ("altitude" for PLANE ALTITUDE), empty when there is none.
  std::string alias;
  VariableType type = VariableType::float64;
  // Asked for every `period` instead of every update_interval; a sample in between holds the last value.
  std::optional<Duration> period{};
  // Above 0: told only when it changed by more than this, in `units`; a sample holds the last value.
  double epsilon = 0;
  // Not asked for but worked out by the monitor; such variables stand behind all others.
  std::optional<DerivedValue> derived{};
  bool operator==(const VariableConfig&) const = default;
};

// What is done when a simulator did not appear in retry_attempts attempts after the start.
enum class StartupPolicy {
  error,   // the monitor stops: without it there is nothing to watch
  retry,   // a warning, and further attempts without end
  ignore,  // a warning, and this simulator is left alone until the next start
};

// Ids from here on are the monitor's own: of what it asks for beside the variables, and of derived values.
inline constexpr std::uint32_t kOwnIds = 0xffff0000;
inline constexpr std::uint32_t kDerivedIds = kOwnIds + 0x1000;
inline constexpr std::uint32_t kFactIds = kOwnIds + 0x2000;

struct FlightMonitorConfig {
  bool enabled = false;  // a section that is there is on unless it says otherwise; so in the next two
  Duration update_interval{std::chrono::seconds(1)};
  std::string simconnect_dll;  // accepted, never used, never interpolated
  int retry_attempts = 5;      // attempts at start-up after which `on_startup_failure` is done
  std::string client_name = "ProductionFlightMonitor";
  std::vector<VariableConfig> variables;
  std::vector<Fact> facts;  // texts, each once
  StartupPolicy on_startup_failure = StartupPolicy::retry;
  // Waits between attempts to connect: uniform up to base * 2^(failures - 1), at most the ceiling.
  Duration reconnect_base{std::chrono::seconds(1)};
  Duration reconnect_ceiling{std::chrono::seconds(10)};
  // Half-open: nothing at all came for so long, though 1sec is subscribed to.
  Duration silence_timeout{std::chrono::seconds(30)};
  // Data come, but the simulator's clock stood still for so long without a pause: first told, then left and tried anew.
  Duration stuck_after{std::chrono::seconds(10)};
  Duration stuck_timeout{std::chrono::seconds(120)};
  int requests_per_second = 200;  // calls to the simulator, after a burst of 64
  // The frames before a loss that are kept as a capture below app.state_dir; 0 for none. And how many captures of a
  // simulator are kept.
  int capture_frames = 256;
  int captures_kept = 10;
  // A flight goes on over a loss of up to this length if the aircraft is where it can have come to.
  Duration stitch_window{std::chrono::minutes(30)};
};

// The variable a metric name means: an alias, a built-in alias or the variable's own name (ASCII case and '_' for ' '
// do not matter). Nothing for an unknown name and for error_rate.
std::optional<std::size_t> find_variable(const std::vector<VariableConfig>& variables, std::string_view metric);
// The rule metric that is no variable: the error rate of a simulator's link.
inline constexpr std::string_view kErrorRateMetric = "error_rate";

void read_flight_monitor(values::MapReader& map, FlightMonitorConfig* monitor);

}  // namespace checkride::runtime
