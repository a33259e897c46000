// Flying by plan: climb to its altitude, along its legs, down in time and onto the ground where it ends.
#include <cmath>

#include "sim/flying.hpp"
#include "sim/pilot.hpp"

namespace checkride::emulator {
namespace {

constexpr double kClimbOutFt = 500;  // height at which a takeoff is over
constexpr double kFlareHeightFt = 60;
constexpr double kBeforeField = 350;  // m; the path meets the ground so far before the end of the plan
constexpr double kLevelNm = 5;        // ground is level so far around both ends
constexpr double kCircleNm = 1.5;     // a glider that is too high circles as near as that,
constexpr double kCircleFt = 1000;    // until it is no higher than that
constexpr double kCircleBank = 30 * kRadiansPerDegree;

double nautical(double miles) {
  return miles * kMetresPerNauticalMile;
}

// From here on speed and configuration are those of an approach; jets need more room.
double gate(const Model& model) {
  return nautical(model.type().engine == EngineKind::jet ? 10 : 4);
}

double field_ft(const Model& model) {
  return model.route().points.back().altitude_ft;
}

}  // namespace

void Pilot::enter(PhaseKind kind, const Model& model) {
  if (current_.kind != kind) ++index_;
  current_ = Phase{.kind = kind};
  begin(model);
}

void Pilot::follow_plan(Model& model) {
  take_terrain(model);
  next_stage(model);
  switch (phase()) {
    case PhaseKind::descent:
    case PhaseKind::approach:
      return descend_by_plan(model);
    default:
      return fly_phase(model);
  }
}

// The ground rises or falls evenly between departure and destination, and is level around both.
void Pilot::take_terrain(Model& model) {
  if (model.clock().ticks % kNavigationTicks != 0) return;
  const PlanRoute& route = model.route();
  const double whole = route.points.front().behind_m - nautical(2 * kLevelNm);
  const double gone = whole - (model.state().navigation.remaining - nautical(kLevelNm));
  const double share = whole > 0 ? within_limits(gone / whole, 0, 1) : 1;
  const double from = flight_->start.ground_elevation_ft;
  const double to = route.ends_at_airport ? field_ft(model) : from;
  const double ground = from + (to - from) * share;
  if (model.state().motion.on_ground || ground == model.state().position.ground_ft) return;
  model.edit().position.ground_ft = ground;
  model.edit().position.water = false;
}

double Pilot::path_altitude_ft(const Model& model) const {
  const double distance = model.state().navigation.remaining - kBeforeField;
  const double up = distance * std::tan(model.type().descent_angle) / kMetresPerFoot;
  return field_ft(model) + model.type().reference_height_ft + (up > 0 ? up : 0);
}

void Pilot::next_stage(Model& model) {
  const State& state = model.state();
  const double altitude = state.position.altitude_ft;
  const bool down = model.route().ends_at_airport && altitude >= path_altitude_ft(model);
  switch (phase()) {
    case PhaseKind::takeoff:
      if (!state.motion.on_ground && model.height_ft() > kClimbOutFt) enter(PhaseKind::climb, model);
      return;
    case PhaseKind::climb:
      if (down) return enter(PhaseKind::descent, model);
      // As far below as the climb takes 8 seconds, like the law that holds an altitude.
      if ((level_ft_ - altitude) * kMetresPerFoot < 8 * model.vertical_speed() || altitude >= level_ft_ ||
          !model.has_engine()) {
        enter(PhaseKind::cruise, model);
      }
      return;
    case PhaseKind::cruise:
      if (down) enter(PhaseKind::descent, model);
      return;
    case PhaseKind::descent:
      if (state.navigation.remaining < 1.5 * gate(model)) enter(PhaseKind::approach, model);
      return;
    case PhaseKind::approach:
      if (state.motion.on_ground || model.height_ft() < kFlareHeightFt + model.type().reference_height_ft) {
        enter(PhaseKind::landing, model);
      }
      return;
    case PhaseKind::landing:
      if (state.motion.on_ground && state.motion.rolling == 0) enter(PhaseKind::parked, model);
      return;
    case PhaseKind::parked:
    case PhaseKind::taxi:
      return;
  }
}

// Slower in steps towards the field.
double Pilot::plan_speed(const Model& model) const {
  const AircraftType& type = model.type();
  const double final = approach_speed(model);
  const double remaining = model.state().navigation.remaining;
  const double descent = speed(model, type.descent_kt, type.cruise_mach);
  double wanted = descent;
  if (remaining < 1.5 * gate(model)) wanted = 1.55 * final;
  if (remaining < gate(model)) wanted = 1.3 * final;
  if (remaining < 0.6 * gate(model)) wanted = final;
  return wanted < descent ? wanted : descent;
}

void Pilot::descend_by_plan(Model& model) {
  const double wanted = plan_speed(model);
  const PlanProgress& navigation = model.state().navigation;
  if (phase() == PhaseKind::approach) {
    configure(model, wanted);
  } else {
    clean_up(model);
  }
  const double above = model.state().position.altitude_ft - path_altitude_ft(model);
  const bool high = model.height_ft() > kCircleFt;
  if (!model.has_engine() && high && navigation.distance < nautical(kCircleNm) && above > kCircleFt / 4) {
    hold_bank(model, kCircleBank);
    return hold_speed_by_pitch(model, wanted);
  }
  steer_to(model, navigation.steer);
  if (!model.has_engine() && above < -30) {
    model.fly_controls().spoilers = 0;
    return hold_speed_by_pitch(model, wanted);
  }
  const double along = model.ground_speed() * std::tan(model.type().descent_angle);
  const double correction = within_limits(-above * kMetresPerFoot / 10, -0.8 * along - 1, along);
  hold_vertical_speed(model, -along + correction);
  hold_speed_by_throttle(model, wanted);
}

}  // namespace checkride::emulator
