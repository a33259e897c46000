// How the aircraft moves: attitude, speeds, rates, accelerations. Body axes are X right, Y up, Z forward; world axes X
// east, Y up, Z north. Pitch is positive nose down and bank positive left wing down, as clients expect.
#include <array>
#include <cmath>

#include "sim/bindings.hpp"
#include "sim/instruments.hpp"

namespace checkride::emulator {
namespace {

constexpr double kFastest = 300;  // m/s, as in the model
constexpr double kPathMost = 85 * kRadiansPerDegree;
constexpr double kStallWarning = 1.1;  // of the stalling speed
constexpr double kBall = 127;

struct WorldVelocity {
  double east = 0;
  double up = 0;
  double north = 0;
};

WorldVelocity velocity(const Model& model) {
  const double heading = model.state().motion.heading;
  const double over_ground = model.ground_speed();
  return {over_ground * std::sin(heading), model.vertical_speed(), over_ground * std::cos(heading)};
}

void write_velocity(Model& model, const WorldVelocity& wanted) {
  Motion& motion = model.edit().motion;
  const double flat = std::sqrt(wanted.east * wanted.east + wanted.north * wanted.north);
  motion.speed = within_limits(std::sqrt(flat * flat + wanted.up * wanted.up), 0, kFastest);
  if (!motion.on_ground) motion.path = within_limits(std::atan2(wanted.up, flat), -kPathMost, kPathMost);
  if (flat > 0) motion.heading = full_turn(std::atan2(wanted.east, wanted.north));
}

double bounded_feet(double feet_per_second) {
  return within_limits(feet_per_second * kMetresPerFoot, -kFastest, kFastest);
}

void write_vertical_speed(Model& model, double feet_per_second) {
  Motion& motion = model.edit().motion;
  if (motion.on_ground || motion.speed == 0) return;
  const double share = within_limits(bounded_feet(feet_per_second) / motion.speed, -0.99, 0.99);
  motion.path = std::atan2(share, std::sqrt(1 - share * share));
}

void write_true_speed(Model& model, double speed) {
  model.edit().motion.speed = within_limits(speed, 0, kFastest);
}

void write_indicated(Model& model, double knots) {
  const double indicated = within_limits(knots * kMetresPerSecondPerKnot, 0, kFastest);
  write_true_speed(model, true_speed(indicated, model.air()));
}

void write_heading(Model& model, double radians) {
  model.edit().motion.heading = full_turn(std::fmod(radians, kTurn));
}
void write_magnetic(Model& model, double radians) {
  write_heading(model, std::fmod(radians, kTurn) + kMagneticVariationDeg * kRadiansPerDegree);
}
double magnetic_degrees(const Model& model) {
  return magnetic_heading(model) * kDegreesPerRadian;
}

// From the path to the body's axes the vector turns by the angle between nose and path.
double nose_above_path(const Model& model) {
  return model.state().motion.pitch - model.state().motion.path;
}

double stall_warning(const Model& model) {
  const Motion& motion = model.state().motion;
  if (motion.on_ground) return 0;
  return indicated_speed(motion.speed, model.air()) < kStallWarning * model.stall_speed() ? 1 : 0;
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
    Binding{"AIRSPEED INDICATED", [](const Model& m) { return m.indicated_speed() / kMetresPerSecondPerKnot; },
            write_indicated},
    Binding{"AIRSPEED TRUE", [](const Model& m) { return m.true_speed() / kMetresPerSecondPerKnot; },
            [](Model& m, double knots) { write_true_speed(m, knots * kMetresPerSecondPerKnot); }},
    Binding{"AIRSPEED MACH", [](const Model& m) { return m.true_speed() / m.air().sound; }},
    Binding{"AIRSPEED BARBER POLE", [](const Model& m) { return m.type().never_exceed_kt; }},
    Binding{"GROUND VELOCITY", [](const Model& m) { return m.ground_speed() / kMetresPerSecondPerKnot; }},
    Binding{"GPS GROUND SPEED", [](const Model& m) { return m.ground_speed(); }},
    Binding{"VERTICAL SPEED", [](const Model& m) { return m.vertical_speed() / kMetresPerFoot; }, write_vertical_speed},
    Binding{"VELOCITY WORLD X", [](const Model& m) { return velocity(m).east / kMetresPerFoot; },
            [](Model& m, double v) {
              write_velocity(m, {bounded_feet(v), velocity(m).up, velocity(m).north});
            }},
    Binding{"VELOCITY WORLD Y", [](const Model& m) { return m.vertical_speed() / kMetresPerFoot; },
            write_vertical_speed},
    Binding{"VELOCITY WORLD Z", [](const Model& m) { return velocity(m).north / kMetresPerFoot; },
            [](Model& m, double v) {
              write_velocity(m, {velocity(m).east, velocity(m).up, bounded_feet(v)});
            }},
    Binding{"VELOCITY BODY X", [](const Model&) { return 0.0; }},
    Binding{"VELOCITY BODY Y",
            [](const Model& m) { return 0 - m.true_speed() * std::sin(nose_above_path(m)) / kMetresPerFoot; }},
    Binding{"VELOCITY BODY Z",
            [](const Model& m) { return m.true_speed() * std::cos(nose_above_path(m)) / kMetresPerFoot; },
            [](Model& m, double v) { write_true_speed(m, v * kMetresPerFoot); }},
    Binding{"ACCELERATION BODY X",
            [](const Model& m) { return m.ground_speed() * m.state().motion.heading_rate / kMetresPerFoot; }},
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
    Binding{"OVERSPEED WARNING",
            [](const Model& m) {
              return m.indicated_speed() > m.type().never_exceed_kt * kMetresPerSecondPerKnot ? 1.0 : 0.0;
            }},
    Binding{"PLANE TOUCHDOWN NORMAL VELOCITY",
            [](const Model& m) { return m.state().motion.touchdown / kMetresPerFoot; }},
};

}  // namespace

std::span<const Binding> motion_bindings() {
  return kBindings;
}

}  // namespace checkride::emulator
