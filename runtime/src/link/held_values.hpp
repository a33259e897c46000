// HeldValues: values of slower requests are held between their readings, and the plausibility gate judges the fast
// ones alone. What was read in a menu is not of the flight that goes on after it. Pure.
#pragma once

#include <span>
#include <vector>

#include "checkride/world/time.hpp"
#include "config/config.hpp"

namespace checkride::runtime::link {

class HeldValues {
 public:
  // Of samples of these variables, none of them derived.
  explicit HeldValues(const std::vector<VariableConfig>& variables);

  // Another session: nothing is held from the one before.
  void on_session() { doubtful_ = false; }
  // Takes out of the `values` of a sample at `now` what was read before the first plausible sample after
  // implausible ones: NaN stands in its place, or, where only changes are told, the last plausible value. `read_at`
  // says when each value came. Returns whether this is that first sample.
  bool settle(std::span<double> values, std::span<const world::Instant> read_at, bool plausible, world::Instant now);

 private:
  void hold_back(std::span<double> values, std::span<const world::Instant> read_at) const;

  std::vector<bool> changed_only_;  // by variable
  std::vector<double> kept_;        // of the last plausible sample
  bool doubtful_ = false;           // the last sample was not plausible
  world::Instant plausible_since_ = world::Instant::min();
};

}  // namespace checkride::runtime::link
