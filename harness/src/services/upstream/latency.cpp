#include "services/upstream/latency.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace checkride::harness {

namespace {

using world::Duration;

constexpr std::uint64_t kWhole = 1'000'000;
// The normal distribution is below this in 99 of 100 cases.
constexpr double kSigmasOfP99 = 2.3263478740408408;

// In (0, 1], so that its logarithm is finite.
double positive_unit(world::Random& random) {
  return 1.0 - random.unit();
}

double normal(world::Random& random) {
  const double radius = std::sqrt(-2.0 * std::log(positive_unit(random)));
  const double angle = 2.0 * std::numbers::pi * random.unit();
  return radius * std::cos(angle);
}

double seconds_of(const LatencyPart& part, world::Random& random) {
  const double middle = world::to_seconds(part.middle);
  const double spread = world::to_seconds(part.spread);
  switch (part.shape) {
    case LatencyShape::constant:
      return middle;
    case LatencyShape::uniform:
      return middle + (spread - middle) * random.unit();
    case LatencyShape::normal:
      return middle + spread * normal(random);
    case LatencyShape::lognormal:
      return middle * std::exp(std::log(spread / middle) / kSigmasOfP99 * normal(random));
    case LatencyShape::exponential:
      return -middle * std::log(positive_unit(random));
  }
  return middle;
}

// Requires parts.
const LatencyPart& choose(const LatencySpec& spec, world::Random& random) {
  if (spec.parts.size() == 1) return spec.parts.front();
  std::uint64_t left = random.below(kWhole);
  for (const LatencyPart& part : spec.parts) {
    if (left < part.share_ppm) return part;
    left -= part.share_ppm;
  }
  return spec.parts.back();
}

}  // namespace

Duration draw_latency(const LatencySpec& spec, world::Random& random) {
  if (spec.parts.empty()) return Duration{};
  const LatencyPart& part = choose(spec, random);
  if (part.shape == LatencyShape::constant) return part.middle;
  const Duration drawn = std::max(world::from_seconds(seconds_of(part, random)), Duration{});
  return part.most ? std::min(drawn, *part.most) : drawn;
}

}  // namespace checkride::harness
