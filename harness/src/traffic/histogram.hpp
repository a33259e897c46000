// Histogram: how durations are spread, to three digits, in buckets whose width grows with the value. Two of them merge
// into what one would have seen.
//
//   Histogram latency;
//   latency.add(2100us);
//   latency.quantile(0.99);    // 2100us
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "checkride/world/time.hpp"

namespace checkride::harness {

// Whole microseconds below 2048 us have a bucket each; above, each power of two has 1024 of equal width.
class Histogram {
 public:
  // What lies outside counts as the nearest of them; less than a microsecond as zero.
  static constexpr world::Duration kMost = std::chrono::hours(1);
  // Of a quantile, upwards, against the value that stands at its rank.
  static constexpr double kRelativeError = 1.0 / 1024;

  void add(world::Duration value);
  // The same as if every value of `other` had been added here.
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  // The greatest, in whole microseconds. Zero while empty.
  world::Duration max() const { return std::chrono::microseconds(max_us_); }
  // The least time that the share `q` of all did not exceed (nearest rank): the greatest that its bucket has room for.
  // Requires 0 <= q <= 1. Zero while empty.
  world::Duration quantile(double q) const;

  bool operator==(const Histogram&) const = default;

 private:
  void widen(std::size_t first, std::size_t last);

  std::uint64_t count_ = 0;
  std::uint64_t max_us_ = 0;
  // Of the buckets first_, first_ + 1, ...; no more of them than lie between the least and the greatest value.
  std::size_t first_ = 0;
  std::vector<std::uint64_t> counts_;
};

// "p99.9" is 0.999, "max" is 1; nothing for other words.
std::optional<double> quantile_of(std::string_view word);

}  // namespace checkride::harness
