#include "link/probes.hpp"

#include <algorithm>

namespace checkride::runtime::link {

namespace {

struct Row {
  const char* name;
  const char* units;
  double FlightReading::*field;
};

using R = FlightReading;
constexpr std::array<Row, 11> kRows{{
    {"ABSOLUTE TIME", "seconds", &R::clock_s},
    {"SIMULATION RATE", "number", &R::rate},
    {"SIM ON GROUND", "bool", &R::on_ground},
    {"PLANE LATITUDE", "degrees", &R::latitude_deg},
    {"PLANE LONGITUDE", "degrees", &R::longitude_deg},
    {"PLANE ALTITUDE", "feet", &R::altitude_ft},
    {"PLANE ALT ABOVE GROUND", "feet", &R::height_ft},
    {"GROUND VELOCITY", "knots", &R::ground_speed_kt},
    {"VERTICAL SPEED", "feet per minute", &R::vertical_speed_fpm},
    {"AIRSPEED INDICATED", "knots", &R::airspeed_kt},
    {"FUEL TOTAL QUANTITY", "gallons", &R::fuel_gal},
}};

}  // namespace

namespace {

std::vector<VariableConfig> asked_for(const std::vector<VariableConfig>& configured) {
  std::vector<VariableConfig> variables = configured;
  std::erase_if(variables, [](const VariableConfig& variable) { return variable.derived.has_value(); });
  return variables;
}

}  // namespace

WireVariables::WireVariables(const FlightMonitorConfig& monitor)
    : variables(asked_for(monitor.variables)), configured(variables.size()), probes(variables) {
  for (const VariableConfig& variable : monitor.variables) {
    if (variable.derived) derived.push_back(*variable.derived);
  }
}

Probes::Probes(std::vector<VariableConfig>& variables) {
  static_assert(kRows.size() == kCount);
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    const Row& row = kRows[i];
    const auto same = [&row](const VariableConfig& one) {
      return one.name == row.name && one.units == row.units && one.type == VariableType::float64 && !one.period &&
             one.epsilon == 0;
    };
    const auto found = std::find_if(variables.begin(), variables.end(), same);
    places_[i] = static_cast<std::size_t>(found - variables.begin());
    if (found != variables.end()) continue;
    VariableConfig probe;
    probe.id = kOwnIds + static_cast<std::uint32_t>(i);
    probe.name = row.name;
    probe.units = row.units;
    variables.push_back(std::move(probe));
  }
}

FlightReading Probes::read(std::span<const double> values) const {
  FlightReading reading;
  for (std::size_t i = 0; i < kRows.size(); ++i) reading.*kRows[i].field = values[places_[i]];
  return reading;
}

}  // namespace checkride::runtime::link
