#include "link/flight_gauges.hpp"

#include <cmath>

#include "metrics/table.hpp"

namespace checkride::runtime::link {

FlightGauges::FlightGauges(Context& context, const std::string& simulator) : context_(context), simulator_(simulator) {
  add({"altitude"}, "feet", metric::kFlightAltitude);
  add({"airspeed", "speed"}, "knots", metric::kFlightSpeed);
  add({"fuel"}, "gallons", metric::kFlightFuel);
}

void FlightGauges::add(std::initializer_list<std::string_view> metrics, std::string_view unit, const MetricRow& row) {
  const std::vector<VariableConfig>& variables = context_.config.flight_monitor.variables;
  for (const std::string_view metric : metrics) {
    const std::optional<std::size_t> variable = find_variable(variables, metric);
    if (!variable) continue;
    const catalog::Unit* from = catalog::find_unit(variables[*variable].units);
    const catalog::Unit* to = catalog::find_unit(unit);
    if (from == nullptr || to == nullptr) continue;
    // A variable in a unit of another quantity cannot be shown under this name.
    const auto conversion = catalog::conversion_between(*from, *to);
    if (!conversion) continue;
    sources_.push_back(Source{*variable, *conversion, &row});
    return;
  }
}

void FlightGauges::show(const std::vector<double>& values) {
  for (const Source& source : sources_) {
    const double value = source.conversion(values[source.variable]);
    if (std::isnan(value)) continue;
    context_.metrics.gauge(*source.row, {context_.simulator_label(simulator_)}).set(value);
  }
}

std::optional<double> FlightGauges::altitude_ft(const std::vector<double>& values) const {
  for (const Source& source : sources_) {
    if (source.row != &metric::kFlightAltitude) continue;
    const double value = source.conversion(values[source.variable]);
    if (!std::isnan(value)) return value;
  }
  return std::nullopt;
}

}  // namespace checkride::runtime::link
