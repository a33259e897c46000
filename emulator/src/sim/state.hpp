// Everything that changes while an aircraft flies. A value: a step of the model is a function of it, so two equal
// states have equal futures.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/aircraft.hpp"
#include "sim/ground_service.hpp"
#include "sim/jetway.hpp"
#include "sim/weather.hpp"

namespace checkride::emulator {

struct Position {
  double latitude = 0;   // rad
  double longitude = 0;  // rad, [-pi, pi)
  double altitude_ft = 0;
  double ground_ft = 0;  // elevation of what lies below
  bool water = false;    // what lies below is the sea
  bool operator==(const Position&) const = default;
};

// A point mass in moving air: true airspeed along a path, path angle and heading in that air. There is no sideslip: the
// nose points where the air comes from, and the wind is added to give the motion over ground. On wheels it rolls where
// it points, whatever the wind across.
struct Motion {
  double speed = 0;    // true airspeed, m/s; on the ground the part of it along the heading, at least 0
  double path = 0;     // angle of the flight path in the air, positive up, rad
  double heading = 0;  // true, rad, [0, 2 pi)
  double bank = 0;     // positive right wing down
  double pitch = 0;    // positive nose up
  double lift = 0;     // lift coefficient
  double load = 1;     // load factor, g
  double rolling = 0;  // speed over ground on wheels, m/s; below 0 behind a tug that pushes it back
  Wind wind{};         // of the air around
  // Rates over the last step, per second.
  double speed_rate = 0;
  double path_rate = 0;
  double heading_rate = 0;
  double bank_rate = 0;
  double pitch_rate = 0;
  bool on_ground = true;
  bool belly = false;    // it came down with its gear not down, and lies on what is below it
  double touchdown = 0;  // vertical speed of the last touchdown, m/s, positive down
  double distance = 0;   // flown over ground since the start, m
  bool operator==(const Motion&) const = default;
};

// Levers and switches: what a pilot's hands do, save those of the engines. Bool variables are 0 or 1.
struct Controls {
  double elevator = 0;  // -1..1, positive nose up
  double aileron = 0;   // positive right
  double rudder = 0;    // positive right
  double elevator_trim = 0;
  double aileron_trim = 0;
  double rudder_trim = 0;
  double flaps = 0;      // notch of the handle
  double flaps_out = 0;  // notches the surfaces have reached
  double gear = 1;       // handle: 1 down
  double gear_out = 1;   // share of the way down
  double spoilers = 0;   // handle, share
  double spoilers_out = 0;
  double spoilers_armed = 0;
  double brake_left = 0;
  double brake_right = 0;
  double brake_key = 0;  // what BRAKES events have pressed; falls by itself
  double parking_brake = 1;
  bool operator==(const Controls&) const = default;
};

// An engine with its levers. A piston engine has no N1 and N2, a turbofan no propeller, magnetos and cylinders.
struct Engine {
  double throttle = 0;  // percent
  double mixture = 0;   // percent; of engines without one the fuel lever
  double propeller = 100;
  double combustion = 0;
  double rpm = 0;
  double n1 = 0;  // percent
  double n2 = 0;
  double starter = 0;
  double crank_seconds = 0;  // cranked with everything right
  double magneto_left = 0;
  double magneto_right = 0;
  double fuel_pump = 0;
  double alternator = 0;
  double failed = 0;
  double on_fire = 0;
  double reverse = 0;   // lever of the thrust reverser, of turbofans
  double reversed = 0;  // share of its way; it comes out on the ground only
  double power = 0;     // W
  double thrust = 0;    // N
  double flow_gph = 0;
  double oil_pressure_psi = 0;
  double oil_temperature = 0;  // K, as those that follow
  double cylinder_temperature = 0;
  double exhaust_temperature = 0;
  bool operator==(const Engine&) const = default;
};

struct Fuel {
  TankContents gal{};
  double selector = 1;  // 0 off, 1 all, 2 left, 3 right
  double unlimited = 0;
  double total_gal() const {
    double total = 0;
    for (const double gallons : gal) total += gallons;
    return total;
  }
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

// A NAV receiver; the standby frequency is a variable that is merely kept.
struct NavRadio {
  double active_mhz = 110.5;
  double obs_deg = 0;  // magnetic
  bool operator==(const NavRadio&) const = default;
};
inline constexpr std::size_t kNavRadios = 2;

struct Radios {
  std::array<NavRadio, kNavRadios> nav{};
  double adf_packed = 0x08900000;  // ADF ACTIVE FREQUENCY: digits, ten-thousandths of a kilohertz
  bool operator==(const Radios&) const = default;
};

struct Autopilot {
  double master = 0;
  double flight_director = 0;
  // Across: heading, navigation, approach, level, attitude.
  double heading_lock = 0;
  double heading_deg = 0;  // magnetic
  double navigation_lock = 0;
  double approach_hold = 0;
  double localizer_only = 0;  // the approach is flown without its glide slope
  double backcourse_hold = 0;
  double wing_leveler = 0;
  double attitude_hold = 0;
  double held_bank = 0;   // rad, of the attitude
  double held_pitch = 0;  // rad
  double gps_drives_navigation = 0;
  // Up and down.
  double altitude_lock = 0;
  double altitude_ft = 0;  // selected: held by the lock, captured by the other modes
  double vertical_hold = 0;
  double vertical_fpm = 0;
  double level_change = 0;
  double glideslope_hold = 0;
  // Speed.
  double airspeed_hold = 0;
  double airspeed_kt = 0;
  double mach_hold = 0;
  double mach = 0;
  double throttle_armed = 0;
  double yaw_damper = 0;
  bool operator==(const Autopilot&) const = default;
};

// Where on the plan it is.
struct PlanProgress {
  std::size_t leg = 1;       // index of the waypoint ahead
  double steer = 0;          // true heading that brings it onto the leg and keeps it there, rad
  double distance = 0;       // to the waypoint ahead, m
  double remaining = 0;      // along the plan to its end, m
  double crosstrack = 0;     // right of the leg, m
  double desired_track = 0;  // true, rad
  bool arrived = false;      // past the last waypoint
  bool operator==(const PlanProgress&) const = default;
};

struct Holds {
  double freeze_position = 0;
  double freeze_altitude = 0;
  bool altitude_held = false;  // by the control API
  double freeze_attitude = 0;
  double slew = 0;
  double crash = 0;            // CRASH FLAG; above 0 nothing moves until a reset
  double crash_detection = 1;  // without it nothing that is hit does harm
  bool altitude_fixed() const { return freeze_altitude != 0 || altitude_held; }
  bool operator==(const Holds&) const = default;
};

struct State {
  Position position;
  Motion motion;
  Controls controls;
  std::array<Engine, kMostEngines> engines;
  Fuel fuel;
  Electrics electrics;
  Radios radios;
  Autopilot autopilot;
  PlanProgress navigation;
  Holds holds;
  Jetway jetway;
  Pushback pushback;
  Exits exits;
  double altimeter_pa = 101325;  // KOHLSMAN SETTING
  bool operator==(const State&) const = default;
};

}  // namespace checkride::emulator
