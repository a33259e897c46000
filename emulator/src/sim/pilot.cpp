#include "sim/pilot.hpp"

#include <cmath>

namespace checkride::emulator {
namespace {

constexpr double kDescentFpm = -500;
constexpr double kFastestCorrection = 700 * kMetresPerSecondPerFpm;
constexpr double kTurnHeightFt = 200;  // no turns below
constexpr double kFlareHeightFt = 60;
constexpr double kCutHeightFt = 30;  // the throttle is closed below

double radians(double degrees) {
  return degrees * kRadiansPerDegree;
}
double knots(double value) {
  return value * kMetresPerSecondPerKnot;
}

}  // namespace

Pilot::Pilot(const Flight& flight, const Model& model) : flight_(&flight) {
  level_ft_ = model.state().position.altitude_ft;
  begin(model);
}

void Pilot::begin(const Model& model) {
  began_ticks_ = model.clock().ticks;
  began_distance_ = model.state().motion.distance;
  heading_ = current().heading_deg ? radians(*current().heading_deg) : model.state().motion.heading;
  ground_taken_ = false;
}

double Pilot::speed(double otherwise_kt) const {
  return knots(current().speed_kt.value_or(otherwise_kt));
}

bool Pilot::ended(const Model& model) const {
  const PhaseEnd& until = current().until;
  if (until.duration) {
    // Whole ticks: a duration must not depend on how its fraction rounds.
    const std::int64_t nanoseconds = until.duration->count();
    const std::int64_t ticks = model.clock().ticks - began_ticks_;
    if (static_cast<double>(ticks) * (1e9 / kStepsPerSecond) >= static_cast<double>(nanoseconds)) return true;
  }
  if (until.distance_nm) {
    const double flown = model.state().motion.distance - began_distance_;
    if (flown >= *until.distance_nm * kMetresPerNauticalMile) return true;
  }
  if (!until.altitude_ft) return false;
  const double altitude = model.state().position.altitude_ft;
  return current().kind == PhaseKind::descent ? altitude <= *until.altitude_ft : altitude >= *until.altitude_ft;
}

void Pilot::fly(Model& model) {
  if (model.state().holds.crash != 0) return;
  if (!last() && ended(model)) {
    level_ft_ = current().until.altitude_ft.value_or(model.state().position.altitude_ft);
    ++index_;
    begin(model);
  }
  take_ground_elevation(model);
  fly_phase(model);
}

void Pilot::take_ground_elevation(Model& model) {
  if (ground_taken_ || !current().ground_elevation_ft || model.state().motion.on_ground) return;
  Position& below = model.edit().position;
  below.ground_ft = *current().ground_elevation_ft;
  below.water = below.ground_ft == 0;
  ground_taken_ = true;
}

void Pilot::fly_phase(Model& model) {
  switch (phase()) {
    case PhaseKind::parked:
      return park(model);
    case PhaseKind::takeoff:
      return take_off(model);
    case PhaseKind::climb:
      return climb(model);
    case PhaseKind::cruise:
      return cruise(model);
    case PhaseKind::descent:
      return descend(model);
  }
}

void Pilot::park(Model& model) {
  if (!model.state().motion.on_ground) return descend(model);
  if (model.state().motion.speed > 0) return roll_out(model);
  if (model.state().engine.combustion != 0) model.stop_engine();
  model.fly_controls().parking_brake = 1;
}

void Pilot::take_off(Model& model) {
  if (!model.state().motion.on_ground) {
    if (model.height_ft() < kTurnHeightFt) {
      level_wings(model);
    } else {
      steer_to(model, heading_);
    }
    return climb(model);
  }
  Controls& controls = model.fly_controls();
  if (model.state().engine.combustion == 0) {
    start_up(model);
    return;
  }
  controls.parking_brake = 0;
  controls.brake_left = 0;
  controls.brake_right = 0;
  controls.aileron = 0;
  controls.rudder = 0;
  move_throttle(model, 100);
  const bool fast_enough = model.true_speed() >= knots(model.type().rotate_kt);
  controls.elevator = fast_enough ? Model::elevator_for(1.1) : 0;
}

void Pilot::start_up(Model& model) {
  State& state = model.edit();
  state.electrics.battery = 1;
  state.electrics.avionics = 1;
  state.electrics.lights[static_cast<std::size_t>(Light::beacon)] = 1;
  state.electrics.lights[static_cast<std::size_t>(Light::nav)] = 1;
  state.controls.mixture = 100;
  state.controls.throttle = 0;
  if (state.fuel.selector == 0) state.fuel.selector = 1;
  state.engine.magneto_left = 1;
  state.engine.magneto_right = 1;
  state.engine.alternator = 1;
  state.engine.starter = 1;
}

void Pilot::climb(Model& model) {
  if (model.state().motion.on_ground) return take_off(model);
  if (phase() != PhaseKind::takeoff) steer_to(model, heading_);
  const double wanted = speed(model.type().climb_kt);
  const PhaseEnd& until = current().until;
  const bool levelling = last() && until.altitude_ft && *until.altitude_ft - model.state().position.altitude_ft < 200;
  if (levelling) {
    hold_altitude(model, *until.altitude_ft, kFastestCorrection);
    hold_speed_by_throttle(model, wanted);
  } else if (current().vertical_speed_fpm) {
    hold_vertical_speed(model, *current().vertical_speed_fpm * kMetresPerSecondPerFpm);
    hold_speed_by_throttle(model, wanted);
  } else {
    hold_speed_by_pitch(model, wanted);
    move_throttle(model, 100);
  }
}

void Pilot::cruise(Model& model) {
  if (model.state().motion.on_ground) return take_off(model);
  steer_to(model, heading_);
  hold_altitude(model, level_ft_, kFastestCorrection);
  hold_speed_by_throttle(model, speed(model.type().cruise_kt));
}

void Pilot::descend(Model& model) {
  if (model.state().motion.on_ground) return roll_out(model);
  const double height = model.height_ft();
  if (height < kFlareHeightFt) return land(model);
  steer_to(model, heading_);
  const double sink = -current().vertical_speed_fpm.value_or(kDescentFpm) * kMetresPerSecondPerFpm;
  const PhaseEnd& until = current().until;
  if (last() && until.altitude_ft) {
    hold_altitude(model, *until.altitude_ft, sink > 0 ? sink : kFastestCorrection);
  } else {
    hold_vertical_speed(model, -sink);
  }
  hold_speed_by_throttle(model, speed(model.type().descent_kt));
}

void Pilot::land(Model& model) {
  level_wings(model);
  const double above = (model.height_ft() - model.type().reference_height_ft) * kMetresPerFoot;
  const double sink = -current().vertical_speed_fpm.value_or(kDescentFpm) * kMetresPerSecondPerFpm;
  const double gentle = 0.4 + 0.12 * above;
  hold_vertical_speed(model, -(gentle < sink ? gentle : sink));
  if (model.height_ft() < kCutHeightFt) {
    move_throttle(model, 0);
  } else {
    hold_speed_by_throttle(model, speed(model.type().descent_kt));
  }
}

void Pilot::roll_out(Model& model) {
  Controls& controls = model.fly_controls();
  controls.elevator = Model::elevator_for(0);
  controls.aileron = 0;
  controls.brake_left = 0.6;
  controls.brake_right = 0.6;
  move_throttle(model, 0);
  if (model.state().motion.speed == 0) controls.parking_brake = 1;
}

}  // namespace checkride::emulator
