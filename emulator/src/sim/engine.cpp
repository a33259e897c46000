// The piston engine of the model: combustion, speed, power, fuel, temperatures.
#include <cmath>

#include "sim/model.hpp"

namespace checkride::emulator {
namespace {

constexpr double kCrankSeconds = 1;  // of starter until it fires
constexpr double kCrankRpm = 250;
constexpr double kMixtureLeanest = 3;  // percent; below it nothing burns
constexpr double kWindmillSpeed = 25;  // m/s; above it a dead propeller turns
constexpr double kWindmillRpm = 10;    // per m/s
constexpr double kSecondsPerHour = 3600;

// Moves `value` towards `target` as a first-order lag does in one step.
void follow(double& value, double target, double seconds) {
  value += (target - value) * (kStep / seconds);
}

}  // namespace

double Model::full_power() const {
  // Power falls faster than density, for friction does not: Gagg and Ferrar's rule.
  const double ratio = air().density / kSeaLevelDensity;
  return type_->power_max * within_limits(1.132 * ratio - 0.132, 0, 1.2);
}

double Model::full_rpm() const {
  return within_limits(type_->rpm_static + type_->rpm_per_speed * state_.motion.speed, type_->rpm_static,
                       type_->rpm_rated * 1.1);
}

bool Model::engine_can_run() const {
  const Engine& engine = state_.engine;
  const Fuel& fuel = state_.fuel;
  const bool left = (fuel.selector == 1 || fuel.selector == 2) && fuel.left_gal > 0;
  const bool right = (fuel.selector == 1 || fuel.selector == 3) && fuel.right_gal > 0;
  const bool spark = engine.magneto_left != 0 || engine.magneto_right != 0;
  return spark && (left || right) && state_.controls.mixture > kMixtureLeanest && engine.failed == 0 &&
         state_.holds.crash == 0;
}

// What follows from it is there at once: nobody sees fuel flow through an engine that does not burn.
void Model::stop_combustion() {
  Engine& engine = edit().engine;
  engine.combustion = 0;
  work_engine();
}

void Model::start_or_stop_combustion() {
  Engine& engine = state_.engine;
  const bool can_run = engine_can_run();
  if (engine.combustion != 0) {
    if (!can_run) stop_combustion();
    return;
  }
  const bool cranking = engine.starter != 0 && bus_volts() > 0;
  engine.crank_seconds = cranking && can_run ? engine.crank_seconds + kStep : 0;
  if (engine.crank_seconds < kCrankSeconds) return;
  engine.combustion = 1;
  engine.starter = 0;
  engine.crank_seconds = 0;
}

double Model::rpm_at(double throttle) const {
  const double lever = within_limits(throttle / 100, 0, 1);
  return type_->rpm_idle + (full_rpm() - type_->rpm_idle) * lever;
}

void Model::step_engine() {
  start_or_stop_combustion();
  Engine& engine = state_.engine;
  double target = 0;
  if (engine.combustion != 0) {
    target = rpm_at(state_.controls.throttle);
  } else if (engine.starter != 0 && bus_volts() > 0) {
    target = kCrankRpm;
  } else if (state_.motion.speed > kWindmillSpeed) {
    target = kWindmillRpm * state_.motion.speed;
  }
  follow(engine.rpm, target, 0.6);
  if (engine.rpm < 1 && target == 0) engine.rpm = 0;
  work_engine();
  burn_fuel();
  step_temperatures();
}

void Model::work_engine() {
  Engine& engine = state_.engine;
  const bool burning = engine.combustion != 0;
  const double turn = engine.rpm / full_rpm();
  engine.power = burning ? full_power() * within_limits(turn * turn * turn, 0, 1) : 0;
  const double speed = state_.motion.speed;
  engine.thrust =
      type_->propeller * engine.power / std::sqrt(speed * speed + type_->propeller_speed * type_->propeller_speed);
  const double richness = 0.7 + 0.3 * within_limits(state_.controls.mixture / 100, 0, 1);
  const double flow = type_->flow_idle_gph + type_->flow_power_gph * engine.power / type_->power_max;
  engine.flow_gph = burning ? flow * richness : 0;
}

void Model::burn_fuel() {
  Fuel& fuel = state_.fuel;
  if (state_.engine.combustion == 0 || fuel.unlimited != 0) return;
  const double burnt = state_.engine.flow_gph * kStep / kSecondsPerHour;
  double from_left = fuel.selector == 2 ? burnt : fuel.selector == 3 ? 0 : burnt / 2;
  double from_right = burnt - from_left;
  if (fuel.selector == 1 && fuel.left_gal <= 0) {
    from_right = burnt;
    from_left = 0;
  } else if (fuel.selector == 1 && fuel.right_gal <= 0) {
    from_left = burnt;
    from_right = 0;
  }
  fuel.left_gal = fuel.left_gal > from_left ? fuel.left_gal - from_left : 0;
  fuel.right_gal = fuel.right_gal > from_right ? fuel.right_gal - from_right : 0;
}

void Model::step_temperatures() {
  Engine& engine = state_.engine;
  const double ambient = air().temperature;
  if (engine.combustion == 0) {
    follow(engine.oil_pressure_psi, 0, 2);
    if (engine.oil_pressure_psi < 0.01) engine.oil_pressure_psi = 0;
    follow(engine.oil_temperature, ambient, 600);
    follow(engine.cylinder_temperature, ambient, 300);
    follow(engine.exhaust_temperature, ambient, 20);
    return;
  }
  const double share = engine.power / type_->power_max;
  follow(engine.oil_pressure_psi, 40 + 20 * engine.rpm / type_->rpm_rated, 2);
  follow(engine.oil_temperature, kZeroCelsius + 70 + 20 * share, 120);
  follow(engine.cylinder_temperature, kZeroCelsius + 130 + 80 * share, 60);
  follow(engine.exhaust_temperature, kZeroCelsius + 600 + 150 * share, 8);
}

void Model::start_engine() {
  State& state = edit();
  state.electrics.battery = 1;
  state.electrics.avionics = 1;
  state.controls.mixture = 100;
  if (state.fuel.selector == 0) state.fuel.selector = 1;
  Engine& engine = state.engine;
  engine.magneto_left = 1;
  engine.magneto_right = 1;
  engine.alternator = 1;
  engine.starter = 0;
  engine.combustion = engine_can_run() ? 1 : 0;
  if (engine.combustion == 0) return;
  engine.rpm = rpm_at(state.controls.throttle);
  work_engine();
  engine.oil_pressure_psi = 45;
  engine.oil_temperature = kZeroCelsius + 75;
  engine.cylinder_temperature = kZeroCelsius + 140;
  engine.exhaust_temperature = kZeroCelsius + 620;
}

void Model::stop_engine() {
  State& state = edit();
  state.controls.mixture = 0;
  state.controls.throttle = 0;
  Engine& engine = state.engine;
  engine.magneto_left = 0;
  engine.magneto_right = 0;
  engine.alternator = 0;
  engine.starter = 0;
  engine.fuel_pump = 0;
  stop_combustion();
  state.electrics.avionics = 0;
  state.electrics.battery = 0;
}

}  // namespace checkride::emulator
