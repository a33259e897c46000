// Hands on the controls: holding a heading, a vertical speed, an airspeed; flying the phases of a script; the
// autopilot. A pilot moves levers and switches, never the aircraft.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/flight.hpp"
#include "sim/model.hpp"

namespace checkride::emulator {

// ---- the arts of flying, one step of each
// Turns the shorter way to a true heading in radians, wings level when there.
void steer_to(Model& model, double heading);
void level_wings(Model& model);
// Vertical speed by elevator, in m/s; gives way when the aircraft gets too slow.
void hold_vertical_speed(Model& model, double wanted);
// Altitude by vertical speed, of at most `fastest` m/s.
void hold_altitude(Model& model, double altitude_ft, double fastest);
// Percent of throttle that brings or keeps the aircraft, as it flies now, at an indicated airspeed in m/s.
double throttle_for_speed(const Model& model, double indicated);
// Indicated airspeed in m/s by throttle, and by elevator at the present power.
void hold_speed_by_throttle(Model& model, double indicated);
void hold_speed_by_pitch(Model& model, double indicated);
// Moves the throttle lever as fast as a hand does.
void move_throttle(Model& model, double percent);

// The autopilot's engaged modes; does nothing on the ground or when it is off.
void fly_autopilot(Model& model);

// Flies a script. The flight outlives the pilot.
class Pilot {
 public:
  Pilot(const Flight& flight, const Model& model);

  // What to do before the next step of the model.
  void fly(Model& model);
  PhaseKind phase() const { return current().kind; }
  std::size_t phase_index() const { return index_; }

 private:
  const Phase& current() const { return flight_->phases[index_]; }
  bool last() const { return index_ + 1 == flight_->phases.size(); }
  bool ended(const Model& model) const;
  void begin(const Model& model);
  void take_ground_elevation(Model& model);
  void fly_phase(Model& model);

  void park(Model& model);
  void take_off(Model& model);
  void start_up(Model& model);
  void climb(Model& model);
  void cruise(Model& model);
  void descend(Model& model);
  void land(Model& model);
  void roll_out(Model& model);
  double speed(double otherwise_kt) const;

  const Flight* flight_;
  std::size_t index_ = 0;
  std::int64_t began_ticks_ = 0;
  double began_distance_ = 0;
  double level_ft_ = 0;  // what a cruise holds
  double heading_ = 0;   // of the present phase
  bool ground_taken_ = false;
};

}  // namespace checkride::emulator
