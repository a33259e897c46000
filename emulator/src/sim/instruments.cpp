#include "sim/instruments.hpp"

#include "earth/magnetic_field.hpp"

namespace checkride::emulator {

double pressure_altitude_ft(const Model& model) {
  // At standard pressure pressure altitude and altitude are the same to the last bit.
  const double sea_level = model.weather().qnh_hpa * kPascalsPerMillibar;
  if (sea_level == kSeaLevelPressure) return model.state().position.altitude_ft;
  return altimeter_height(model.air().pressure, kSeaLevelPressure) / kMetresPerFoot;
}

double indicated_altitude_ft(const Model& model) {
  const double setting = model.state().altimeter_pa;
  // Set to the pressure at sea level it shows the altitude, to the last bit.
  if (setting == model.weather().qnh_hpa * kPascalsPerMillibar) return model.state().position.altitude_ft;
  return altimeter_height(model.air().pressure, setting) / kMetresPerFoot;
}

// Airliners show nothing below 30 knots, the needles of small aircraft lift off their stop at 20 or so.
double shown_airspeed(const Model& model) {
  const double rest_kt = model.type().engine == EngineKind::jet ? 30 : 20;
  const double indicated = model.indicated_speed();
  return indicated < rest_kt * kMetresPerSecondPerKnot ? 0 : indicated;
}

double magnetic_variation(const Model& model) {
  const Position& position = model.state().position;
  return magnetic_variation(GeoPoint{position.latitude, position.longitude});
}

double magnetic_heading(const Model& model) {
  return full_turn(model.state().motion.heading - magnetic_variation(model));
}

}  // namespace checkride::emulator
