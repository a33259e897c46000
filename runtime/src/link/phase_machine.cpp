#include "link/phase_machine.hpp"

namespace checkride::runtime::link {

namespace {

// Speeds over ground in knots, heights above ground in feet, vertical speeds in feet per minute.
constexpr double kStandingKt = 0.5;
constexpr double kMovingKt = 2;
constexpr double kRollingKt = 40;    // faster is no taxiing
constexpr double kTaxiAgainKt = 30;  // slower, a run is over
constexpr double kTakeoffHeightFt = 400;
constexpr double kApproachHeightFt = 3000;
constexpr double kClimbFpm = 300;
constexpr double kDescentFpm = -300;

bool is_grounded(FlightPhase phase) {
  return phase == FlightPhase::parked || phase == FlightPhase::taxi || phase == FlightPhase::takeoff ||
         phase == FlightPhase::landed;
}

}  // namespace

bool is_flying(FlightPhase phase) {
  return phase == FlightPhase::climb || phase == FlightPhase::cruise || phase == FlightPhase::descent ||
         phase == FlightPhase::approach;
}

void PhaseMachine::reset() {
  *this = PhaseMachine();
}

FlightPhase PhaseMachine::on_reading(const FlightReading& reading, world::Instant now) {
  if (std::isnan(reading.on_ground) || phase_ == FlightPhase::crashed) return phase_;
  const bool in_air = reading.on_ground < 0.5;
  const FlightPhase wanted = in_air ? wanted_in_air(reading) : wanted_on_ground(reading);
  airborne_ = in_air;
  if (wanted != candidate_) {
    candidate_ = wanted;
    candidate_since_ = now;
  }
  // What happens at the ground happens at once.
  const bool debounced = is_flying(phase_) && is_flying(wanted);
  const world::Duration hold = wanted == FlightPhase::cruise ? kCruiseHold : kAirHold;
  if (!debounced || now - candidate_since_ >= hold) phase_ = wanted;
  return phase_;
}

FlightPhase PhaseMachine::wanted_on_ground(const FlightReading& reading) const {
  const double speed = reading.ground_speed_kt;  // NaN compares with nothing: the phase stays
  const bool was_airborne = airborne_.value_or(false);
  if (is_flying(phase_) || (phase_ == FlightPhase::takeoff && was_airborne)) return FlightPhase::landed;
  switch (phase_) {
    case FlightPhase::takeoff:
    case FlightPhase::landed:
      return speed < kTaxiAgainKt ? FlightPhase::taxi : phase_;
    case FlightPhase::taxi:
      if (speed < kStandingKt) return FlightPhase::parked;
      return speed > kRollingKt ? FlightPhase::takeoff : FlightPhase::taxi;
    case FlightPhase::parked:
      if (speed > kRollingKt) return FlightPhase::takeoff;
      return speed > kMovingKt ? FlightPhase::taxi : FlightPhase::parked;
    default:
      if (speed > kRollingKt) return FlightPhase::takeoff;
      return speed > kMovingKt ? FlightPhase::taxi : FlightPhase::parked;
  }
}

FlightPhase PhaseMachine::wanted_in_air(const FlightReading& reading) const {
  const double vertical = reading.vertical_speed_fpm;
  const bool low = reading.height_ft < kApproachHeightFt;
  if (is_grounded(phase_) && reading.height_ft < kTakeoffHeightFt) return FlightPhase::takeoff;
  if (vertical > kClimbFpm) return FlightPhase::climb;
  if (vertical < kDescentFpm) return low ? FlightPhase::approach : FlightPhase::descent;
  if (phase_ == FlightPhase::approach) return FlightPhase::approach;
  if (phase_ == FlightPhase::descent && low) return FlightPhase::approach;
  return FlightPhase::cruise;
}

}  // namespace checkride::runtime::link
