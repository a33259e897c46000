#include "rules/value_track.hpp"

#include <bit>
#include <cmath>

#include "checkride/result/assert.hpp"

namespace checkride::runtime::alerts {

void ValueTrack::drop_older_than(world::Instant oldest) {
  while (count_ > 1 && points_[first_].at < oldest) {
    first_ = (first_ + 1) % kPoints;
    --count_;
  }
}

std::optional<double> ValueTrack::rate(double value, world::Instant now, world::Duration window) {
  CHECKRIDE_ASSERT(window > world::Duration::zero());
  drop_older_than(now - window);
  if (count_ == 1 && points_[first_].at < now - window) count_ = 0;
  const std::optional<Point> oldest = count_ == 0 ? std::nullopt : std::optional<Point>(points_[first_]);
  const world::Instant newest = count_ == 0 ? world::Instant::min() : points_[(first_ + count_ - 1) % kPoints].at;
  if (count_ == 0 || (count_ < kPoints && now - newest >= window / 32)) {
    points_[(first_ + count_) % kPoints] = {now, value};
    ++count_;
  }
  if (!oldest || now - oldest->at < window / 2 || now == oldest->at) return std::nullopt;
  const double change = (value - oldest->value) / world::to_seconds(now - oldest->at);
  return std::isfinite(change) ? std::optional<double>(change) : std::nullopt;
}

world::Instant ValueTrack::unchanged_since(double value, double tolerance, world::Instant now) {
  if (!same_ || !(std::abs(value - same_->value) <= tolerance)) same_ = Point{now, value};
  return same_->at;
}

bool ValueTrack::k_of_n(bool breach, unsigned k, unsigned n) {
  CHECKRIDE_ASSERT(k >= 1 && k <= n && n <= kOutOfMax);
  const std::uint64_t mask = n == kOutOfMax ? ~std::uint64_t{0} : (std::uint64_t{1} << n) - 1;
  breaches_ = ((breaches_ << 1U) | (breach ? 1U : 0U)) & mask;
  return static_cast<unsigned>(std::popcount(breaches_)) >= k;
}

void ValueTrack::forget() {
  count_ = 0;
  same_.reset();
}

}  // namespace checkride::runtime::alerts
