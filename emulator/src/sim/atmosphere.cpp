#include "sim/atmosphere.hpp"

#include <cmath>

#include "sim/physics.hpp"

namespace checkride::emulator {
namespace {

constexpr double kLapse = 0.0065;  // K/m
constexpr double kGasConstant = 287.05287;
constexpr double kHeatRatio = 1.4;
constexpr double kExponent = 5.25588;  // g / (R * lapse)
constexpr double kTropopause = 11000;  // m
constexpr double kTropopauseTemperature = kSeaLevelTemperature - kLapse * kTropopause;
constexpr double kScaleHeight = 6341.62;  // m, above the tropopause
constexpr double kTropopausePressureRatio = 0.2233609;
constexpr double kImpactExponent = 3.5;
constexpr double kImpactRoot = 2.0 / 7;

// Pitot pressure less static pressure, over static pressure, at a Mach number.
double impact_ratio(double mach) {
  return std::pow(1 + 0.2 * mach * mach, kImpactExponent) - 1;
}
// The Mach number that gives this ratio.
double impact_mach(double ratio) {
  return std::sqrt(5 * (std::pow(ratio + 1, kImpactRoot) - 1));
}

}  // namespace

Air standard_air(double altitude_m) {
  const double height = within_limits(altitude_m, -2000, 30000);
  Air air;
  if (height <= kTropopause) {
    air.temperature = kSeaLevelTemperature - kLapse * height;
    air.pressure = kSeaLevelPressure * std::pow(air.temperature / kSeaLevelTemperature, kExponent);
  } else {
    air.temperature = kTropopauseTemperature;
    air.pressure = kSeaLevelPressure * kTropopausePressureRatio * std::exp((kTropopause - height) / kScaleHeight);
  }
  air.density = air.pressure / (kGasConstant * air.temperature);
  air.sound = std::sqrt(kHeatRatio * kGasConstant * air.temperature);
  return air;
}

double altimeter_height(double pressure_pa, double setting_pa) {
  return kSeaLevelTemperature / kLapse * (1 - std::pow(pressure_pa / setting_pa, 1 / kExponent));
}

double indicated_speed(double true_speed, const Air& air) {
  const double impact = air.pressure * impact_ratio(true_speed / air.sound);
  return kSeaLevelSound * impact_mach(impact / kSeaLevelPressure);
}

double true_speed(double indicated_speed, const Air& air) {
  const double impact = kSeaLevelPressure * impact_ratio(indicated_speed / kSeaLevelSound);
  return air.sound * impact_mach(impact / air.pressure);
}

}  // namespace checkride::emulator
