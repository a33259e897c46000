// By how much an answer may differ and still count: by variable, by unit, and in time.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"

namespace checkride::harness {

struct Tolerance {
  double absolute = 0;  // in the value's own unit
  double relative = 0;  // of the expected value: 0.01 is one percent
  double turn = 0;      // of an angle, in its unit: whole turns do not count; 0: they do
  double distance(double expected, double got) const;
  bool holds(double expected, double got) const;
};

class Tolerances {
 public:
  // "PLANE ALTITUDE=10", "knots=2", "AIRSPEED INDICATED=1%", "default=0.5%", "angle=0.1", "time=100ms"; names ignore
  // case. Of several that apply, the one by variable counts, then by unit, then "angle" (in degrees) for units of
  // angle, then the default. Errors say what is allowed.
  static Result<Tolerances> parse(const std::vector<std::string>& texts);

  Tolerance of(std::string_view name, std::string_view unit) const;
  // The first name that is no unit, no variable that simulators have, and not among `seen` (lower case): nothing could
  // ever be held against it.
  std::optional<Error> unknown_name(const std::set<std::string, std::less<>>& seen) const;
  std::chrono::nanoseconds time() const { return time_; }

 private:
  Result<> add(const std::string& text);

  std::map<std::string, Tolerance> named_;  // lower case
  Tolerance default_{0, 0.01};
  Tolerance angle_{0.01, 0};  // in degrees: a percentage of a latitude is many miles
  std::chrono::nanoseconds time_{std::chrono::milliseconds(250)};
};

}  // namespace checkride::harness
