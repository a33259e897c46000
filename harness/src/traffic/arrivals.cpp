#include "traffic/arrivals.hpp"

#include <algorithm>
#include <cmath>

namespace checkride::harness {

namespace {

// Areas are sums of products: what rounding makes of them is far below one request.
constexpr double kRounding = 1e-9;

double area_of(const RateStage& stage) {
  return (stage.from_per_s + stage.to_per_s) / 2 * world::to_seconds(stage.duration);
}

// When the area below the rate of the stage has come to `area`: seconds from its start. The form of the quadratic
// equation's solution that does not cancel where the rate hardly changes.
double seconds_to(const RateStage& stage, double area) {
  const double slope = (stage.to_per_s - stage.from_per_s) / world::to_seconds(stage.duration);
  const double root = std::sqrt(std::max(stage.from_per_s * stage.from_per_s + 2 * slope * area, 0.0));
  const double below = stage.from_per_s + root;
  return below > 0 ? 2 * area / below : 0;
}

}  // namespace

Arrivals::Arrivals(ArrivalPlan plan, world::Random& random) : plan_(std::move(plan)), random_(random) {}

double Arrivals::step() {
  if (plan_.kind == ArrivalKind::poisson) return -std::log1p(-random_.unit());
  return first_ ? 0 : 1;
}

std::optional<world::Duration> Arrivals::next() {
  wanted_ += step();
  first_ = false;
  for (; stage_ < plan_.stages.size(); ++stage_) {
    const RateStage& stage = plan_.stages[stage_];
    const double area = area_of(stage);
    const double slack = kRounding * std::max(area, 1.0);
    if (area > 0 && wanted_ < area - slack) {
      const double seconds = std::min(seconds_to(stage, wanted_), world::to_seconds(stage.duration));
      return stage_start_ + world::Duration(std::llround(seconds * 1e9));
    }
    wanted_ = std::max(wanted_ - area, 0.0);
    stage_start_ += stage.duration;
  }
  return std::nullopt;
}

}  // namespace checkride::harness
