// By how much an answer may differ and still count: by variable, by unit, and in time.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"

namespace checkride::harness {

struct Tolerance {
  double absolute = 0;  // in the value's own unit
  double relative = 0;  // of the expected value: 0.01 is one percent
  bool holds(double expected, double got) const;
};

class Tolerances {
 public:
  // "PLANE ALTITUDE=10", "knots=2", "AIRSPEED INDICATED=1%", "default=0.5%", "time=100ms"; names ignore case. Of
  // several that apply, the one by variable counts, then by unit, then the default. Errors say what is allowed.
  static Result<Tolerances> parse(const std::vector<std::string>& texts);

  const Tolerance& of(std::string_view name, std::string_view unit) const;
  std::chrono::nanoseconds time() const { return time_; }

 private:
  Result<> add(const std::string& text);

  std::map<std::string, Tolerance> named_;  // lower case
  Tolerance default_{0, 0.01};
  std::chrono::nanoseconds time_{std::chrono::milliseconds(250)};
};

}  // namespace checkride::harness
