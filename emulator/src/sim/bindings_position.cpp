// Where the aircraft is.
#include <array>
#include <cmath>

#include "sim/bindings.hpp"
#include "sim/instruments.hpp"

namespace checkride::emulator {
namespace {

constexpr double kLowestFt = -6000;
constexpr double kHighestFt = 100000;

void write_altitude(Model& model, double feet) {
  model.move_to_altitude(within_limits(feet, kLowestFt, kHighestFt));
}

void write_indicated_altitude(Model& model, double feet) {
  const double setting = model.state().altimeter_pa;
  const double sea_level = model.weather().qnh_hpa * kPascalsPerMillibar;
  if (setting == sea_level) return write_altitude(model, feet);
  const Air shown = standard_air(within_limits(feet, kLowestFt, kHighestFt) * kMetresPerFoot);
  const double pressure = shown.pressure * setting / kSeaLevelPressure;
  write_altitude(model, altimeter_height(pressure, sea_level) / kMetresPerFoot);
}

void write_latitude(Model& model, double radians) {
  model.edit().position.latitude = within_limits(radians, -kPi / 2, kPi / 2);
}

void write_longitude(Model& model, double radians) {
  model.edit().position.longitude = half_turn(std::fmod(radians, kTurn));
}

double above_wheels_ft(const Model& model) {
  return model.height_ft() - model.type().reference_height_ft;
}

constexpr std::array kBindings{
    Binding{"PLANE LATITUDE", [](const Model& m) { return m.state().position.latitude; }, write_latitude},
    Binding{"PLANE LONGITUDE", [](const Model& m) { return m.state().position.longitude; }, write_longitude},
    Binding{"PLANE ALTITUDE", [](const Model& m) { return m.state().position.altitude_ft; }, write_altitude, true},
    Binding{"PLANE ALT ABOVE GROUND", [](const Model& m) { return m.height_ft(); },
            [](Model& m, double feet) { write_altitude(m, m.state().position.ground_ft + feet); }, true},
    Binding{"PLANE ALT ABOVE GROUND MINUS CG", above_wheels_ft},
    Binding{"RADIO HEIGHT", above_wheels_ft},
    Binding{"GROUND ALTITUDE", [](const Model& m) { return m.state().position.ground_ft * kMetresPerFoot; },
            [](Model& m, double metres) {
              m.edit().position.ground_ft = within_limits(metres / kMetresPerFoot, kLowestFt, kHighestFt);
            }},
    Binding{"INDICATED ALTITUDE", indicated_altitude_ft, write_indicated_altitude, true},
    Binding{"PRESSURE ALTITUDE", [](const Model& m) { return pressure_altitude_ft(m) * kMetresPerFoot; }},
    Binding{"SIM ON GROUND", [](const Model& m) { return m.state().motion.on_ground ? 1.0 : 0.0; }},
    Binding{"SURFACE TYPE", [](const Model& m) { return m.state().position.water ? 2.0 : 0.0; }},
    Binding{"GPS POSITION LAT", [](const Model& m) { return m.state().position.latitude * kDegreesPerRadian; },
            [](Model& m, double degrees) { write_latitude(m, degrees * kRadiansPerDegree); }},
    Binding{"GPS POSITION LON", [](const Model& m) { return m.state().position.longitude * kDegreesPerRadian; },
            [](Model& m, double degrees) { write_longitude(m, degrees * kRadiansPerDegree); }},
    Binding{"GPS POSITION ALT", [](const Model& m) { return m.state().position.altitude_ft * kMetresPerFoot; },
            [](Model& m, double metres) { write_altitude(m, metres / kMetresPerFoot); }, true},
    Binding{"MAGVAR", [](const Model& model) { return magnetic_variation(model) * kDegreesPerRadian; }},
};

}  // namespace

std::span<const Binding> position_bindings() {
  return kBindings;
}

}  // namespace checkride::emulator
