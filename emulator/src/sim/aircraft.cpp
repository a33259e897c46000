#include "sim/aircraft.hpp"

#include <array>

#include "sim/physics.hpp"

namespace checkride::emulator {
namespace {

// Weights, areas and capacities are those of the resting values; the rest gives a C172S its published performance:
// stall 48 kt, 730 ft/min at sea level, 122 kt at full power, 14 gal/h.
constexpr std::array<AircraftType, 1> kTypes{{{
    .name = "C172",
    .wing_area = 16.17,
    .zero_lift_drag = 0.031,
    .flap_drag = 0.012,
    .induced_drag = 0.0557,
    .lift_max = 1.55,
    .flap_lift = 0.2,
    .lift_min = -0.8,
    .reference_height_ft = 4,
    .rest_pitch = 0.034906585,
    .flap_notches = 3,
    .flap_notch_angle = 10 * kRadiansPerDegree,
    .flap_rate = 0.4,
    .empty_lb = 1680,
    .payload_lb = 170,
    .tank_gal = 28,
    .fuel_lb_per_gal = 6,
    .power_max = 134000,
    .propeller = 0.8,
    .propeller_speed = 45,
    .rpm_idle = 700,
    .rpm_static = 2300,
    .rpm_per_speed = 6.5,
    .rpm_rated = 2700,
    .flow_idle_gph = 1.4,
    .flow_power_gph = 12.6,
    .rotate_kt = 55,
    .climb_kt = 75,
    .cruise_kt = 110,
    .descent_kt = 95,
    .slowest_kt = 60,
    .never_exceed_kt = 163,
}}};

}  // namespace

std::span<const AircraftType> aircraft_types() {
  return kTypes;
}

const AircraftType* find_aircraft(std::string_view name) {
  for (const AircraftType& type : kTypes) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

}  // namespace checkride::emulator
