// How two runs of one scenario differ: the same case and seed on two rigs, event by event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/reports/verdict.hpp"

namespace checkride::reports {

// order: in both, but not in the same place among its neighbours. timing: later or earlier than the tolerance allows.
// value: a number or a word of it differs. missing, extra: in the left, the right run only.
enum class DifferenceClass { order, timing, value, missing, extra };
std::string_view to_string(DifferenceClass kind);

struct RunDifference {
  DifferenceClass kind{};
  std::string host;
  std::string step;               // path of the step; empty outside of the timeline
  std::string text;               // of the event
  std::string expected;           // what the left run has
  std::string got;                // and the right one
  std::string unit;               // of `off`
  std::optional<double> off;      // by how much, right less left
  std::optional<double> at_left;  // scenario time
  std::optional<double> at_right;
};

struct Comparison {
  std::string scenario;
  std::string left;  // rigs; the left one is the reference
  std::string right;
  std::uint64_t seed = 1;
  std::uint64_t aligned = 0;  // pairs of events that were found
  std::vector<RunDifference> differences;
  Verdict verdict = Verdict::passed;
  std::string reason;  // why not passed, one sentence; empty when passed

  std::size_t count(DifferenceClass kind) const;
};

}  // namespace checkride::reports
