#include "sim/placement.hpp"

#include <cmath>

#include "sim/model.hpp"

namespace checkride::emulator {
namespace {

constexpr double kFastestKt = 500;

// Any angle in degrees, in radians within a turn; what is not finite is 0.
double radians(double degrees) {
  return std::isfinite(degrees) ? std::fmod(degrees, 360) * kRadiansPerDegree : 0;
}

double indicated_for(const Model& model, std::int32_t airspeed_kt) {
  constexpr std::int32_t kCruise = -1;
  constexpr std::int32_t kPresent = -2;
  if (airspeed_kt == kCruise) return model.type().cruise_kt * kMetresPerSecondPerKnot;
  if (airspeed_kt == kPresent) return model.indicated_speed();
  return within_limits(airspeed_kt, 0, kFastestKt) * kMetresPerSecondPerKnot;
}

}  // namespace

void place_aircraft(Model& model, const Placement& placement) {
  const double indicated = indicated_for(model, placement.airspeed_kt);
  State& state = model.edit();
  state.position.latitude = within_limits(placement.latitude_deg, -90, 90) * kRadiansPerDegree;
  state.position.longitude = half_turn(radians(placement.longitude_deg));
  const double standing = state.position.ground_ft + model.type().reference_height_ft;
  const double altitude = within_limits(placement.altitude_ft, standing, 100000);
  model.move_to_altitude(placement.on_ground ? standing : altitude);
  state.motion.path = 0;
  state.motion.heading = full_turn(radians(placement.heading_deg));
  if (state.motion.on_ground) {
    model.set_true_speed(true_speed(indicated, model.air()));
    state.motion.bank = 0;
    state.motion.pitch = model.type().rest_pitch;
    return;
  }
  model.fly_level(indicated);
  state.motion.pitch = 0 - within_limits(half_turn(radians(placement.pitch_deg)), -kPi / 2, kPi / 2);
  state.motion.bank = 0 - half_turn(radians(placement.bank_deg));
}

}  // namespace checkride::emulator
