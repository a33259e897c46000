// The arts of flying: control laws without memory, so that nothing winds up while an aircraft is held in place.
#include <cmath>

#include "sim/pilot.hpp"

namespace checkride::emulator {
namespace {

constexpr double kBankMost = 20 * kRadiansPerDegree;
constexpr double kPathMost = 15 * kRadiansPerDegree;
constexpr double kThrottleRate = 30;  // percent per second
constexpr double kThird = 1.0 / 3;

void roll_to(Model& model, double bank) {
  const double error = bank - model.state().motion.bank;
  model.fly_controls().aileron = within_limits(1.5 * error, -1, 1);
}

double indicated(const Model& model) {
  return model.true_speed() * std::sqrt(model.air().density / kSeaLevelDensity);
}
double speed_error(const Model& model, double wanted) {
  return (wanted - indicated(model)) / std::sqrt(model.air().density / kSeaLevelDensity);
}

}  // namespace

void level_wings(Model& model) {
  roll_to(model, 0);
}

void steer_to(Model& model, double heading) {
  const double error = half_turn(heading - model.state().motion.heading);
  roll_to(model, within_limits(error, -kBankMost, kBankMost));
}

void hold_vertical_speed(Model& model, double wanted) {
  const double slowest = model.type().slowest_kt * kMetresPerSecondPerKnot;
  const double now = indicated(model);
  if (now < slowest) wanted -= 2 * (slowest - now);
  const double speed = model.true_speed() > slowest ? model.true_speed() : slowest;
  const Motion& motion = model.state().motion;
  const double path = within_limits(wanted / speed, -kPathMost, kPathMost);
  const double cos_bank = std::cos(motion.bank);
  const double load =
      within_limits((1 + speed / kGravity * (path - motion.path) / 1.5) / (cos_bank > 0.5 ? cos_bank : 0.5), 0.3, 1.8);
  const double pressure = 0.5 * model.air().density * speed * speed;
  const double lift = load * model.mass_kg() * kGravity / (pressure * model.type().wing_area);
  const double most = 0.9 * model.lift_max();
  model.fly_controls().elevator = Model::elevator_for(lift < most ? lift : most);
}

void hold_altitude(Model& model, double altitude_ft, double fastest) {
  const double error = (altitude_ft - model.state().position.altitude_ft) * kMetresPerFoot;
  hold_vertical_speed(model, within_limits(error / 8, -fastest, fastest));
}

void move_throttle(Model& model, double percent) {
  Controls& controls = model.fly_controls();
  const double reach = kThrottleRate * kStep;
  controls.throttle += within_limits(percent - controls.throttle, -reach, reach);
}

double throttle_for_speed(const Model& model, double wanted) {
  const Motion& motion = model.state().motion;
  const AircraftType& type = model.type();
  const double mass = model.mass_kg();
  const double thrust =
      model.drag(motion.lift) + mass * kGravity * std::sin(motion.path) + mass * 0.15 * speed_error(model, wanted);
  const double speed = model.true_speed();
  const double power = thrust * std::sqrt(speed * speed + type.propeller_speed * type.propeller_speed) / type.propeller;
  const double turn = std::pow(within_limits(power / (model.full_power() + 1), 0, 1), kThird);
  const double full = model.full_rpm();
  return 100 * within_limits((turn * full - type.rpm_idle) / (full - type.rpm_idle), 0, 1);
}

void hold_speed_by_throttle(Model& model, double wanted) {
  move_throttle(model, throttle_for_speed(model, wanted));
}

void hold_speed_by_pitch(Model& model, double wanted) {
  const double spare = model.state().engine.thrust - model.drag(model.state().motion.lift);
  const double weight = model.mass_kg() * kGravity;
  const double path = spare / weight - 0.1 / kGravity * speed_error(model, wanted);
  hold_vertical_speed(model, model.true_speed() * within_limits(path, -kPathMost, kPathMost));
}

}  // namespace checkride::emulator
