// Everything that changes while an aircraft flies. A value: a step of the model is a function of it, so two equal
// states have equal futures.
#pragma once

#include <array>
#include <cstdint>

namespace checkride::emulator {

struct Position {
  double latitude = 0;   // rad
  double longitude = 0;  // rad, [-pi, pi)
  double altitude_ft = 0;
  double ground_ft = 0;  // elevation of what lies below
  bool water = false;    // what lies below is the sea
  bool operator==(const Position&) const = default;
};

// A point mass: speed along its path, path angle, heading. There is no wind: track is heading, ground speed is the
// horizontal part of true airspeed.
struct Motion {
  double speed = 0;    // true airspeed, m/s
  double path = 0;     // angle of the flight path, positive up, rad
  double heading = 0;  // true, rad, [0, 2 pi)
  double bank = 0;     // positive right wing down
  double pitch = 0;    // positive nose up
  double lift = 0;     // lift coefficient
  double load = 1;     // load factor, g
  // Rates over the last step, per second.
  double speed_rate = 0;
  double path_rate = 0;
  double heading_rate = 0;
  double bank_rate = 0;
  double pitch_rate = 0;
  bool on_ground = true;
  double touchdown = 0;  // vertical speed of the last touchdown, m/s, positive down
  double distance = 0;   // flown over ground since the start, m
  bool operator==(const Motion&) const = default;
};

// Levers and switches: what a pilot's hands do. Bool variables are 0 or 1.
struct Controls {
  double elevator = 0;  // -1..1, positive nose up
  double aileron = 0;   // positive right
  double rudder = 0;    // positive right
  double elevator_trim = 0;
  double aileron_trim = 0;
  double rudder_trim = 0;
  double throttle = 0;  // percent
  double mixture = 0;   // percent
  double propeller = 100;
  double flaps = 0;      // notch of the handle
  double flaps_out = 0;  // notches the surfaces have reached
  double brake_left = 0;
  double brake_right = 0;
  double brake_key = 0;  // what BRAKES events have pressed; falls by itself
  double parking_brake = 1;
  bool operator==(const Controls&) const = default;
};

struct Engine {
  double combustion = 0;
  double rpm = 0;
  double starter = 0;
  double crank_seconds = 0;  // cranked with everything right
  double magneto_left = 0;
  double magneto_right = 0;
  double fuel_pump = 0;
  double alternator = 0;
  double failed = 0;
  double on_fire = 0;
  double power = 0;   // W
  double thrust = 0;  // N
  double flow_gph = 0;
  double oil_pressure_psi = 0;
  double oil_temperature = 0;  // K, as those that follow
  double cylinder_temperature = 0;
  double exhaust_temperature = 0;
  bool operator==(const Engine&) const = default;
};

struct Fuel {
  double left_gal = 0;
  double right_gal = 0;
  double selector = 1;  // 0 off, 1 all, 2 left, 3 right
  double unlimited = 0;
  bool operator==(const Fuel&) const = default;
};

// Bits of LIGHT STATES, in their order.
enum class Light { nav, beacon, landing, taxi, strobe, panel, recognition, wing, logo, cabin };
inline constexpr std::size_t kLights = 10;

struct Electrics {
  double battery = 0;
  double avionics = 0;
  double battery_volts = 24;
  double pitot_heat = 0;
  std::array<double, kLights> lights{};
  bool operator==(const Electrics&) const = default;
};

struct Autopilot {
  double master = 0;
  double heading_lock = 0;
  double heading_deg = 0;  // magnetic
  double altitude_lock = 0;
  double altitude_ft = 0;
  double vertical_hold = 0;
  double vertical_fpm = 0;
  double wing_leveler = 0;
  bool operator==(const Autopilot&) const = default;
};

struct Holds {
  double freeze_position = 0;
  double freeze_altitude = 0;
  bool altitude_held = false;  // by the control API
  double freeze_attitude = 0;
  double slew = 0;
  double crash = 0;  // CRASH FLAG; above 0 nothing moves until a reset
  bool altitude_fixed() const { return freeze_altitude != 0 || altitude_held; }
  bool operator==(const Holds&) const = default;
};

struct State {
  Position position;
  Motion motion;
  Controls controls;
  Engine engine;
  Fuel fuel;
  Electrics electrics;
  Autopilot autopilot;
  Holds holds;
  double altimeter_pa = 101325;  // KOHLSMAN SETTING
  bool operator==(const State&) const = default;
};

}  // namespace checkride::emulator
