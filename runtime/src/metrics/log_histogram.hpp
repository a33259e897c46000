// LogHistogram: how values are spread, in buckets whose width grows with the value: 64 of equal width between each
// power of two and the next. Any quantile is known to kRelativeError; two histograms merge into what one would have
// seen.
//
//   LogHistogram seconds;
//   seconds.record(0.0021);
//   seconds.quantile(0.99);     // 0.0021 within 0.8 %
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace checkride::runtime {

class LogHistogram {
 public:
  // Of a quantile, against the value that stands at its rank.
  static constexpr double kRelativeError = 1.0 / 128;
  // Values between these keep the promise; what lies outside counts as the nearest of them. About 1e-12 and 1e12.
  static constexpr int kSmallestPower = -40;
  static constexpr int kLargestPower = 40;

  // Not a number is left out; zero and less count as zero.
  void record(double value);
  // What both have seen. The same as if every value of `other` had been recorded here.
  void merge(const LogHistogram& other);

  std::uint64_t count() const { return count_; }
  // The least and the greatest recorded; zero before the first.
  double min() const { return min_; }
  double max() const { return max_; }
  // The value below or at which the share `q` of all lies (nearest rank). Requires 0 <= q <= 1. Zero while empty.
  double quantile(double q) const;

  bool operator==(const LogHistogram&) const = default;

 private:
  void widen(std::size_t first, std::size_t last);

  std::uint64_t count_ = 0;
  std::uint64_t zeros_ = 0;
  double min_ = 0;
  double max_ = 0;
  // Of the buckets first_, first_ + 1, ...; no more of them than lie between the least and the greatest value.
  std::size_t first_ = 0;
  std::vector<std::uint64_t> counts_;
};

}  // namespace checkride::runtime
