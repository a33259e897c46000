#include "metrics/log_histogram.hpp"

#include <algorithm>
#include <cmath>

#include "checkride/result/assert.hpp"

namespace checkride::runtime {

namespace {

constexpr int kPerPower = 64;
constexpr int kPowers = LogHistogram::kLargestPower - LogHistogram::kSmallestPower;
constexpr std::size_t kBuckets = static_cast<std::size_t>(kPowers) * kPerPower;

// Exact: taking a power of two out of a number rounds nothing, nor does multiplying by one.
std::size_t bucket_of(double value) {
  int power = 0;
  const double fraction = std::frexp(value, &power);  // value = fraction * 2^power, fraction in [0.5, 1)
  if (power <= LogHistogram::kSmallestPower) return 0;
  if (power > LogHistogram::kLargestPower) return kBuckets - 1;
  const int within = static_cast<int>((fraction - 0.5) * 2 * kPerPower);
  return static_cast<std::size_t>((power - 1 - LogHistogram::kSmallestPower) * kPerPower + within);
}

double middle_of(std::size_t bucket) {
  const int power = static_cast<int>(bucket / kPerPower) + LogHistogram::kSmallestPower;
  const double within = static_cast<double>(bucket % kPerPower) + 0.5;
  return std::ldexp(1 + within / kPerPower, power);
}

}  // namespace

void LogHistogram::widen(std::size_t first, std::size_t last) {
  CHECKRIDE_ASSERT(first <= last && last < kBuckets);
  if (counts_.empty()) {
    first_ = first;
    counts_.resize(last - first + 1);
    return;
  }
  if (first < first_) {
    counts_.insert(counts_.begin(), first_ - first, 0);
    first_ = first;
  }
  if (last - first_ >= counts_.size()) counts_.resize(last - first_ + 1);
}

void LogHistogram::record(double value) {
  if (std::isnan(value)) return;
  value = std::max(value, 0.0);
  min_ = count_ == 0 ? value : std::min(min_, value);
  max_ = std::max(max_, value);
  ++count_;
  if (value == 0) {
    ++zeros_;
    return;
  }
  const std::size_t bucket = std::isinf(value) ? kBuckets - 1 : bucket_of(value);
  widen(bucket, bucket);
  ++counts_[bucket - first_];
}

void LogHistogram::merge(const LogHistogram& other) {
  if (other.count_ == 0) return;
  min_ = count_ == 0 ? other.min_ : std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  count_ += other.count_;
  zeros_ += other.zeros_;
  if (other.counts_.empty()) return;
  widen(other.first_, other.first_ + other.counts_.size() - 1);
  for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[other.first_ + i - first_] += other.counts_[i];
}

double LogHistogram::quantile(double q) const {
  CHECKRIDE_ASSERT(q >= 0 && q <= 1);
  const double wanted = std::ceil(q * static_cast<double>(count_));
  const std::uint64_t rank =
      std::clamp<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1, std::max(count_, std::uint64_t{1}));
  std::uint64_t passed = zeros_;
  if (rank <= passed) return 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    passed += counts_[i];
    if (rank <= passed) return std::clamp(middle_of(first_ + i), min_, max_);
  }
  return max_;
}

}  // namespace checkride::runtime
