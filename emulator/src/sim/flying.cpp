#include "sim/flying.hpp"

namespace checkride::emulator {
namespace {

constexpr double kPathMost = 15 * kRadiansPerDegree;
constexpr double kThrottleRate = 30;  // percent per second
constexpr double kUsualRollRate = 60 * kRadiansPerDegree;
constexpr double kRudderTurn = 0.05;   // rad/s of full rudder, as in the model
constexpr double kFlapMargin = 1.3;    // of the stalling speed
constexpr double kLimitMargin = 0.97;  // of the speed for which flaps are made

void roll_to(Model& model, double bank) {
  const double error = bank - model.state().motion.bank;
  model.fly_controls().aileron = within_limits(1.5 * error * kUsualRollRate / model.type().roll_rate, -1, 1);
}

// Feet on the pedals while one engine pulls alone.
void keep_straight(Model& model) {
  if (model.type().engines < 2) return;
  model.fly_controls().rudder = within_limits(-model.asymmetry() / kRudderTurn, -1, 1);
}

// How much true airspeed is missing.
double speed_error(const Model& model, double wanted) {
  const double shown = shown_speed(model);
  const double ratio = model.true_speed() > 1 ? shown / model.true_speed() : 1;
  return (wanted - shown) / ratio;
}

// Airbrakes are a glider's throttle; a jet takes spoilers when it is too fast by more than that.
void brake_in_the_air(Model& model, double thrust_wanted, double wanted) {
  constexpr double kTolerated = 3;  // m/s
  constexpr double kRange = 10;
  const AircraftType& type = model.type();
  if (type.spoiler_drag == 0) return;
  Controls& controls = model.fly_controls();
  if (model.has_engine()) {
    controls.spoilers = within_limits((shown_speed(model) - wanted - kTolerated) / kRange, 0, 1);
    return;
  }
  const double speed = model.true_speed();
  const double full = 0.5 * model.air().density * speed * speed * type.wing_area * type.spoiler_drag;
  const double now = full * controls.spoilers_out;
  controls.spoilers = within_limits((now - thrust_wanted) / (full + 1), 0, 1);
}

double thrust_for_speed(const Model& model, double wanted) {
  const Motion& motion = model.state().motion;
  const double mass = model.mass_kg();
  return model.drag(motion.lift) + mass * kGravity * model.sine_of_path() + mass * 0.15 * speed_error(model, wanted);
}

}  // namespace

double shown_speed(const Model& model) {
  return nearly_indicated(model.true_speed(), model.air());
}
double shown_speed_at_mach(const Model& model, double mach) {
  return nearly_indicated(mach * model.air().sound, model.air());
}

void level_wings(Model& model) {
  keep_straight(model);
  roll_to(model, 0);
}

void hold_bank(Model& model, double bank) {
  keep_straight(model);
  roll_to(model, bank);
}

void steer_to(Model& model, double heading) {
  const double error = half_turn(heading - model.state().motion.heading);
  const double most = model.type().bank_most;
  // The faster it flies, the more bank the same rate of turn takes.
  const double speed = model.true_speed();
  const double gain = speed > 60 ? speed / 60 : 1;
  hold_bank(model, within_limits(error * gain, -most, most));
}

void steer_on_ground(Model& model, double heading) {
  const double error = half_turn(heading - model.state().motion.heading);
  model.fly_controls().aileron = 0;
  model.fly_controls().rudder = within_limits(4 * error, -1, 1);
}

void hold_vertical_speed(Model& model, double wanted, double margin) {
  const double slowest = margin * model.stall_speed();
  const double now = shown_speed(model);
  if (now < slowest) wanted -= 2 * (slowest - now);
  const double speed = model.true_speed() > slowest ? model.true_speed() : slowest;
  const Motion& motion = model.state().motion;
  const double path = within_limits((wanted - motion.wind.up) / speed, -kPathMost, kPathMost);
  const double cos_bank = model.cosine_of_bank();
  const double load =
      within_limits((1 + speed / kGravity * (path - motion.path) / 1.5) / (cos_bank > 0.5 ? cos_bank : 0.5), 0.3, 1.8);
  const double pressure = 0.5 * model.air().density * speed * speed;
  const double lift = load * model.mass_kg() * kGravity / (pressure * model.type().wing_area);
  const double most = 0.9 * model.lift_max();
  model.fly_controls().elevator = model.elevator_for(lift < most ? lift : most);
}

void hold_altitude(Model& model, double altitude_ft, double fastest) {
  const double error = (altitude_ft - model.state().position.altitude_ft) * kMetresPerFoot;
  hold_vertical_speed(model, within_limits(error / 8, -fastest, fastest));
}

void hold_pitch(Model& model, double pitch) {
  const Motion& motion = model.state().motion;
  const double path = pitch - model.attack(motion.lift);
  hold_vertical_speed(model, model.true_speed() * within_limits(path, -kPathMost, kPathMost) + motion.wind.up);
}

void move_throttle(Model& model, double percent) {
  const double reach = kThrottleRate * kStep;
  for (std::size_t i = 0; i < model.type().engines; ++i) {
    double& lever = model.edit_engine(i).throttle;
    lever += within_limits(percent - lever, -reach, reach);
  }
}

double throttle_for_speed(const Model& model, double wanted) {
  return model.throttle_for_thrust(thrust_for_speed(model, wanted));
}

void hold_speed_by_throttle(Model& model, double wanted) {
  const double newtons = thrust_for_speed(model, wanted);
  if (model.has_engine()) move_throttle(model, model.throttle_for_thrust(newtons));
  brake_in_the_air(model, newtons, wanted);
}

void hold_speed_by_pitch(Model& model, double wanted) {
  const double weight = model.mass_kg() * kGravity;
  const double spare = (model.thrust() - model.drag(model.state().motion.lift)) / weight;
  // Height is traded for speed, but with power to spare it always climbs, and without it never.
  const double lowest = spare > 0 ? 0.3 * spare : -kPathMost;
  const double highest = spare > 0 ? kPathMost : 0;
  const double path = within_limits(spare - 0.1 / kGravity * speed_error(model, wanted), lowest, highest);
  hold_vertical_speed(model, model.true_speed() * path + model.state().motion.wind.up);
}

void set_flaps_for(Model& model, double indicated, std::size_t most) {
  const AircraftType& type = model.type();
  if (type.flap_notches == 0) return;
  std::size_t notch = 0;
  while (notch < most && kFlapMargin * model.stall_speed_in(notch) > indicated) ++notch;
  const double shown = shown_speed(model) / kMetresPerSecondPerKnot;
  while (notch > 0 && shown > kLimitMargin * type.flaps[notch].limit_kt) --notch;
  model.fly_controls().flaps = static_cast<double>(notch);
}

}  // namespace checkride::emulator
