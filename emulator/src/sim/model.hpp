// The point-mass model of one aircraft over flat ground or sea: one fixed step at a time, controls in, motion out.
#pragma once

#include <cstdint>

#include "sim/aircraft.hpp"
#include "sim/atmosphere.hpp"
#include "sim/physics.hpp"
#include "sim/state.hpp"

namespace checkride::emulator {

// Simulated UTC: seconds since the beginning of year 1, and steps counted since.
struct SimulatedClock {
  double start = 63854074800;  // 2024-06-15 19:00:00
  double zone_offset = 25200;  // zulu less local, seconds
  std::int64_t ticks = 0;
  double rate = 1;  // SIMULATION RATE: steps per second of the world, in kStepsPerSecond
  static constexpr double kSlowest = 1.0 / 64;
  static constexpr double kFastest = 1024;
  double elapsed() const { return static_cast<double>(ticks) / kStepsPerSecond; }
  double absolute() const { return start + elapsed(); }
};

class Model {
 public:
  // The type outlives the model. Standing cold on the ground at sea level, tanks empty.
  explicit Model(const AircraftType& type);

  const AircraftType& type() const { return *type_; }
  const State& state() const { return state_; }
  const SimulatedClock& clock() const { return clock_; }
  SimulatedClock& clock() { return clock_; }
  // For writes from outside.
  State& edit() {
    settled_ = false;
    air_known_ = false;
    return state_;
  }

  // For pilots, who move something in every step.
  Controls& fly_controls() {
    settled_ = false;
    return state_.controls;
  }

  // The standard atmosphere where the aircraft is.
  const Air& air() const;
  double mass_kg() const;
  // Above the ground in feet, of the reference point; standing it is type().reference_height_ft.
  double height_ft() const { return state_.position.altitude_ft - state_.position.ground_ft; }
  double true_speed() const { return state_.motion.speed; }  // m/s
  double indicated_speed() const;                            // m/s; 0 where the needle rests
  double vertical_speed() const;                             // m/s
  double ground_speed() const;                               // m/s
  // Highest lift coefficient with the flaps as they are, and drag for a lift coefficient.
  double lift_max() const;
  double drag(double lift) const;  // N
  // The indicated airspeed, in m/s, below which the wing stalls in level flight.
  double stall_speed() const;
  double angle_of_attack() const { return state_.motion.on_ground ? 0 : attack(state_.motion.lift); }
  double attack(double lift) const { return kZeroAttack + (lift - kNeutralLift) / kLiftSlope; }
  double bus_volts() const;
  double load_amperes() const;
  // The power of the engine at full throttle here, in W, and the propeller's speed then.
  double full_power() const;
  double full_rpm() const;
  // The speed at which a burning engine settles with the throttle lever at a percentage.
  double rpm_at(double throttle) const;

  // Puts the engine to work at the speed of its lever, with everything that takes switched on: starts in the air,
  // tests.
  void start_engine();
  void stop_engine();
  // It burns no more, for whatever reason; the switches stay as they are.
  void stop_combustion();
  // An engine that does not run has the temperature of the air.
  void cool_down();
  // Sets speed and path for level flight at an indicated speed in m/s.
  void fly_level(double indicated);
  // A jump: the reference point is at this altitude from now on, standing if that is not above the ground.
  void move_to_altitude(double altitude_ft);

  // One kStep of simulated time.
  void step();
  // The same of an aircraft that something else moves: engine, fuel and controls go on.
  void step_carried();
  // Only the clock goes on: nothing else would change, for the last step changed nothing.
  bool settled() const { return settled_; }
  void tick() { ++clock_.ticks; }
  // Whether the aircraft crashed since the last call.
  bool take_crash();

  // Elevator position for a lift coefficient, and back.
  static double elevator_for(double lift) { return within_limits((lift - kNeutralLift) / kElevatorLift, -1, 1); }
  static constexpr double kNeutralLift = 0.35;
  static constexpr double kElevatorLift = 1.3;

 private:
  void step_all();
  void step_engine();
  void work_engine();
  void burn_fuel();
  bool engine_can_run() const;
  void start_or_stop_combustion();
  void step_temperatures();
  void step_controls();
  void step_motion();
  void step_air();
  void step_ground();
  void step_pitch(double target);
  void step_position();
  void meet_ground();
  void crash(double flag);
  double lift_wanted() const;

  static constexpr double kLiftSlope = 5.0;    // per rad
  static constexpr double kZeroAttack = 0.02;  // rad, at the neutral lift coefficient

  const AircraftType* type_;
  State state_;
  SimulatedClock clock_;
  mutable Air air_;
  mutable double air_altitude_ft_ = 0;
  mutable bool air_known_ = false;
  bool settled_ = false;
  bool crashed_ = false;
};

}  // namespace checkride::emulator
