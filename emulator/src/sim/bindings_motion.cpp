// How the aircraft moves: attitude, speeds, rates, accelerations. Body axes are X right, Y up, Z forward; world axes X
// east, Y up, Z north. Pitch is positive nose down and bank positive left wing down, as clients expect.
#include <array>
#include <cmath>

#include "sim/bindings.hpp"
#include "sim/instruments.hpp"

namespace checkride::emulator {
namespace {

constexpr double kFastest = Model::kFastest;
constexpr double kPathMost = 85 * kRadiansPerDegree;
constexpr double kStallWarning = 1.1;  // of the stalling speed
constexpr double kBall = 127;

// The motion over ground along the axes of the body.
struct BodyVelocity {
  double right = 0;
  double up = 0;
  double ahead = 0;
};

BodyVelocity body_velocity(const Model& model) {
  const Motion& motion = model.state().motion;
  const Wind over = model.velocity();
  const double sin_heading = std::sin(motion.heading);
  const double cos_heading = std::cos(motion.heading);
  const double forward = over.east * sin_heading + over.north * cos_heading;
  const double right = over.east * cos_heading - over.north * sin_heading;
  const double sin_pitch = std::sin(motion.pitch);
  const double cos_pitch = std::cos(motion.pitch);
  const double up = over.up * cos_pitch - forward * sin_pitch;
  const double sin_bank = std::sin(motion.bank);
  const double cos_bank = std::cos(motion.bank);
  return {right * cos_bank - up * sin_bank, right * sin_bank + up * cos_bank,
          forward * cos_pitch + over.up * sin_pitch};
}

void write_velocity(Model& model, const Wind& wanted) {
  Motion& motion = model.edit().motion;
  // In the air it is the motion in the moving air that has to change.
  const Wind wind = motion.on_ground ? Wind{} : motion.wind;
  const double east = wanted.east - wind.east;
  const double north = wanted.north - wind.north;
  const double up = wanted.up - wind.up;
  const double flat = std::sqrt(east * east + north * north);
  if (flat > 0) motion.heading = full_turn(std::atan2(east, north));
  if (motion.on_ground) {
    motion.rolling = within_limits(flat, 0, kFastest);
    motion.speed = within_limits(motion.rolling - model.tail_wind(), 0, kFastest);
    return;
  }
  motion.speed = within_limits(std::sqrt(flat * flat + up * up), 0, kFastest);
  motion.path = within_limits(std::atan2(up, flat), -kPathMost, kPathMost);
}

double bounded_feet(double feet_per_second) {
  return within_limits(feet_per_second * kMetresPerFoot, -kFastest, kFastest);
}

void write_vertical_speed(Model& model, double feet_per_second) {
  Motion& motion = model.edit().motion;
  if (motion.on_ground || motion.speed == 0) return;
  const double in_air = bounded_feet(feet_per_second) - motion.wind.up;
  const double share = within_limits(in_air / motion.speed, -0.99, 0.99);
  motion.path = std::atan2(share, std::sqrt(1 - share * share));
}

void write_true_speed(Model& model, double speed) {
  model.set_true_speed(within_limits(speed, 0, kFastest));
}

void write_indicated(Model& model, double knots) {
  const double indicated = within_limits(knots * kMetresPerSecondPerKnot, 0, kFastest);
  write_true_speed(model, true_speed(indicated, model.air()));
}

void write_heading(Model& model, double radians) {
  model.edit().motion.heading = full_turn(std::fmod(radians, kTurn));
}
void write_magnetic(Model& model, double radians) {
  write_heading(model, std::fmod(radians, kTurn) + magnetic_variation(model));
}
double magnetic_degrees(const Model& model) {
  return magnetic_heading(model) * kDegreesPerRadian;
}

double sideways_acceleration(const Model& model) {
  const Motion& motion = model.state().motion;
  const double flat = motion.on_ground ? motion.rolling : motion.speed * std::cos(motion.path);
  return flat * motion.heading_rate / kMetresPerFoot;
}

double overspeed_warning(const Model& model) {
  const AircraftType& type = model.type();
  const bool fast = model.indicated_speed() > type.never_exceed_kt * kMetresPerSecondPerKnot;
  return fast || model.mach() > type.never_exceed_mach ? 1 : 0;
}

// By the lift that is flown, which goes with the square of the speed: who pulls, as in a steep turn, stalls at a higher
// one. Not by the load, which on a recorded track is as rough as the altitudes that were written down.
double stall_warning(const Model& model) {
  const Motion& motion = model.state().motion;
  if (motion.on_ground) return 0;
  return motion.lift * kStallWarning * kStallWarning > model.lift_max() ? 1 : 0;
}

double speed_over_ground_and_up(const Model& model) {
  const Wind over = model.velocity();
  return std::sqrt(over.east * over.east + over.north * over.north + over.up * over.up);
}

constexpr std::array kBindings{
    Binding{"PLANE PITCH DEGREES", [](const Model& m) { return -m.state().motion.pitch; },
            [](Model& m, double v) { m.edit().motion.pitch = -within_limits(v, -kPi / 2, kPi / 2); }},
    Binding{"PLANE BANK DEGREES", [](const Model& m) { return 0 - m.state().motion.bank; },
            [](Model& m, double v) { m.edit().motion.bank = 0 - within_limits(v, -kPi, kPi); }},
    Binding{"PLANE HEADING DEGREES TRUE", [](const Model& m) { return m.state().motion.heading; }, write_heading},
    Binding{"PLANE HEADING DEGREES MAGNETIC", magnetic_heading, write_magnetic},
    Binding{"PLANE HEADING DEGREES GYRO", magnetic_degrees,
            [](Model& m, double degrees) { write_magnetic(m, std::fmod(degrees, 360) * kRadiansPerDegree); }},
    Binding{"MAGNETIC COMPASS", magnetic_degrees},
    Binding{"HEADING INDICATOR", magnetic_heading},
    Binding{"AIRSPEED INDICATED", [](const Model& m) { return shown_airspeed(m) / kMetresPerSecondPerKnot; },
            write_indicated},
    Binding{"AIRSPEED TRUE", [](const Model& m) { return m.true_speed() / kMetresPerSecondPerKnot; },
            [](Model& m, double knots) { write_true_speed(m, knots * kMetresPerSecondPerKnot); }},
    Binding{"AIRSPEED MACH", [](const Model& m) { return m.mach(); }},
    Binding{"GROUND VELOCITY", [](const Model& m) { return m.ground_speed() / kMetresPerSecondPerKnot; }},
    Binding{"GPS GROUND SPEED", [](const Model& m) { return m.ground_speed(); }},
    Binding{"VERTICAL SPEED", [](const Model& m) { return m.vertical_speed() / kMetresPerFoot; }, write_vertical_speed},
    Binding{"VELOCITY WORLD X", [](const Model& m) { return m.velocity().east / kMetresPerFoot; },
            [](Model& m, double v) {
              write_velocity(m, {bounded_feet(v), m.vertical_speed(), m.velocity().north});
            }},
    Binding{"VELOCITY WORLD Y", [](const Model& m) { return m.vertical_speed() / kMetresPerFoot; },
            write_vertical_speed},
    Binding{"VELOCITY WORLD Z", [](const Model& m) { return m.velocity().north / kMetresPerFoot; },
            [](Model& m, double v) {
              write_velocity(m, {m.velocity().east, m.vertical_speed(), bounded_feet(v)});
            }},
    Binding{"TOTAL WORLD VELOCITY", [](const Model& m) { return speed_over_ground_and_up(m) / kMetresPerFoot; }},
    Binding{"VELOCITY BODY X", [](const Model& m) { return body_velocity(m).right / kMetresPerFoot; }},
    Binding{"VELOCITY BODY Y", [](const Model& m) { return body_velocity(m).up / kMetresPerFoot; }},
    Binding{"VELOCITY BODY Z", [](const Model& m) { return body_velocity(m).ahead / kMetresPerFoot; },
            [](Model& m, double v) { write_true_speed(m, v * kMetresPerFoot); }},
    Binding{"ACCELERATION BODY X", sideways_acceleration},
    Binding{"ACCELERATION BODY Y",
            [](const Model& m) { return m.true_speed() * m.state().motion.path_rate / kMetresPerFoot; }},
    Binding{"ACCELERATION BODY Z", [](const Model& m) { return m.state().motion.speed_rate / kMetresPerFoot; }},
    Binding{"ROTATION VELOCITY BODY X", [](const Model& m) { return 0 - m.state().motion.pitch_rate; }},
    Binding{"ROTATION VELOCITY BODY Y", [](const Model& m) { return m.state().motion.heading_rate; }},
    Binding{"ROTATION VELOCITY BODY Z", [](const Model& m) { return 0 - m.state().motion.bank_rate; }},
    Binding{"G FORCE", [](const Model& m) { return m.state().motion.load; }},
    Binding{"INCIDENCE ALPHA", [](const Model& m) { return m.angle_of_attack(); }},
    Binding{"INCIDENCE BETA", [](const Model&) { return 0.0; }},
    Binding{"TURN COORDINATOR BALL",
            [](const Model& m) { return m.state().motion.on_ground ? 0.0 : kBall * 0.2 * m.state().controls.rudder; }},
    Binding{"TURN INDICATOR RATE", [](const Model& m) { return m.state().motion.heading_rate; }},
    Binding{"STALL WARNING", stall_warning},
    Binding{"OVERSPEED WARNING", overspeed_warning},
    Binding{"PLANE TOUCHDOWN NORMAL VELOCITY",
            [](const Model& m) { return m.state().motion.touchdown / kMetresPerFoot; }},
};

}  // namespace

std::span<const Binding> motion_bindings() {
  return kBindings;
}

}  // namespace checkride::emulator
