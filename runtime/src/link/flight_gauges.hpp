// FlightGauges: the guide's altitude, speed and fuel gauges of one simulator, in the unit each metric is named after.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "checkride/catalog/catalog.hpp"
#include "service/context.hpp"

namespace checkride::runtime::link {

class FlightGauges {
 public:
  // `context` outlives this. Gauges exist for the variables that are configured: altitude, airspeed, fuel.
  FlightGauges(Context& context, const std::string& simulator);

  // Shows the values of a sample; what is no number leaves its gauge as it was.
  void show(const std::vector<double>& values);
  // The altitude of a sample in feet, if one is configured and known.
  std::optional<double> altitude_ft(const std::vector<double>& values) const;

 private:
  struct Source {
    std::size_t variable;
    catalog::Conversion conversion;
    const MetricRow* row;
  };
  void add(std::initializer_list<std::string_view> metrics, std::string_view unit, const MetricRow& row);

  Context& context_;
  std::string simulator_;
  std::vector<Source> sources_;
};

}  // namespace checkride::runtime::link
