// The motion of the model: forces on a point mass in the air and on the ground.
#include <cmath>

#include "earth/great_circle.hpp"
#include "sim/model.hpp"

namespace checkride::emulator {
namespace {

constexpr double kBankMost = 80 * kRadiansPerDegree;
constexpr double kPathMost = 85 * kRadiansPerDegree;
constexpr double kRudderTurn = 0.05;  // rad/s of full rudder in the air
constexpr double kAsymmetry = 0.3;    // rad/s for a difference of thrust as great as the weight
constexpr double kRollingFriction = 0.025;
constexpr double kBrakeFriction = 0.35;
constexpr double kSpoiledLift = 0.6;  // of the lift, on wheels, that spoilers destroy
constexpr double kCrashSpeed = 5;     // m/s of sinking that a landing gear does not survive
constexpr double kCrashBank = 30 * kRadiansPerDegree;
constexpr double kTerrainFt = 100;  // deeper in the ground than a step can take: it rose before the aircraft
constexpr double kSlowest = 10;     // m/s; below it forces turn the path no faster
constexpr double kCrashGround = 4;  // values of CRASH FLAG
constexpr double kCrashMountain = 2;
constexpr double kCrashSplash = 8;
constexpr double kCrashGearUp = 10;
constexpr double kGearSafe = 0.95;  // share of the way down that holds
constexpr double kBellyFriction = 0.45;
constexpr double kBellySpeed = 3;  // m/s of sinking, and bank, that a belly survives
constexpr double kBellyBank = 10 * kRadiansPerDegree;

// Nearer to a pole than this (35 nautical miles) a meridian is no direction to go by.
constexpr double kPolarCosine = 0.01;

// Along the great circle and, if need be, over the pole; the nose turns as the meridians do, so that it goes straight
// on.
void move_near_pole(Position& position, Motion& motion, const Wind& over) {
  const GeoPoint from{position.latitude, position.longitude};
  const double course = std::atan2(over.east, over.north);
  const double metres = std::sqrt(over.east * over.east + over.north * over.north) * kStep;
  const GeoPoint there = destination(from, course, metres);
  motion.heading = full_turn(motion.heading + course_after(from, course, metres) - course);
  position.latitude = there.latitude;
  position.longitude = there.longitude;
}

// Moves by one step at this speed over ground.
void move(Position& position, Motion& motion, const Wind& over) {
  const double cos_latitude = std::cos(position.latitude);
  if (cos_latitude <= kPolarCosine) return move_near_pole(position, motion, over);
  const double north = over.north * kStep / kEarthRadius;
  const double east = over.east * kStep / kEarthRadius;
  position.latitude = within_limits(position.latitude + north, -kPi / 2, kPi / 2);
  position.longitude = half_turn(position.longitude + east / cos_latitude);
}

// What a rate makes of a value in one step.
double advance(double value, double rate) {
  return value + rate * kStep;
}

}  // namespace

double Model::asymmetry() const {
  const double difference = state_.engines[0].thrust - state_.engines[1].thrust;
  return type_->engines < 2 || difference == 0 ? 0 : kAsymmetry * difference / (mass_kg() * kGravity);
}

double Model::lift_wanted(double pressure) const {
  const Controls& controls = state_.controls;
  const double wanted = kNeutralLift + type_->elevator_lift * controls.elevator + 0.5 * controls.elevator_trim;
  // Nobody pulls harder than the airframe is made for.
  const double for_one_g = mass_kg() * kGravity / (pressure * type_->wing_area + 1);
  const double least = type_->load_least * for_one_g;
  const double most = type_->load_most * for_one_g;
  const double highest = lift_max();
  return within_limits(wanted, type_->lift_min > least ? type_->lift_min : least, highest < most ? highest : most);
}

// The aircraft has inertia, the wind has not: air that comes faster from ahead is airspeed.
void Model::step_wind() {
  if (winds_.calm()) return;
  Motion& motion = state_.motion;
  const Wind before = motion.wind;
  motion.wind = wind_here();
  if (motion.on_ground || state_.holds.crash != 0 || state_.holds.slew != 0) return;
  const double east = motion.wind.east - before.east;
  const double north = motion.wind.north - before.north;
  const double ahead = east * heading_.sine(motion.heading) + north * heading_.cosine(motion.heading);
  motion.speed = within_limits(motion.speed - ahead, 0, kFastest);
}

void Model::step_motion() {
  Motion& motion = state_.motion;
  if (state_.holds.crash != 0 || state_.holds.slew != 0) {
    motion.speed_rate = motion.path_rate = motion.heading_rate = motion.bank_rate = motion.pitch_rate = 0;
    if (motion.on_ground) meet_ground();
    return;
  }
  const double pressure = 0.5 * air().density * motion.speed * motion.speed;
  motion.lift += (lift_wanted(pressure) - motion.lift) * (kStep / 0.25);
  const Motion before = motion;
  if (motion.on_ground) {
    step_ground();
  } else {
    step_air();
  }
  if (state_.holds.freeze_attitude != 0) {
    motion.heading = before.heading;
    motion.bank = before.bank;
    motion.pitch = before.pitch;
  }
  step_position();
  meet_ground();
  motion.speed_rate = (motion.speed - before.speed) / kStep;
  motion.path_rate = (motion.path - before.path) / kStep;
  motion.heading_rate = half_turn(motion.heading - before.heading) / kStep;
  motion.bank_rate = (motion.bank - before.bank) / kStep;
  motion.pitch_rate = (motion.pitch - before.pitch) / kStep;
}

void Model::step_air() {
  Motion& motion = state_.motion;
  const Controls& controls = state_.controls;
  const double mass = mass_kg();
  const double pressure = 0.5 * air().density * motion.speed * motion.speed;
  motion.load = pressure * type_->wing_area * motion.lift / (mass * kGravity);
  const double drag_force = pressure * type_->wing_area * drag_coefficient(motion.lift);
  const double sin_path = sine_of_path();
  const double cos_path = path_.cosine(motion.path);
  const double turning = kGravity / (motion.speed > kSlowest ? motion.speed : kSlowest);
  const double path_rate = turning * (motion.load * cosine_of_bank() - cos_path);
  const double heading_rate = turning * motion.load * bank_.sine(motion.bank) / (cos_path > 0.1 ? cos_path : 0.1) +
                              kRudderTurn * controls.rudder + asymmetry();
  const double grip = within_limits(motion.speed / 25, 0, 1);
  // A little spiral stability levels the wings when nobody holds the yoke.
  const double bank_rate =
      type_->roll_rate * grip * within_limits(controls.aileron + 0.1 * controls.aileron_trim, -1, 1) -
      0.02 * motion.bank;
  const double speed_rate = (thrust() - drag_force) / mass - kGravity * sin_path;

  motion.speed = within_limits(advance(motion.speed, speed_rate), 0, kFastest);
  motion.path = within_limits(advance(motion.path, path_rate), -kPathMost, kPathMost);
  motion.heading = full_turn(advance(motion.heading, heading_rate));
  motion.bank = within_limits(advance(motion.bank, bank_rate), -kBankMost, kBankMost);
  step_pitch(motion.path + attack(motion.lift));
}

void Model::step_ground() {
  Motion& motion = state_.motion;
  const Controls& controls = state_.controls;
  const double weight = mass_kg() * kGravity;
  motion.speed = within_limits(motion.rolling - tail_wind(), 0, kFastest);
  const double pressure = 0.5 * air().density * motion.speed * motion.speed;
  const double lift_force = pressure * type_->wing_area * motion.lift * (1 - kSpoiledLift * controls.spoilers_out);
  const double on_wheels = lift_force < weight ? weight - within_limits(lift_force, 0, weight) : 0;
  double brake = (controls.brake_left + controls.brake_right) / 2;
  if (controls.brake_key > brake) brake = controls.brake_key;
  if (controls.parking_brake != 0) brake = 1;
  const double wheels = kRollingFriction + kBrakeFriction * within_limits(brake, 0, 1);
  const double friction = (motion.belly ? kBellyFriction : wheels) * on_wheels;
  const double pull = thrust() - drag(motion.lift);
  const bool pushed = this->pushed();
  if (pushed) {
    step_pushback();
  } else if (motion.rolling > 0 || pull > friction) {
    motion.rolling = within_limits(advance(motion.rolling, (pull - friction) / mass_kg()), 0, kFastest);
  } else {
    motion.rolling = 0;  // a tug that lets go of it
  }
  motion.path = 0;
  motion.load = 1;
  motion.bank += -motion.bank * (kStep / 0.3);
  if (motion.bank < 1e-9 && motion.bank > -1e-9) motion.bank = 0;
  const double steering = 0.25 * controls.rudder * within_limits(motion.rolling / 5, 0, 1) / (1 + motion.rolling / 20);
  if (!motion.belly && !pushed) motion.heading = full_turn(advance(motion.heading, steering));
  motion.speed = within_limits(motion.rolling - tail_wind(), 0, kFastest);
  const double raised = within_limits(controls.elevator, 0, 1) * within_limits(motion.speed / 28, 0, 1);
  step_pitch(type_->rest_pitch + 0.12 * raised);
  if (lift_force > weight) motion.on_ground = false;
}

void Model::step_pitch(double target) {
  double& pitch = state_.motion.pitch;
  pitch += (target - pitch) * (kStep / 0.3);
  if (target - pitch < 1e-12 && pitch - target < 1e-12) pitch = target;
}

void Model::step_position() {
  Position& position = state_.position;
  Motion& motion = state_.motion;
  if (state_.holds.altitude_fixed()) motion.path = 0;  // an altitude that does not change has no vertical speed
  if (motion.on_ground && motion.rolling == 0) return;
  const Wind over = velocity();
  motion.distance += std::sqrt(over.east * over.east + over.north * over.north) * kStep;
  if (state_.holds.freeze_position == 0) {
    move(position, motion, over);
  }
  if (!state_.holds.altitude_fixed() && !motion.on_ground) {
    position.altitude_ft += over.up * kStep / kMetresPerFoot;
  }
}

void Model::meet_ground() {
  Position& position = state_.position;
  Motion& motion = state_.motion;
  const double standing = position.ground_ft + type_->reference_height_ft;
  if (state_.holds.altitude_fixed()) {
    set_on_ground(position.altitude_ft <= standing);
    return;
  }
  if (position.altitude_ft > standing) {
    motion.on_ground = false;
    return;
  }
  if (!motion.on_ground) {
    if (position.altitude_ft == standing && vertical_speed() >= 0) return;  // it lifts off
    touch_down();
  }
  position.altitude_ft = standing;
  motion.path = 0;
}

void Model::touch_down() {
  Motion& motion = state_.motion;
  const double sinking = -vertical_speed();
  motion.touchdown = sinking;
  set_on_ground(true);
  motion.belly = type_->retractable && state_.controls.gear_out < kGearSafe;
  if (const double flag = crash_by(sinking); flag != 0 && state_.holds.crash_detection != 0) {
    crash(flag);
  } else if (motion.belly) {
    scrape();
  }
}

// Value of CRASH FLAG for a touchdown; 0: that was none.
double Model::crash_by(double sinking) const {
  const Position& position = state_.position;
  const double bank = std::abs(state_.motion.bank);
  if (position.altitude_ft < position.ground_ft + type_->reference_height_ft - kTerrainFt) return kCrashMountain;
  if (position.water) return kCrashSplash;
  if (sinking > kCrashSpeed || bank > kCrashBank) return kCrashGround;
  return state_.motion.belly && (sinking > kBellySpeed || bank > kBellyBank) ? kCrashGearUp : 0;
}

// No propeller and no fan turns with the ground in it.
void Model::scrape() {
  for (std::size_t i = 0; i < type_->engines; ++i) state_.engines[i].failed = 1;
  stop_combustion();
}

void Model::crash(double flag) {
  state_.holds.crash = flag;
  state_.motion.speed = 0;
  state_.motion.rolling = 0;
  stop_combustion();
  crashed_ = true;
}

}  // namespace checkride::emulator
