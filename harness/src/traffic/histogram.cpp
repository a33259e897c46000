#include "traffic/histogram.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include "checkride/result/assert.hpp"

namespace checkride::harness {

namespace {

using std::chrono::microseconds;

constexpr unsigned kBits = 11;                               // of a value, that its bucket keeps
constexpr std::uint64_t kExact = std::uint64_t{1} << kBits;  // below it every value has its bucket
constexpr std::uint64_t kPerPower = kExact / 2;
constexpr double kRounding = 1e-9;

std::size_t bucket_of(std::uint64_t us) {
  if (us < kExact) return us;
  const auto shift = static_cast<unsigned>(std::bit_width(us)) - kBits;
  return kExact + (shift - 1) * kPerPower + ((us >> shift) - kPerPower);
}

// The greatest value of the bucket.
std::uint64_t end_of(std::size_t bucket) {
  if (bucket < kExact) return bucket;
  const std::uint64_t shift = (bucket - kExact) / kPerPower + 1;
  const std::uint64_t top = (bucket - kExact) % kPerPower + kPerPower;
  return ((top + 1) << shift) - 1;
}

}  // namespace

void Histogram::widen(std::size_t first, std::size_t last) {
  CHECKRIDE_ASSERT(first <= last);
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

void Histogram::add(world::Duration value) {
  const world::Duration within = std::clamp(value, world::Duration::zero(), kMost);
  const auto us = static_cast<std::uint64_t>(std::chrono::duration_cast<microseconds>(within).count());
  ++count_;
  max_us_ = std::max(max_us_, us);
  const std::size_t bucket = bucket_of(us);
  widen(bucket, bucket);
  ++counts_[bucket - first_];
}

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  count_ += other.count_;
  max_us_ = std::max(max_us_, other.max_us_);
  widen(other.first_, other.first_ + other.counts_.size() - 1);
  for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[other.first_ + i - first_] += other.counts_[i];
}

world::Duration Histogram::quantile(double q) const {
  CHECKRIDE_ASSERT(q >= 0 && q <= 1);
  const double wanted = std::ceil(q * static_cast<double>(count_) * (1 - kRounding));
  const auto rank = std::max(static_cast<std::uint64_t>(wanted), std::uint64_t{1});
  std::uint64_t passed = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    passed += counts_[i];
    if (rank <= passed) return microseconds(std::min(end_of(first_ + i), max_us_));
  }
  return max();
}

std::optional<double> quantile_of(std::string_view word) {
  if (word == "max") return 1;
  double percent = 0;
  const char* const end = word.data() + word.size();
  if (!word.starts_with('p')) return std::nullopt;
  const auto read = std::from_chars(word.data() + 1, end, percent);
  const bool good = read.ec == std::errc() && read.ptr == end && percent > 0 && percent < 100;
  return good ? std::optional(percent / 100) : std::nullopt;
}

}  // namespace checkride::harness
