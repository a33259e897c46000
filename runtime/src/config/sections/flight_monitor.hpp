// The section flight_monitor: which variables are watched, how often.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/values/map_reader.hpp"
#include "checkride/world/time.hpp"

namespace checkride::runtime {

using world::Duration;

struct VariableConfig {
  std::uint32_t id = 0;  // unique; position in the list, from 1, when the file gives none
  std::string name;      // a SimVar: "PLANE ALTITUDE"
  std::string units;     // as sent to the simulator: "feet"
  bool critical = false;
  // The name that rules and telemetry may use beside `name`; filled from the built-in aliases when the file gives none
  // ("altitude" for PLANE ALTITUDE), empty when there is none.
  std::string alias;
  bool operator==(const VariableConfig&) const = default;
};

struct FlightMonitorConfig {
  bool enabled = false;  // a section that is there is on unless it says otherwise; so in the next two
  Duration update_interval{std::chrono::seconds(1)};
  std::string simconnect_dll;  // accepted, never used, never interpolated
  int retry_attempts = 5;      // attempts at start-up after which a warning tells that the simulator is absent
  std::string client_name = "ProductionFlightMonitor";
  std::vector<VariableConfig> variables;
};

// The variable a metric name means: an alias, a built-in alias or the variable's own name (ASCII case and '_' for ' '
// do not matter). Nothing for an unknown name and for error_rate.
std::optional<std::size_t> find_variable(const std::vector<VariableConfig>& variables, std::string_view metric);
// The rule metric that is no variable: the error rate of a simulator's link.
inline constexpr std::string_view kErrorRateMetric = "error_rate";

void read_flight_monitor(values::MapReader& map, FlightMonitorConfig* monitor);

}  // namespace checkride::runtime
