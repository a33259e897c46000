// How far a number may differ between two rigs: the `values` of a scenario's `compare`. Pure.
#pragma once

#include <string>
#include <string_view>

#include "checkride/harness/scenario.hpp"
#include "checkride/reports/record.hpp"

namespace checkride::harness {

// What nothing is said about may differ by one percent: two rigs look at different moments.
inline constexpr double kShareMax = 0.01;

// A number of an event: "altitude", with its unit where the event tells it.
struct EventNumber {
  std::string name;
  std::string unit;  // of the catalogue; empty: not known
  double value = 0;
};
std::vector<EventNumber> numbers_of(const reports::Event& event);

// The greatest difference that counts as none. Of several entries the one for the number's name (or for the variable
// whose name ends in it: PLANE ALTITUDE for "altitude") counts, then the one for its unit, then `default`. An amount in
// another unit than the number's is converted; one that does not fit says nothing.
double tolerance_of(const CompareRules& rules, const EventNumber& left, double right);

}  // namespace checkride::harness
