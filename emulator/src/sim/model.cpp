#include "sim/model.hpp"

#include <cmath>

namespace checkride::emulator {
namespace {

constexpr double kBatteryDead = 1;         // volts
constexpr double kGeneratorRpm = 600;      // of a piston engine that charges
constexpr double kGeneratorN2 = 50;        // of a turbofan
constexpr double kFlapShare = 0.8;         // of the lift that flaps add, at the same angle of attack
constexpr double kUpdraftFt = 300;         // height from which up- and downdrafts have their full strength
constexpr double kWindmillDrag = 0.006;    // coefficient of a dead engine, for one of a single
constexpr double kWindmillSingle = 0.015;  // of a single's own: its propeller cannot be feathered
constexpr double kWaveDrag = 20;           // of the fourth power of what exceeds the critical Mach number (Lock)

}  // namespace

Model::Model(const AircraftType& type) : type_(&type) {
  state_.position.altitude_ft = type.reference_height_ft;
  state_.motion.pitch = type.rest_pitch;
  cool_down();
}

void Model::cool_down() {
  const double ambient = air().temperature;
  for (Engine& engine : edit().engines) {
    if (engine.combustion != 0) continue;
    engine.oil_temperature = ambient;
    engine.cylinder_temperature = ambient;
    engine.exhaust_temperature = ambient;
  }
}

void Model::set_weather(const FlightWeather& weather) {
  weather_ = weather;
  winds_ = WindProfile(weather);
  edit().motion.wind = wind_here();
}

void Model::set_route(PlanRoute route) {
  route_ = std::move(route);
  edit().navigation = {};
  if (route_.usable()) navigate(*this, state_.navigation);
}

void Model::find_air() const {
  const double altitude = state_.position.altitude_ft;
  air_ =
      weather_air(altitude * kMetresPerFoot, weather_.temperature_deviation_c, weather_.qnh_hpa * kPascalsPerMillibar);
  air_altitude_ft_ = altitude;
  air_known_ = true;
}

Wind Model::wind_here() const {
  if (winds_.calm()) return {};
  Wind wind = winds_.at(state_.position.altitude_ft, clock_.ticks);
  wind.up *= within_limits((height_ft() - type_->reference_height_ft) / kUpdraftFt, 0, 1);
  return wind;
}

void Model::find_mass() const {
  const double fuel = state_.fuel.total_gal() * type_->fuel_lb_per_gal;
  mass_kg_ = (type_->empty_lb + type_->payload_lb + fuel) * kKilogramsPerPound;
  mass_known_ = true;
}

double Model::indicated_speed() const {
  return emulator::indicated_speed(state_.motion.speed, air());
}

Wind Model::velocity() const {
  const Motion& motion = state_.motion;
  const double ahead = motion.on_ground ? motion.rolling : motion.speed * path_.cosine(motion.path);
  Wind velocity{ahead * heading_.sine(motion.heading), ahead * heading_.cosine(motion.heading), vertical_speed()};
  if (!motion.on_ground) {
    velocity.east += motion.wind.east;
    velocity.north += motion.wind.north;
  }
  return velocity;
}

double Model::vertical_speed() const {
  const Motion& motion = state_.motion;
  if (state_.holds.altitude_fixed()) return 0;
  if (motion.on_ground) return motion.rolling * std::tan(motion.path);  // ground that a recorded track finds uneven
  return motion.speed * sine_of_path() + motion.wind.up;
}

double Model::ground_speed() const {
  if (state_.motion.on_ground) return std::abs(state_.motion.rolling);
  const Wind over = velocity();
  return std::sqrt(over.east * over.east + over.north * over.north);
}

double Model::track() const {
  const Wind over = velocity();
  if (over.east == 0 && over.north == 0) return state_.motion.heading;
  return full_turn(std::atan2(over.east, over.north));
}

double Model::tail_wind() const {
  const Motion& motion = state_.motion;
  return motion.wind.east * heading_.sine(motion.heading) + motion.wind.north * heading_.cosine(motion.heading);
}

double Model::lift_max() const {
  if (state_.controls.flaps_out == 0) return type_->flaps[0].lift_max;
  const double out = within_limits(state_.controls.flaps_out, 0, static_cast<double>(type_->flap_notches));
  const auto notch = static_cast<std::size_t>(out);
  const double low = type_->flaps[notch].lift_max;
  if (notch == type_->flap_notches) return low;
  return low + (type_->flaps[notch + 1].lift_max - low) * (out - static_cast<double>(notch));
}

double Model::attack(double lift) const {
  const double flaps = kFlapShare * (lift_max() - type_->flaps[0].lift_max);
  return kZeroAttack + (lift - kNeutralLift - flaps) / kLiftSlope;
}

double Model::drag_coefficient(double lift) const {
  const Controls& controls = state_.controls;
  double coefficient = type_->zero_lift_drag + type_->induced_drag * lift * lift;
  if (controls.flaps_out > 0) {
    const double out = within_limits(controls.flaps_out, 0, static_cast<double>(type_->flap_notches));
    const auto notch = static_cast<std::size_t>(out);
    const double low = type_->flaps[notch].drag;
    const double high = notch == type_->flap_notches ? low : type_->flaps[notch + 1].drag;
    coefficient += low + (high - low) * (out - static_cast<double>(notch));
  }
  coefficient += type_->gear_drag * controls.gear_out + type_->spoiler_drag * controls.spoilers_out;
  // Multiplied rather than divided: most aircraft are far from it in most steps.
  if (state_.motion.speed > type_->mach_critical * air().sound) {
    const double beyond = mach() - type_->mach_critical;
    coefficient += kWaveDrag * beyond * beyond * beyond * beyond;
  }
  const double engines = static_cast<double>(type_->engines);
  const double dead = engines - static_cast<double>(burning());
  if (dead > 0) coefficient += engines > 1 ? dead * kWindmillDrag / (engines * engines) : kWindmillSingle;
  return coefficient;
}

double Model::drag(double lift) const {
  const double pressure = 0.5 * air().density * state_.motion.speed * state_.motion.speed;
  return pressure * type_->wing_area * drag_coefficient(lift);
}

double Model::stall_speed_at(double lift) const {
  return std::sqrt(2 * mass_kg() * kGravity / (kSeaLevelDensity * type_->wing_area * lift));
}

double Model::bus_volts() const {
  const Electrics& electrics = state_.electrics;
  for (const Engine& engine : state_.engines) {
    const bool turns = type_->engine == EngineKind::jet ? engine.n2 > kGeneratorN2 : engine.rpm > kGeneratorRpm;
    if (engine.alternator != 0 && engine.combustion != 0 && turns) return 28;
  }
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
    settled_ = before == state_ && weather_.gusts_kt == 0;
  } else {
    step_all();
    settled_ = false;
  }
  ++clock_.ticks;
}

void Model::step_carried() {
  step_controls();
  if (type_->engines > 0) step_engines();
  step_wind();
  state_.jetway.step(standing());
  for (Exit& exit : state_.exits) exit.step();
  settled_ = false;
  ++clock_.ticks;
}

void Model::step_all() {
  step_controls();
  if (type_->engines > 0) step_engines();
  step_wind();
  step_motion();
  state_.jetway.step(standing());
  for (Exit& exit : state_.exits) exit.step();
  if (route_.usable() && clock_.ticks % kNavigationTicks == 0) navigate(*this, state_.navigation);
}

bool Model::take_crash() {
  const bool result = crashed_;
  crashed_ = false;
  return result;
}

void Model::step_controls() {
  Controls& controls = state_.controls;
  const double flaps = type_->flap_rate * kStep;
  controls.flaps_out += within_limits(controls.flaps - controls.flaps_out, -flaps, flaps);
  // Weight on the wheels keeps them out, and under a belly nothing moves.
  const double gear = controls.gear != 0 || state_.motion.on_ground ? 1 : 0;
  const bool lies = state_.motion.on_ground && state_.motion.belly;
  if (type_->retractable && controls.gear_out != gear && !lies) {
    const double reach = kStep / type_->gear_seconds;
    controls.gear_out += within_limits(gear - controls.gear_out, -reach, reach);
  }
  if (type_->spoiler_drag > 0) step_spoilers();
  controls.brake_key = within_limits(controls.brake_key - 0.5 * kStep, 0, 1);
}

void Model::step_spoilers() {
  constexpr double kReach = kStep / 1.5;
  constexpr double kFast = 20;  // m/s on wheels, at which armed spoilers come out
  Controls& controls = state_.controls;
  if (controls.spoilers_armed != 0 && state_.motion.on_ground && state_.motion.rolling > kFast &&
      state_.engines[0].throttle < 10) {
    controls.spoilers = 1;
  }
  controls.spoilers_out += within_limits(controls.spoilers - controls.spoilers_out, -kReach, kReach);
}

void Model::set_on_ground(bool on_ground) {
  Motion& motion = state_.motion;
  if (on_ground == motion.on_ground) return;
  motion.on_ground = on_ground;
  motion.belly = false;
  if (!on_ground) return;
  const double tail = tail_wind();
  motion.rolling = within_limits(motion.speed * std::cos(motion.path) + tail, 0, kFastest);
  motion.speed = within_limits(motion.rolling - tail, 0, kFastest);
  motion.path = 0;
}

void Model::set_true_speed(double speed) {
  Motion& motion = edit().motion;
  motion.speed = speed;
  if (!motion.on_ground) return;
  const double tail = tail_wind();
  motion.rolling = within_limits(speed + tail, 0, kFastest);
  motion.speed = within_limits(motion.rolling - tail, 0, kFastest);
}

void Model::lift_off_belly() {
  if (!state_.motion.belly) return;
  State& state = edit();
  state.motion.belly = false;
  state.controls.gear = state.controls.gear_out = 1;
}

void Model::move_to_altitude(double altitude_ft) {
  State& state = edit();
  state.position.altitude_ft = altitude_ft;
  set_on_ground(height_ft() <= type_->reference_height_ft);
  state.motion.wind = wind_here();
}

void Model::fly_level(double indicated) {
  State& state = edit();
  state.motion.on_ground = false;
  state.motion.wind = wind_here();
  state.motion.speed = emulator::true_speed(indicated, air());
  state.motion.path = 0;
  state.motion.bank = 0;
  const double pressure = 0.5 * air().density * state.motion.speed * state.motion.speed;
  state.motion.lift = within_limits(mass_kg() * kGravity / (pressure * type_->wing_area + 1), 0, lift_max());
  state.motion.pitch = attack(state.motion.lift);
  state.controls.elevator = elevator_for(state.motion.lift);
}

}  // namespace checkride::emulator
