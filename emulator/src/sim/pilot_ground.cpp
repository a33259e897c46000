// The pilot on the ground: parked, taxiing, starting up, rolling out.
#include <cmath>

#include "earth/great_circle.hpp"
#include "sim/flying.hpp"
#include "sim/pilot.hpp"

namespace checkride::emulator {
namespace {

constexpr double kTaxiKt = 15;
constexpr double kTaxiTurnKt = 6;  // around corners
constexpr double kTaxiCorner = 15 * kRadiansPerDegree;
constexpr double kPointReached = 20;  // m
constexpr double kPointMissed = 80;   // m; nearer than that one that lies abeam is reached, too
constexpr double kReverseKt = 60;     // slower than that reversers are stowed
constexpr double kReverseThrottle = 80;

double knots(double value) {
  return value * kMetresPerSecondPerKnot;
}

}  // namespace

void Pilot::park(Model& model) {
  if (!model.state().motion.on_ground) return descend(model);
  if (model.state().motion.rolling > 0) return roll_out(model);
  if (model.burning() != 0) model.stop_engine();
  model.fly_controls().parking_brake = 1;
}

void Pilot::taxi(Model& model) {
  if (!model.state().motion.on_ground) return descend(model);
  if (model.burning() < model.type().engines) return start_up(model);
  look_for_points(model);
  Controls& controls = model.fly_controls();
  controls.parking_brake = 0;
  controls.elevator = model.elevator_for(0);
  steer_on_ground(model, heading_);
  const double missing = taxi_speed(model) - model.state().motion.rolling;
  const double mass = model.mass_kg();
  // Against rolling friction, and a tenth of a g at most either way.
  const double pull = mass * kGravity * 0.025 + mass * within_limits(0.3 * missing, -1, 1);
  move_throttle(model, model.throttle_for_thrust(pull));
  const double brake = within_limits(-0.3 * missing - 0.3, 0, 0.4);
  controls.brake_left = brake;
  controls.brake_right = brake;
}

// The heading is the one to the point ahead.
void Pilot::look_for_points(const Model& model) {
  const GeoPoint here{model.state().position.latitude, model.state().position.longitude};
  for (; point_ < current_.points.size(); ++point_) {
    const TaxiPlace& place = current_.points[point_];
    const GeoPoint there{place.latitude_deg * kRadiansPerDegree, half_turn(place.longitude_deg * kRadiansPerDegree)};
    const double distance = distance_m(here, there);
    heading_ = course_to(here, there);
    const bool ahead = std::cos(heading_ - model.state().motion.heading) > 0;
    if (distance > kPointReached && (ahead || distance > kPointMissed)) return;
  }
}

// Slow around corners; standing where the points end.
double Pilot::taxi_speed(const Model& model) const {
  const double usual = knots(current_.speed_kt.value_or(kTaxiKt));
  if (current_.points.empty()) return usual;
  if (past_points()) return 0;
  const double turn = std::abs(half_turn(heading_ - model.state().motion.heading));
  const double slow = knots(kTaxiTurnKt);
  return turn > kTaxiCorner && slow < usual ? slow : usual;
}

void Pilot::start_up(Model& model) {
  for (std::size_t i = 0; i < model.type().engines; ++i) {
    if (model.state().engines[i].failed != 0) return;
  }
  State& state = model.edit();
  state.electrics.lights[static_cast<std::size_t>(Light::beacon)] = 1;
  state.electrics.lights[static_cast<std::size_t>(Light::nav)] = 1;
  model.set_throttles(0);
  model.prepare_engines(1);
}

// Jets reverse their thrust until they are slow; everybody else idles.
void Pilot::reverse(Model& model) {
  const bool fast = model.state().motion.rolling > knots(kReverseKt);
  bool out = false;
  if (model.type().engine == EngineKind::jet) {
    for (std::size_t i = 0; i < model.type().engines; ++i) {
      Engine& engine = model.edit_engine(i);
      engine.reverse = fast ? 1 : 0;
      out = out || engine.reversed == 1;
    }
  }
  move_throttle(model, fast && out ? kReverseThrottle : 0);
}

void Pilot::roll_out(Model& model) {
  Controls& controls = model.fly_controls();
  controls.elevator = model.elevator_for(0);
  controls.brake_left = 0.6;
  controls.brake_right = 0.6;
  if (model.type().spoiler_drag > 0) controls.spoilers = model.state().motion.rolling > 0 ? 1 : 0;
  steer_on_ground(model, runway_);
  reverse(model);
  if (model.state().motion.rolling == 0) {
    controls.parking_brake = 1;
    controls.spoilers_armed = 0;
  }
}

}  // namespace checkride::emulator
