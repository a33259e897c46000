#include "sim/model.hpp"

#include <cmath>

namespace checkride::emulator {
namespace {

constexpr double kNeedleRest = 2.5;  // m/s; airspeed indicators show nothing below
constexpr double kBatteryDead = 1;   // volts

}  // namespace

Model::Model(const AircraftType& type) : type_(&type) {
  state_.position.altitude_ft = type.reference_height_ft;
  state_.motion.pitch = type.rest_pitch;
  cool_down();
}

void Model::cool_down() {
  if (state_.engine.combustion != 0) return;
  Engine& engine = edit().engine;
  const double ambient = air().temperature;
  engine.oil_temperature = ambient;
  engine.cylinder_temperature = ambient;
  engine.exhaust_temperature = ambient;
}

const Air& Model::air() const {
  const double altitude = state_.position.altitude_ft;
  if (!air_known_ || altitude != air_altitude_ft_) {
    air_ = standard_air(altitude * kMetresPerFoot);
    air_altitude_ft_ = altitude;
    air_known_ = true;
  }
  return air_;
}

double Model::mass_kg() const {
  const double fuel = (state_.fuel.left_gal + state_.fuel.right_gal) * type_->fuel_lb_per_gal;
  return (type_->empty_lb + type_->payload_lb + fuel) * kKilogramsPerPound;
}

double Model::indicated_speed() const {
  const double indicated = emulator::indicated_speed(state_.motion.speed, air());
  return indicated < kNeedleRest ? 0 : indicated;
}

double Model::vertical_speed() const {
  return state_.motion.speed * std::sin(state_.motion.path);
}
double Model::ground_speed() const {
  return state_.motion.speed * std::cos(state_.motion.path);
}

double Model::lift_max() const {
  return type_->lift_max + type_->flap_lift * state_.controls.flaps_out;
}

double Model::drag(double lift) const {
  const double pressure = 0.5 * air().density * state_.motion.speed * state_.motion.speed;
  const double coefficient =
      type_->zero_lift_drag + type_->flap_drag * state_.controls.flaps_out + type_->induced_drag * lift * lift;
  return pressure * type_->wing_area * coefficient;
}

double Model::stall_speed() const {
  return std::sqrt(2 * mass_kg() * kGravity / (kSeaLevelDensity * type_->wing_area * lift_max()));
}

double Model::bus_volts() const {
  const Electrics& electrics = state_.electrics;
  const Engine& engine = state_.engine;
  if (engine.alternator != 0 && engine.combustion != 0 && engine.rpm > 600) return 28;
  return electrics.battery != 0 && electrics.battery_volts > kBatteryDead ? electrics.battery_volts : 0;
}

double Model::load_amperes() const {
  if (bus_volts() == 0) return 0;
  double amperes = 2;
  if (state_.electrics.avionics != 0) amperes += 8;
  if (state_.electrics.pitot_heat != 0) amperes += 6;
  for (const double light : state_.electrics.lights) amperes += light != 0 ? 3 : 0;
  return amperes;
}

void Model::step() {
  // Comparing costs as much as a step: once a second is enough to notice that nothing changes any more.
  if (clock_.ticks % kStepsPerSecond == 0) {
    const State before = state_;
    step_all();
    settled_ = before == state_;
  } else {
    step_all();
    settled_ = false;
  }
  ++clock_.ticks;
}

void Model::step_carried() {
  step_controls();
  step_engine();
  settled_ = false;
  ++clock_.ticks;
}

void Model::step_all() {
  step_controls();
  step_engine();
  step_motion();
}

bool Model::take_crash() {
  const bool result = crashed_;
  crashed_ = false;
  return result;
}

void Model::step_controls() {
  Controls& controls = state_.controls;
  const double reach = type_->flap_rate * kStep;
  controls.flaps_out += within_limits(controls.flaps - controls.flaps_out, -reach, reach);
  controls.brake_key = within_limits(controls.brake_key - 0.5 * kStep, 0, 1);
}

void Model::move_to_altitude(double altitude_ft) {
  State& state = edit();
  state.position.altitude_ft = altitude_ft;
  state.motion.on_ground = height_ft() <= type_->reference_height_ft;
}

void Model::fly_level(double indicated) {
  State& state = edit();
  state.motion.on_ground = false;
  state.motion.speed = emulator::true_speed(indicated, air());
  state.motion.path = 0;
  state.motion.bank = 0;
  const double pressure = 0.5 * air().density * state.motion.speed * state.motion.speed;
  state.motion.lift = within_limits(mass_kg() * kGravity / (pressure * type_->wing_area + 1), 0, lift_max());
  state.motion.pitch = attack(state.motion.lift);
  state.controls.elevator = elevator_for(state.motion.lift);
}

}  // namespace checkride::emulator
