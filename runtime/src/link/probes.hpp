// What the monitor asks of every simulator beside the configured variables: enough to tell junk from flight, one phase
// from another, and a clock that stands still.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "config/config.hpp"

namespace checkride::runtime::link {

// One reading of the probes. NaN is what this simulator does not give.
struct FlightReading {
  static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  double clock_s = kUnknown;  // the simulator's UTC, since the beginning of year 1
  double rate = kUnknown;     // of the simulation
  double on_ground = kUnknown;
  double latitude_deg = kUnknown;
  double longitude_deg = kUnknown;
  double altitude_ft = kUnknown;
  double height_ft = kUnknown;  // above the ground
  double ground_speed_kt = kUnknown;
  double vertical_speed_fpm = kUnknown;
  double airspeed_kt = kUnknown;  // indicated
  double fuel_gal = kUnknown;

  bool has_position() const { return !std::isnan(latitude_deg) && !std::isnan(longitude_deg); }
};

// Where the probes stand among the variables that a session asks for.
class Probes {
 public:
  // Appends to `variables` what of the probes is not among them already, in the same unit and form.
  explicit Probes(std::vector<VariableConfig>& variables);
  // `values` of a sample of those variables.
  FlightReading read(std::span<const double> values) const;

 private:
  static constexpr std::size_t kCount = 11;
  std::array<std::size_t, kCount> places_{};
};

// What a session asks for: the configured variables that are not derived, in their order, and the probes behind them.
struct WireVariables {
  explicit WireVariables(const FlightMonitorConfig& monitor);

  std::vector<VariableConfig> variables;
  std::size_t configured;             // so many of them are configured
  std::vector<DerivedValue> derived;  // the configured variables behind those
  Probes probes;
};

}  // namespace checkride::runtime::link
