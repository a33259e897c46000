// What an aircraft type can do: the numbers of the point-mass model. One row per type (aircraft_data.cpp).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace checkride::emulator {

inline constexpr std::size_t kMostEngines = 2;
inline constexpr std::size_t kMostFlapSettings = 9;

// Values of ENGINE TYPE.
enum class EngineKind { piston = 0, jet = 1, none = 2 };

// Tanks as the catalogue names them; the order of arrays.
enum class Tank { left_main, right_main, left_aux, right_aux, center };
inline constexpr std::size_t kTanks = 5;
using TankContents = std::array<double, kTanks>;  // US gallons

// What the wing is like with the flap handle in one position.
struct FlapSetting {
  double angle;     // of the trailing edge, rad
  double lift_max;  // highest lift coefficient
  double drag;      // added to the zero-lift drag coefficient
  double limit_kt;  // flown slower than this, indicated
};

// Piston engine with its propeller.
struct PistonEngine {
  double power_max = 0;         // W at sea level
  double critical_density = 0;  // kg/m3 down to which a turbocharger keeps the power; 0: none
  double propeller = 0;         // efficiency
  double propeller_speed = 0;   // m/s; makes static thrust finite
  double rpm_idle = 0;
  double rpm_static = 0;     // full throttle, standing
  double rpm_per_speed = 0;  // more of it per m/s; 0: a governor keeps it
  double rpm_rated = 0;
  double flow_idle_gph = 0;
  double flow_power_gph = 0;  // more of it at full power
  bool magnetos = true;       // a diesel has none
};

// Turbofan of high bypass ratio.
struct TurbofanEngine {
  double thrust_max = 0;     // N, static at sea level
  double mach_lapse = 0;     // of thrust, of the root of the Mach number
  double n1_idle = 0;        // percent
  double idle_share = 0;     // of the thrust at full N1
  double spool_seconds = 0;  // of N1 behind its command
  double specific_flow = 0;  // pounds of fuel an hour and pound of thrust, static at sea level
  double mach_flow = 0;      // rise of it with the Mach number
  double idle_flow_pph = 0;  // least that a burning engine takes
};

struct AircraftType {
  std::string_view name;   // the word of flight files
  std::string_view title;  // TITLE
  std::string_view file;   // what AircraftLoaded says
  std::string_view atc_type;
  std::string_view atc_model;
  // Airframe.
  double wing_area;       // m2
  double wing_span;       // m
  double zero_lift_drag;  // coefficient, everything in
  double induced_drag;    // of the square of the lift coefficient
  double gear_drag;       // added by an extended landing gear that can be retracted
  double spoiler_drag;    // added by spoilers or airbrakes, fully out
  double mach_critical;   // drag rises from here on; above any speed: never
  double lift_min;
  double elevator_lift;  // of full elevator
  double load_most;      // g, as far as the elevator can pull; and push
  double load_least;
  double roll_rate;            // rad/s at full aileron
  double reference_height_ft;  // of the reference point above the ground when standing
  double rest_pitch;           // rad, nose up, when standing
  std::size_t flap_notches;    // positions of the handle less one
  double flap_rate;            // notches per second
  std::array<FlapSetting, kMostFlapSettings> flaps;
  bool retractable;
  double gear_seconds;  // of transit
  // Weights.
  double empty_lb;
  double payload_lb;
  double gross_lb;
  TankContents tanks_gal;  // capacities
  double fuel_gal;         // in a flight that does not say
  double fuel_lb_per_gal;
  // Engines.
  EngineKind engine;
  std::size_t engines;
  PistonEngine piston;
  TurbofanEngine fan;
  // Speeds for the pilot, indicated knots; Mach numbers are 0 where they do not matter.
  double rotate_kt;
  double climb_kt;
  double cruise_kt;
  double descent_kt;
  double approach_kt;
  double climb_mach;
  double cruise_mach;
  double never_exceed_kt;
  double never_exceed_mach;
  double stall_landing_kt;  // DESIGN SPEED VS0
  double stall_clean_kt;    // DESIGN SPEED VS1
  // Habits of the pilot and of the autopilot.
  std::size_t takeoff_notch;
  std::size_t landing_notch;
  double bank_most;      // rad
  double climb_fpm;      // of an autopilot that goes to an altitude
  double descent_angle;  // rad, of the way down
  double flare_rate;     // sinking speed for each metre of height in the flare, 1/s
  bool autothrottle;
};

double total_capacity_gal(const AircraftType& type);

// By whose names an aircraft goes: title, file and what air traffic control calls it differ by simulator.
enum class Naming : std::uint8_t { fsx, msfs2020, msfs2024 };

// Null for a type that is not there.
const AircraftType* find_aircraft(std::string_view name, Naming naming = Naming::msfs2024);
// The first is what flies without a flight: the C172.
std::span<const AircraftType> aircraft_types(Naming naming = Naming::msfs2024);

}  // namespace checkride::emulator
