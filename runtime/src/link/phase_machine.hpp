// PhaseMachine: which phase of a flight an aircraft is in, from plausible readings. Pure.
//
//   parked <-> taxi -> takeoff -> climb <-> cruise <-> descent -> approach -> landed -> taxi -> parked
//                 rejected: takeoff -> taxi      go-around: approach -> climb      touch and go: landed -> takeoff
#pragma once

#include <optional>

#include "checkride/world/time.hpp"
#include "link/probes.hpp"
#include "samples/flight_phase.hpp"

namespace checkride::runtime::link {

class PhaseMachine {
 public:
  // A change in the air has to last this long; level flight longer, for every climb has level moments.
  static constexpr world::Duration kAirHold = std::chrono::seconds(5);
  static constexpr world::Duration kCruiseHold = std::chrono::seconds(15);

  // The phase after a reading. One without SIM ON GROUND changes nothing.
  FlightPhase on_reading(const FlightReading& reading, world::Instant now);
  // Crashed until reset() or a reading on the ground that moves after it.
  void on_crash() { phase_ = FlightPhase::crashed; }
  // Begins anew: another flight, or the same after a crash was put right.
  void reset();

  FlightPhase phase() const { return phase_; }
  // Off the ground, by the last reading; nothing before the first.
  std::optional<bool> airborne() const { return airborne_; }

 private:
  FlightPhase wanted_on_ground(const FlightReading& reading) const;
  FlightPhase wanted_in_air(const FlightReading& reading) const;

  FlightPhase phase_ = FlightPhase::unknown;
  std::optional<bool> airborne_;
  FlightPhase candidate_ = FlightPhase::unknown;
  world::Instant candidate_since_{};
};

// Whether a phase is one in the air after takeoff.
bool is_flying(FlightPhase phase);

}  // namespace checkride::runtime::link
