#include "sim/pilot.hpp"

#include <cmath>

#include "sim/flying.hpp"

namespace checkride::emulator {
namespace {

constexpr double kDescentFpm = -500;
constexpr double kFastestCorrection = 700 * kMetresPerSecondPerFpm;
constexpr double kSlowestLevelling = 1;  // m/s, on the last feet up to a cruise
constexpr double kTurnHeightFt = 200;    // no turns below
constexpr double kFlareHeightFt = 60;
constexpr double kCutHeightFt = 30;       // the throttle is closed below
constexpr double kGearHeightFt = 60;      // above the wheels' height, climbing
constexpr double kGearDownFt = 2500;      // descending
constexpr double kFlareMargin = 1.05;     // of the stall, in the flare
constexpr double kInitialClimb = 1.3;     // of the stall, until kAccelerationFt
constexpr double kAccelerationFt = 1500;  // height
constexpr double kSpeedLimitFt = 10000;   // below it jets fly no faster than
constexpr double kSpeedLimitKt = 250;

double radians(double degrees) {
  return degrees * kRadiansPerDegree;
}
double knots(double value) {
  return value * kMetresPerSecondPerKnot;
}

// Kinds whose altitude is reached from above.
bool phase_goes_down(PhaseKind kind) {
  return kind == PhaseKind::descent || kind == PhaseKind::approach || kind == PhaseKind::landing;
}

}  // namespace

Pilot::Pilot(const Flight& flight, const Model& model) : flight_(&flight) {
  level_ft_ = model.state().position.altitude_ft;
  if (by_plan()) {
    level_ft_ = model.route().cruising_altitude_ft;
    const bool airborne = !model.state().motion.on_ground;
    enter(airborne ? PhaseKind::climb : PhaseKind::takeoff, model);
    return;
  }
  begin(model);
}

void Pilot::begin(const Model& model) {
  if (!by_plan()) current_ = flight_->phases[index_];
  began_ticks_ = model.clock().ticks;
  began_distance_ = model.state().motion.distance;
  heading_ = current_.heading_deg ? radians(*current_.heading_deg) : model.state().motion.heading;
  runway_ = model.state().motion.heading;
  ground_taken_ = false;
  point_ = 0;
}

double Pilot::speed(const Model& model, double otherwise_kt, double mach) const {
  double wanted = knots(current_.speed_kt.value_or(otherwise_kt));
  const AircraftType& type = model.type();
  if (type.engine != EngineKind::jet) return wanted;
  const bool low = model.state().position.altitude_ft < kSpeedLimitFt;
  if (low && !current_.speed_kt && wanted > knots(kSpeedLimitKt)) wanted = knots(kSpeedLimitKt);
  const double limit = shown_speed_at_mach(model, current_.mach.value_or(mach));
  return wanted < limit ? wanted : limit;
}

double Pilot::climb_speed(const Model& model) const {
  const AircraftType& type = model.type();
  const double wanted = speed(model, type.climb_kt, type.climb_mach);
  if (type.engine != EngineKind::jet || current_.speed_kt || model.height_ft() > kAccelerationFt) return wanted;
  const double initial = kInitialClimb * model.stall_speed_in(type.takeoff_notch);
  return initial < wanted ? initial : wanted;
}

double Pilot::approach_speed(const Model& model) const {
  if (current_.speed_kt) return knots(*current_.speed_kt);
  const AircraftType& type = model.type();
  const double least = 1.3 * model.stall_speed_in(type.landing_notch);
  const double usual = knots(type.approach_kt);
  return (least > usual ? least : usual) + knots(model.weather().gusts_kt) / 2;
}

bool Pilot::ended(const Model& model) const {
  const PhaseEnd& until = current_.until;
  const Motion& motion = model.state().motion;
  if (current_.kind == PhaseKind::landing && motion.on_ground && motion.rolling == 0) return true;
  if (past_points()) return true;
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
  return phase_goes_down(current_.kind) ? altitude <= *until.altitude_ft : altitude >= *until.altitude_ft;
}

void Pilot::fly(Model& model) {
  if (model.state().holds.crash != 0) return;
  if (by_plan()) return follow_plan(model);
  if (!last() && ended(model)) {
    level_ft_ = current_.until.altitude_ft.value_or(model.state().position.altitude_ft);
    ++index_;
    begin(model);
  }
  take_ground_elevation(model);
  fly_phase(model);
}

void Pilot::take_ground_elevation(Model& model) {
  if (ground_taken_ || !current_.ground_elevation_ft || model.state().motion.on_ground) return;
  Position& below = model.edit().position;
  below.ground_ft = *current_.ground_elevation_ft;
  below.water = below.ground_ft == 0;
  ground_taken_ = true;
}

void Pilot::fly_phase(Model& model) {
  switch (phase()) {
    case PhaseKind::parked:
      return park(model);
    case PhaseKind::taxi:
      return taxi(model);
    case PhaseKind::takeoff:
      return take_off(model);
    case PhaseKind::climb:
      return climb(model);
    case PhaseKind::cruise:
      return cruise(model);
    case PhaseKind::descent:
      return descend(model);
    case PhaseKind::approach:
    case PhaseKind::landing:
      return approach(model);
  }
}

void Pilot::steer(Model& model) {
  if (by_plan()) {
    steer_to(model, model.state().navigation.steer);
  } else {
    steer_to(model, heading_);
  }
}

void Pilot::take_off(Model& model) {
  if (!model.state().motion.on_ground) {
    if (model.height_ft() < kTurnHeightFt) {
      level_wings(model);
    } else {
      steer(model);
    }
    return climb(model);
  }
  const AircraftType& type = model.type();
  if (model.burning() < type.engines) return start_up(model);
  Controls& controls = model.fly_controls();
  controls.parking_brake = 0;
  controls.brake_left = 0;
  controls.brake_right = 0;
  controls.flaps = static_cast<double>(type.takeoff_notch);
  controls.spoilers = 0;
  steer_on_ground(model, runway_);
  move_throttle(model, 100);
  const double safe = 1.05 * model.stall_speed_in(type.takeoff_notch);
  const double rotate = knots(type.rotate_kt);
  const bool fast_enough = shown_speed(model) >= (safe > rotate ? safe : rotate);
  controls.elevator = fast_enough ? model.elevator_for(0.71 * model.lift_max()) : 0;
}

// Gear and flaps come in as the aircraft climbs away.
void Pilot::clean_up(Model& model) {
  if (!by_plan() && !model.type().retractable) return;
  Controls& controls = model.fly_controls();
  const double height = model.height_ft() - model.type().reference_height_ft;
  if (model.type().retractable && height > kGearHeightFt) controls.gear = 0;
  controls.spoilers = 0;
  controls.spoilers_armed = 0;
  if (height > 2 * kTurnHeightFt) {
    set_flaps_for(model, shown_speed(model), model.type().takeoff_notch);
  }
}

bool Pilot::before_cruise() const {
  return !last() && flight_->phases[index_ + 1].kind == PhaseKind::cruise;
}

void Pilot::climb(Model& model) {
  if (model.state().motion.on_ground) return take_off(model);
  if (phase() != PhaseKind::takeoff) steer(model);
  clean_up(model);
  const double wanted = climb_speed(model);
  const PhaseEnd& until = current_.until;
  const bool levelling = last() && until.altitude_ft && *until.altitude_ft - model.state().position.altitude_ft < 200;
  const double to_go = until.altitude_ft.value_or(1e6) - model.state().position.altitude_ft;
  const double gentle = to_go * kMetresPerFoot / 8;
  if (!model.has_engine()) {
    hold_speed_by_pitch(model, wanted);
  } else if (levelling) {
    hold_altitude(model, *until.altitude_ft, kFastestCorrection);
    hold_speed_by_throttle(model, wanted);
  } else if (before_cruise() && gentle < model.vertical_speed()) {
    hold_vertical_speed(model, gentle > kSlowestLevelling ? gentle : kSlowestLevelling);
    hold_speed_by_throttle(model, wanted);
  } else if (current_.vertical_speed_fpm) {
    hold_vertical_speed(model, *current_.vertical_speed_fpm * kMetresPerSecondPerFpm);
    hold_speed_by_throttle(model, wanted);
  } else {
    hold_speed_by_pitch(model, wanted);
    move_throttle(model, 100);
  }
}

void Pilot::cruise(Model& model) {
  if (model.state().motion.on_ground) return model.has_engine() ? take_off(model) : roll_out(model);
  const AircraftType& type = model.type();
  if (!model.has_engine() && model.height_ft() < 2 * kTurnHeightFt) return approach(model);
  steer(model);
  clean_up(model);
  const double wanted = speed(model, type.cruise_kt, type.cruise_mach);
  if (!model.has_engine()) {
    model.fly_controls().spoilers = 0;
    return hold_speed_by_pitch(model, wanted);
  }
  // Levelling off goes on as the climb was, and grows gentle.
  const double rate = std::abs(model.vertical_speed());
  hold_altitude(model, level_ft_, rate > kFastestCorrection ? rate : kFastestCorrection);
  hold_speed_by_throttle(model, wanted);
}

double Pilot::sink(const Model& model) const {
  if (current_.vertical_speed_fpm) return -*current_.vertical_speed_fpm * kMetresPerSecondPerFpm;
  const bool final = phase() == PhaseKind::approach || phase() == PhaseKind::landing;
  if (!final && model.type().engine != EngineKind::jet) return -kDescentFpm * kMetresPerSecondPerFpm;
  return model.ground_speed() * std::tan(model.type().descent_angle);
}

void Pilot::descend(Model& model) {
  if (model.state().motion.on_ground) return roll_out(model);
  const double height = model.height_ft();
  if (height < kFlareHeightFt) return land(model);
  const AircraftType& type = model.type();
  const bool gear_down = type.retractable && height < kGearDownFt;
  if (gear_down) return approach(model);
  steer(model);
  const double wanted = speed(model, type.descent_kt, type.cruise_mach);
  const PhaseEnd& until = current_.until;
  if (last() && until.altitude_ft && model.has_engine()) {
    const double fastest = sink(model);
    hold_altitude(model, *until.altitude_ft, fastest > 0 ? fastest : kFastestCorrection);
  } else {
    hold_vertical_speed(model, -sink(model));
  }
  hold_speed_by_throttle(model, wanted);
}

// Gear, flaps and spoilers for a landing at a speed that is to be flown.
void Pilot::configure(Model& model, double wanted) {
  const AircraftType& type = model.type();
  Controls& controls = model.fly_controls();
  const bool slow = shown_speed(model) < 1.6 * approach_speed(model);
  if (type.retractable && slow && model.height_ft() < kGearDownFt) controls.gear = 1;
  if (type.engine == EngineKind::jet) controls.spoilers_armed = 1;
  // All of them on the final approach, whatever speed could be flown with less.
  const bool final = wanted <= 1.02 * approach_speed(model);
  set_flaps_for(model, final ? 0 : wanted, type.landing_notch);
}

void Pilot::approach(Model& model) {
  if (model.state().motion.on_ground) return roll_out(model);
  const double wanted = approach_speed(model);
  configure(model, wanted);
  if (model.height_ft() < kFlareHeightFt + model.type().reference_height_ft) return land(model);
  steer(model);
  hold_vertical_speed(model, -sink(model));
  hold_speed_by_throttle(model, wanted);
}

void Pilot::land(Model& model) {
  if (model.height_ft() < kCutHeightFt + model.type().reference_height_ft) {
    level_wings(model);
  } else {
    steer(model);
  }
  runway_ = model.track();
  const bool final = phase() == PhaseKind::approach || phase() == PhaseKind::landing;
  const double above = (model.height_ft() - model.type().reference_height_ft) * kMetresPerFoot;
  const double gentle = 0.4 + model.type().flare_rate * above;
  const double usual = sink(model);
  hold_vertical_speed(model, -(gentle < usual ? gentle : usual), kFlareMargin);
  Controls& controls = model.fly_controls();
  if (model.height_ft() < kCutHeightFt + model.type().reference_height_ft) {
    move_throttle(model, 0);
    if (model.has_engine()) controls.spoilers = 0;
  } else {
    hold_speed_by_throttle(model, final ? approach_speed(model) : speed(model, model.type().descent_kt, 0.7));
  }
}

}  // namespace checkride::emulator
