// ValueTrack: what a rule must remember of earlier values: for a rate of change, for "unchanged", for "k of n". Of
// fixed size: a sample allocates nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "checkride/world/time.hpp"

namespace checkride::runtime::alerts {

class ValueTrack {
 public:
  // Observations of which k must be in breach, at most.
  static constexpr unsigned kOutOfMax = 64;

  // The change per second over the last `window` (> 0), with the value that arrives now. None while the values known
  // span less than half of the window: two values close together say little.
  std::optional<double> rate(double value, world::Instant now, world::Duration window);
  // Since when all values were within `tolerance` of the first of them; `now` when this one differs.
  world::Instant unchanged_since(double value, double tolerance, world::Instant now);
  // Are at least `k` of the last `n` observations, this one included, in breach?
  bool k_of_n(bool breach, unsigned k, unsigned n);
  // Data went away: rates and sameness begin anew.
  void forget();

 private:
  // The window is remembered in steps of a thirty-second.
  static constexpr std::size_t kPoints = 34;
  struct Point {
    world::Instant at;
    double value;
  };
  void drop_older_than(world::Instant oldest);

  std::array<Point, kPoints> points_{};
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  std::optional<Point> same_{};
  std::uint64_t breaches_ = 0;  // the latest observation is bit 0
};

}  // namespace checkride::runtime::alerts
