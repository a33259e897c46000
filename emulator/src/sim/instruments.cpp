#include "sim/instruments.hpp"

namespace checkride::emulator {

double pressure_altitude_ft(const Model& model) {
  // The atmosphere is the standard one, so pressure altitude and altitude are the same to the last bit.
  return model.state().position.altitude_ft;
}

double indicated_altitude_ft(const Model& model) {
  const double setting = model.state().altimeter_pa;
  if (setting == kSeaLevelPressure) return pressure_altitude_ft(model);
  return altimeter_height(model.air().pressure, setting) / kMetresPerFoot;
}

double magnetic_heading(const Model& model) {
  return full_turn(model.state().motion.heading - kMagneticVariationDeg * kRadiansPerDegree);
}

}  // namespace checkride::emulator
