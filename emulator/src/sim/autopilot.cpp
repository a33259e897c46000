#include "sim/instruments.hpp"
#include "sim/pilot.hpp"

namespace checkride::emulator {
namespace {

constexpr double kFastestClimb = 500 * kMetresPerSecondPerFpm;

}  // namespace

void fly_autopilot(Model& model) {
  const Autopilot& autopilot = model.state().autopilot;
  if (autopilot.master == 0 || model.state().motion.on_ground) return;
  if (autopilot.heading_lock != 0) {
    steer_to(model, full_turn((autopilot.heading_deg + kMagneticVariationDeg) * kRadiansPerDegree));
  } else if (autopilot.wing_leveler != 0) {
    level_wings(model);
  }
  if (autopilot.vertical_hold != 0) {
    hold_vertical_speed(model, autopilot.vertical_fpm * kMetresPerSecondPerFpm);
  } else if (autopilot.altitude_lock != 0) {
    hold_altitude(model, autopilot.altitude_ft, kFastestClimb);
  }
}

}  // namespace checkride::emulator
