#include "sim/ground_service.hpp"

#include <cmath>

#include "sim/model.hpp"

namespace checkride::emulator {
namespace {

constexpr double kTugPull = 0.5;    // m/s2
constexpr double kTurnRadius = 15;  // m
constexpr double kExitSeconds = 4;  // of a door, from end to end

}  // namespace

void Exit::step() {
  constexpr double kReach = kStep / kExitSeconds;
  if (open != wanted) open += within_limits(wanted - open, -kReach, kReach);
}

bool Model::pushed() const {
  return state_.pushback.attached() && state_.controls.parking_brake == 0 && !state_.motion.belly;
}

// Speed over ground and heading after a step behind the tug.
void Model::step_pushback() {
  const Pushback& tug = state_.pushback;
  Motion& motion = state_.motion;
  const double wanted = tug.wait != 0 ? 0 : tug.speed;
  motion.rolling += within_limits(wanted - motion.rolling, -kTugPull * kStep, kTugPull * kStep);
  const double most = std::abs(motion.rolling) / kTurnRadius * kStep;
  double turn = tug.state == 1 ? most : tug.state == 2 ? -most : 0;  // the nose goes where the tail does not
  if (tug.steered) turn = within_limits(half_turn(tug.heading - motion.heading), -most, most);
  motion.heading = full_turn(motion.heading + turn);
}

}  // namespace checkride::emulator
