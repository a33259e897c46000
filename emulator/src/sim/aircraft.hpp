// What an aircraft type can do: the numbers of the point-mass model. One row per type.
#pragma once

#include <span>
#include <string_view>

namespace checkride::emulator {

struct AircraftType {
  std::string_view name;  // the word of flight files
  // Airframe.
  double wing_area;       // m2
  double zero_lift_drag;  // coefficient, flaps up
  double flap_drag;       // added per notch
  double induced_drag;    // of the square of the lift coefficient
  double lift_max;        // coefficient, flaps up
  double flap_lift;       // added per notch
  double lift_min;
  double reference_height_ft;  // of the reference point above the ground when standing
  double rest_pitch;           // rad, nose up, when standing
  int flap_notches;
  double flap_notch_angle;  // rad per notch
  double flap_rate;         // notches per second
  // Weights.
  double empty_lb;
  double payload_lb;
  double tank_gal;  // each of two
  double fuel_lb_per_gal;
  // Engine and propeller.
  double power_max;        // W at sea level
  double propeller;        // efficiency
  double propeller_speed;  // m/s; makes static thrust finite
  double rpm_idle;
  double rpm_static;     // full throttle, standing
  double rpm_per_speed;  // more of it per m/s
  double rpm_rated;
  double flow_idle_gph;
  double flow_power_gph;  // more of it at full power
  // Speeds for the pilot, indicated knots.
  double rotate_kt;
  double climb_kt;
  double cruise_kt;
  double descent_kt;
  double slowest_kt;  // the pilot gives up climbing below it
  double never_exceed_kt;
};

// Null for a type that is not there.
const AircraftType* find_aircraft(std::string_view name);
std::span<const AircraftType> aircraft_types();

}  // namespace checkride::emulator
