#include "traffic/ai_motion.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "earth/physics.hpp"
#include "sim/atmosphere.hpp"

namespace checkride::emulator {
namespace {

constexpr double kFastest = 1000;  // m/s
constexpr double kLowestFt = -6000;
constexpr double kHighestFt = 100000;
// Airspeeds of INITIAL POSITION that are none.
constexpr std::int32_t kCruiseSpeed = -1;
constexpr std::int32_t kPresentSpeed = -2;

bool has(const protocol::Waypoint& waypoint, std::uint32_t flag) {
  return (waypoint.flags & flag) != 0;
}

double knots(double kt) {
  return within_limits(kt * kMetresPerSecondPerKnot, 0, kFastest);
}

double turned(double radians) {
  return full_turn(std::fmod(radians, kTurn));
}

double half_turned(double radians) {
  return half_turn(std::fmod(radians, kTurn));
}

GeoPoint point(double latitude_deg, double longitude_deg) {
  GeoPoint result;
  result.latitude = within_limits(latitude_deg * kRadiansPerDegree, -kPi / 2, kPi / 2);
  result.longitude = half_turned(longitude_deg * kRadiansPerDegree);
  return result;
}

}  // namespace

void AiMotion::place(const Placement& placement, double ground_ft) {
  route_.clear();
  ground_ft_ = ground_ft;
  on_ground_ = placement.on_ground || !performance_.flies;
  altitude_ft_ = on_ground_ ? ground_ft_ : within_limits(placement.altitude_ft, kLowestFt, kHighestFt);
  from_ = point(placement.latitude_deg, placement.longitude_deg);
  flown_m_ = 0;
  course_ = frozen_heading_ = turned(placement.heading_deg * kRadiansPerDegree);
  drift_ = 0;
  pitch_ = on_ground_ ? 0 : half_turned(placement.pitch_deg * kRadiansPerDegree);
  bank_ = on_ground_ ? 0 : half_turned(placement.bank_deg * kRadiansPerDegree);
  vertical_speed_ = 0;
  if (on_ground_) {
    speed_ = 0;
  } else if (placement.airspeed_kt == kCruiseSpeed) {
    speed_ = knots(performance_.cruise_kt);
  } else if (placement.airspeed_kt != kPresentSpeed) {
    const Air air = standard_air(altitude_ft_ * kMetresPerFoot);
    speed_ = within_limits(true_speed(knots(placement.airspeed_kt), air), 0, kFastest);
  }
}

void AiMotion::follow(std::vector<protocol::Waypoint> route, std::size_t first) {
  set_out();
  route_ = std::move(route);
  next_ = route_.empty() ? 0 : std::min(first, route_.size() - 1);
  vertical_speed_ = 0;
  if (!route_.empty()) begin_leg();
}

void AiMotion::advance(std::uint64_t steps) {
  for (std::uint64_t i = 0; i < steps && !at_rest(); ++i) step();
}

bool AiMotion::at_rest() const {
  return route_.empty() && speed_ == 0 && vertical_speed_ == 0;
}

void AiMotion::step() {
  if (!freezes_.position) move(kStep);
  if (!freezes_.altitude && !on_ground_) climb();
  if (!freezes_.attitude && has_route()) steer();
}

void AiMotion::move(double seconds) {
  // A route whose points are all one place would be flown for ever in no time: once round is enough in a step.
  for (std::size_t legs = 0; legs <= route_.size(); ++legs) {
    const double left_m = length_m_ - flown_m_;
    if (route_.empty() || left_m > speed_ * seconds) {
      flown_m_ += speed_ * seconds;
      return;
    }
    if (speed_ > 0) seconds -= left_m / speed_;
    reach_waypoint();
  }
}

void AiMotion::climb() {
  if (route_.empty()) {
    altitude_ft_ = within_limits(altitude_ft_ + vertical_speed_ * kStep / kMetresPerFoot, kLowestFt, kHighestFt);
    if (vertical_speed_ < 0 && altitude_ft_ <= ground_ft_) {
      altitude_ft_ = ground_ft_;
      vertical_speed_ = 0;
      on_ground_ = true;
    }
    return;
  }
  const double wanted = wanted_altitude_ft();
  if (has(route_[next_], kWaypointComputeVerticalSpeed)) {
    const double share = length_m_ > 0 ? flown_m_ / length_m_ : 1;
    altitude_ft_ = begun_at_ft_ + (wanted - begun_at_ft_) * share;
    return;
  }
  const double most = performance_.climb_fpm / 60 * kStep;
  altitude_ft_ += within_limits(wanted - altitude_ft_, -most, most);
}

void AiMotion::steer() {
  drift_ = drift_of_leg_;
  pitch_ = on_ground_ ? 0 : -std::atan2(vertical_speed(), speed_);
  bank_ = 0;
}

void AiMotion::reach_waypoint() {
  const protocol::Waypoint reached = route_[next_];
  course_ = course();
  from_ = point(reached.latitude, reached.longitude);
  flown_m_ = 0;
  if (has(reached, kWaypointOnGround)) on_ground_ = true;
  if (!freezes_.altitude && (on_ground_ || has(reached, kWaypointComputeVerticalSpeed))) {
    altitude_ft_ = on_ground_ ? ground_ft_ : wanted_altitude_ft();
  }
  if (next_ + 1 < route_.size()) {
    ++next_;
  } else if (has(reached, kWaypointWrapToFirst)) {
    next_ = 0;
  } else {
    route_.clear();
    if (on_ground_ || performance_.hovers) speed_ = 0;
    return;
  }
  begin_leg();
}

void AiMotion::begin_leg() {
  const protocol::Waypoint& wanted = route_[next_];
  if (has(wanted, kWaypointSpeedRequested)) {
    speed_ = knots(wanted.kts_speed);
  } else if (has(wanted, kWaypointThrottleRequested)) {
    speed_ = knots(performance_.cruise_kt * wanted.percent_throttle / 100);
  } else if (speed_ == 0) {
    speed_ = knots(performance_.cruise_kt);
  }
  if (performance_.flies && !has(wanted, kWaypointOnGround)) on_ground_ = false;
  const double last_heading = heading();
  set_out();
  const bool backwards = has(wanted, kWaypointAlwaysBackup) || (next_ == 0 && has(wanted, kWaypointReverse));
  drift_of_leg_ = backwards ? kPi : 0;
  if (has(wanted, kWaypointKeepLastHeading)) drift_of_leg_ = half_turn(last_heading - course_);
  if (!freezes_.attitude) steer();
}

void AiMotion::set_out() {
  const GeoPoint here = position();
  course_ = course();
  from_ = here;
  flown_m_ = 0;
  begun_at_ft_ = altitude_ft_;
  if (route_.empty()) return;
  const GeoPoint there = point(route_[next_].latitude, route_[next_].longitude);
  length_m_ = distance_m(from_, there);
  if (length_m_ > 0) course_ = course_to(from_, there);
}

double AiMotion::wanted_altitude_ft() const {
  const protocol::Waypoint& wanted = route_[next_];
  if (has(wanted, kWaypointOnGround)) return ground_ft_;
  const double above = has(wanted, kWaypointAltitudeIsAgl) ? ground_ft_ : 0;
  return within_limits(wanted.altitude + above, kLowestFt, kHighestFt);
}

double AiMotion::heading() const {
  return freezes_.attitude ? frozen_heading_ : full_turn(course() + drift_);
}

double AiMotion::vertical_speed() const {
  if (on_ground_ || freezes_.altitude) return 0;
  if (route_.empty()) return vertical_speed_;
  const double wanted = wanted_altitude_ft();
  if (has(route_[next_], kWaypointComputeVerticalSpeed)) {
    return length_m_ > 0 ? (wanted - begun_at_ft_) * kMetresPerFoot / length_m_ * speed_ : 0;
  }
  if (wanted == altitude_ft_) return 0;
  return std::copysign(performance_.climb_fpm * kMetresPerSecondPerFpm, wanted - altitude_ft_);
}

void AiMotion::set_position(const GeoPoint& there) {
  course_ = course();
  from_ = {within_limits(there.latitude, -kPi / 2, kPi / 2), half_turned(there.longitude)};
  flown_m_ = 0;
  set_out();
}

void AiMotion::set_altitude_ft(double feet) {
  if (!performance_.flies) return;
  altitude_ft_ = within_limits(feet, kLowestFt, kHighestFt);
  on_ground_ = altitude_ft_ <= ground_ft_;
  set_out();
}

void AiMotion::set_heading(double radians) {
  frozen_heading_ = turned(radians);
  if (has_route()) {
    drift_ = half_turn(frozen_heading_ - course());
    return;
  }
  set_out();
  course_ = frozen_heading_;
  drift_ = 0;
}

void AiMotion::set_pitch(double radians) {
  pitch_ = within_limits(radians, -kPi / 2, kPi / 2);
}

void AiMotion::set_bank(double radians) {
  bank_ = half_turned(radians);
}

void AiMotion::set_speed(double metres_per_second) {
  speed_ = within_limits(metres_per_second, 0, kFastest);
}

void AiMotion::set_velocity(double east, double north) {
  set_speed(std::hypot(east, north));
  if (has_route() || speed_ == 0) return;
  const double last_heading = heading();
  set_out();
  course_ = full_turn(std::atan2(east, north));
  drift_ = half_turn(last_heading - course_);
}

void AiMotion::set_vertical_speed(double metres_per_second) {
  if (!on_ground_) vertical_speed_ = within_limits(metres_per_second, -kFastest, kFastest);
}

void AiMotion::set_freezes(const Freezes& freezes) {
  frozen_heading_ = heading();
  set_out();
  freezes_ = freezes;
}

}  // namespace checkride::emulator
