// The point-mass model of one aircraft over flat ground or sea: one fixed step at a time, controls in, motion out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "earth/physics.hpp"
#include "sim/aircraft.hpp"
#include "sim/angle_memo.hpp"
#include "sim/atmosphere.hpp"
#include "sim/navigation.hpp"
#include "sim/state.hpp"
#include "sim/weather.hpp"

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
    mass_known_ = false;
    return state_;
  }

  // For pilots, who move something in every step.
  Controls& fly_controls() {
    settled_ = false;
    return state_.controls;
  }
  Engine& edit_engine(std::size_t index) {
    settled_ = false;
    return state_.engines[index];
  }

  // What does not change while flying, given once: the weather (calm standard air without), the route (none without).
  void set_weather(const FlightWeather& weather);
  const FlightWeather& weather() const { return weather_; }
  void set_route(PlanRoute route);
  const PlanRoute& route() const { return route_; }

  // The air where the aircraft is.
  const Air& air() const {
    if (!air_known_ || state_.position.altitude_ft != air_altitude_ft_) find_air();
    return air_;
  }
  // The wind there; state().motion.wind is what it was in the last step.
  Wind wind_here() const;
  double mass_kg() const {
    if (!mass_known_) find_mass();
    return mass_kg_;
  }
  // Above the ground in feet, of the reference point; standing it is type().reference_height_ft.
  double height_ft() const { return state_.position.altitude_ft - state_.position.ground_ft; }
  double true_speed() const { return state_.motion.speed; }  // m/s
  double indicated_speed() const;                            // m/s
  double mach() const { return state_.motion.speed / air().sound; }
  // Over ground, m/s: the motion in the air and the air's.
  Wind velocity() const;
  double vertical_speed() const;
  double ground_speed() const;
  double track() const;  // true, rad; the heading while it stands
  // A tug moves it.
  bool pushed() const;
  bool standing() const { return state_.motion.on_ground && state_.motion.rolling == 0; }
  // How fast the wind carries it along where it points, m/s.
  double tail_wind() const;
  double cosine_of_bank() const { return bank_.cosine(state_.motion.bank); }
  double sine_of_path() const { return path_.sine(state_.motion.path); }
  // Highest lift coefficient with the flaps as they are, or in a notch; drag for a lift coefficient.
  double lift_max() const;
  double drag(double lift) const;  // N
  // The indicated airspeed, in m/s, below which the wing stalls in level flight; with the flaps as they are, or in a
  // notch.
  double stall_speed() const { return stall_speed_at(lift_max()); }
  double stall_speed_in(std::size_t notch) const { return stall_speed_at(type_->flaps[notch].lift_max); }
  double angle_of_attack() const { return state_.motion.on_ground ? 0 : attack(state_.motion.lift); }
  double attack(double lift) const;
  double bus_volts() const;
  double load_amperes() const;
  // ---- engines; all of an aircraft are alike
  bool has_engine() const { return type_->engines > 0; }
  std::size_t burning() const;  // how many engines burn
  double thrust() const;        // N, of all
  // The power of one piston engine at full throttle here, in W, and its propeller's speed then.
  double full_power() const;
  double full_rpm() const;
  // The speed at which a burning piston engine settles with the throttle lever at a percentage.
  double rpm_at(double throttle) const;
  // Thrust of one burning turbofan at full N1 here, N.
  double full_thrust() const;
  double rated_rpm() const;
  // The throttle, in percent, that gives so much thrust of all burning engines together when they have settled.
  double throttle_for_thrust(double newtons) const;
  // Thrust of the burning engines at idle, N.
  double idle_thrust() const;
  // Turn by thrust that does not pull through the middle, rad/s, positive right.
  double asymmetry() const;
  void set_throttles(double percent);

  // Puts the engines to work at the speed of their levers, with everything that takes switched on: starts in the air,
  // tests.
  void start_engine();
  // Switches and levers as for a start; the starters run if `crank`.
  void prepare_engines(double crank);
  void stop_engine();
  // One burns no more, for whatever reason; the switches stay as they are.
  void stop_combustion(std::size_t index);
  void stop_combustion();
  // An engine that does not run has the temperature of the air.
  void cool_down();
  // So much fuel in all, by the rules of who fills up: the mains first, then the others; evenly left and right.
  void fill_tanks(double gallons);
  // True airspeed, m/s, or on wheels what gives it.
  void set_true_speed(double speed);
  // Sets speed and path for level flight at an indicated speed in m/s.
  void fly_level(double indicated);
  // Somebody lifts it onto its wheels, if it lies on its belly.
  void lift_off_belly();
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
  double elevator_for(double lift) const { return within_limits((lift - kNeutralLift) / type_->elevator_lift, -1, 1); }
  static constexpr double kNeutralLift = 0.35;
  static constexpr double kFastest = 300;  // m/s; the air model is subsonic

 private:
  void step_all();
  void step_engines();
  void step_piston(Engine& engine);
  void step_turbofan(Engine& engine);
  void step_reverser(Engine& engine) const;
  void work_engine(Engine& engine);
  void work_piston(Engine& engine);
  void work_turbofan(Engine& engine);
  void burn_fuel();
  double burn_from(Tank left, Tank right, double gallons);
  bool fuel_flows() const;
  bool can_run(const Engine& engine) const;
  void start_or_stop(std::size_t index);
  void step_temperatures(Engine& engine);
  void step_controls();
  void step_spoilers();
  void step_wind();
  void step_motion();
  void step_air();
  void step_ground();
  void step_pushback();
  void step_pitch(double target);
  void step_position();
  void meet_ground();
  void touch_down();
  double crash_by(double sinking) const;
  void scrape();
  void set_on_ground(bool on_ground);
  void crash(double flag);
  double lift_wanted(double pressure) const;
  void find_air() const;
  void find_mass() const;
  double stall_speed_at(double lift) const;
  double drag_coefficient(double lift) const;

  static constexpr double kLiftSlope = 5.0;    // per rad
  static constexpr double kZeroAttack = 0.02;  // rad, at the neutral lift coefficient

  const AircraftType* type_;
  State state_;
  SimulatedClock clock_;
  FlightWeather weather_;
  WindProfile winds_{FlightWeather{}};
  PlanRoute route_;
  mutable Air air_;
  mutable double air_altitude_ft_ = 0;
  mutable bool air_known_ = false;
  mutable AngleMemo path_;
  mutable AngleMemo heading_;
  mutable AngleMemo bank_;
  mutable double mass_kg_ = 0;
  mutable bool mass_known_ = false;
  bool settled_ = false;
  bool crashed_ = false;
};

}  // namespace checkride::emulator
