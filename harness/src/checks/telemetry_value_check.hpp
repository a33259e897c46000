// telemetry: what a monitor recorded of a variable, taken together: the last value, the mean, a percentile.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/compared.hpp"
#include "checks/scenario_start.hpp"
#include "checks/telemetry.hpp"
#include "reading/reader.hpp"

namespace checkride::harness {

// rate: samples a second, between the first and the last. Percentiles: the least value that so many are not above.
enum class Take { last, first, min, max, mean, count, rate, p50, p90, p95, p99 };
std::string_view to_string(Take take);

struct TelemetryCheck {
  std::string of;
  std::string simulator;  // empty: any
  std::string variable;   // as the monitor's configuration names it
  Take take = Take::last;
  std::optional<Duration> over;  // only of the last so long
  std::string since;             // only since this step began; empty: since the start
  ComparedList value;            // one
};

// The values of the variable from `from` on, in the order of their times.
std::vector<std::pair<world::UtcTime, double>> values_of(const TelemetryCheck& check,
                                                         const std::vector<Sample>& samples,
                                                         std::optional<world::UtcTime> from);
// Nothing of no values; rate and mean of one are nothing and itself.
std::optional<double> taken(Take take, const std::vector<std::pair<world::UtcTime, double>>& values);

// `from`: what came before does not count.
Seen check_telemetry(const TelemetryCheck& check, const Result<std::vector<Sample>>& samples,
                     std::optional<world::UtcTime> from);

Check read_telemetry_check(values::MapReader& map, Reader& reader);

}  // namespace checkride::harness
