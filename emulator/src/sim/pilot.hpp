// Flies a flight: the phases of its script, or its plan. A pilot moves levers and switches, never the aircraft.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/flight.hpp"
#include "sim/model.hpp"

namespace checkride::emulator {

// A value, save that the flight outlives it. With a plan the model has its route.
class Pilot {
 public:
  Pilot(const Flight& flight, const Model& model);

  // What to do before the next step of the model.
  void fly(Model& model);
  PhaseKind phase() const { return current_.kind; }
  std::size_t phase_index() const { return index_; }

 private:
  bool by_plan() const { return flight_->plan.has_value() && flight_->phases.empty(); }
  bool last() const { return by_plan() || index_ + 1 == flight_->phases.size(); }
  bool ended(const Model& model) const;
  void begin(const Model& model);
  void take_ground_elevation(Model& model);
  void fly_phase(Model& model);

  // The script's and the plan's phases alike.
  void park(Model& model);
  void taxi(Model& model);
  double taxi_speed(const Model& model) const;
  void look_for_points(const Model& model);
  bool past_points() const { return !current_.points.empty() && point_ >= current_.points.size(); }
  void take_off(Model& model);
  void start_up(Model& model);
  void climb(Model& model);
  void cruise(Model& model);
  void descend(Model& model);
  void approach(Model& model);
  void land(Model& model);
  void roll_out(Model& model);
  void reverse(Model& model);
  void steer(Model& model);
  void clean_up(Model& model);
  void configure(Model& model, double wanted);
  double sink(const Model& model) const;
  bool before_cruise() const;

  // Speeds to fly, indicated, m/s.
  double speed(const Model& model, double otherwise_kt, double mach) const;
  double climb_speed(const Model& model) const;
  double approach_speed(const Model& model) const;

  // By plan: pilot_plan.cpp.
  void follow_plan(Model& model);
  void next_stage(Model& model);
  void enter(PhaseKind kind, const Model& model);
  void take_terrain(Model& model);
  double path_altitude_ft(const Model& model) const;
  double plan_speed(const Model& model) const;
  void descend_by_plan(Model& model);

  const Flight* flight_;
  std::size_t index_ = 0;
  Phase current_{};
  std::int64_t began_ticks_ = 0;
  double began_distance_ = 0;
  double level_ft_ = 0;    // what a cruise holds
  double heading_ = 0;     // of the present phase
  double runway_ = 0;      // heading on the ground: where it stood, or how it came down
  std::size_t point_ = 0;  // of a taxi: the one ahead
  bool ground_taken_ = false;
};

}  // namespace checkride::emulator
