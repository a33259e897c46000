#include "sim/atmosphere.hpp"

#include <cmath>

#include "earth/physics.hpp"

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
constexpr double kStratopauseFoot = 20000;  // m; from here on it grows warmer again
constexpr double kFootPressureRatio = 0.0540329;
constexpr double kStratosphereLapse = 0.001;  // K/m, upwards
constexpr double kFootExponent = 34.1632;
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

// What follows from temperature and pressure.
void complete(Air& air) {
  air.density = air.pressure / (kGasConstant * air.temperature);
  air.sound = std::sqrt(kHeatRatio * kGasConstant * air.temperature);
}

}  // namespace

Air standard_air(double altitude_m) {
  const double height = within_limits(altitude_m, -2000, 30000);
  Air air;
  if (height <= kTropopause) {
    air.temperature = kSeaLevelTemperature - kLapse * height;
    air.pressure = kSeaLevelPressure * std::pow(air.temperature / kSeaLevelTemperature, kExponent);
  } else if (height <= kStratopauseFoot) {
    air.temperature = kTropopauseTemperature;
    air.pressure = kSeaLevelPressure * kTropopausePressureRatio * std::exp((kTropopause - height) / kScaleHeight);
  } else {
    air.temperature = kTropopauseTemperature + kStratosphereLapse * (height - kStratopauseFoot);
    air.pressure =
        kSeaLevelPressure * kFootPressureRatio * std::pow(kTropopauseTemperature / air.temperature, kFootExponent);
  }
  complete(air);
  return air;
}

Air weather_air(double altitude_m, double warmer, double sea_level_pa) {
  Air air = standard_air(altitude_m);
  if (warmer == 0 && sea_level_pa == kSeaLevelPressure) return air;
  air.temperature += warmer;
  air.pressure *= sea_level_pa / kSeaLevelPressure;
  complete(air);
  return air;
}

double altimeter_height(double pressure_pa, double setting_pa) {
  const double ratio = pressure_pa / setting_pa;
  if (ratio >= kTropopausePressureRatio) {
    return kSeaLevelTemperature / kLapse * (1 - std::pow(ratio, 1 / kExponent));
  }
  if (ratio >= kFootPressureRatio) return kTropopause - kScaleHeight * std::log(ratio / kTropopausePressureRatio);
  const double warmth = std::pow(kFootPressureRatio / ratio, 1 / kFootExponent);
  return kStratopauseFoot + kTropopauseTemperature / kStratosphereLapse * (warmth - 1);
}

double indicated_speed(double true_speed, const Air& air) {
  const double impact = air.pressure * impact_ratio(true_speed / air.sound);
  return kSeaLevelSound * impact_mach(impact / kSeaLevelPressure);
}

double true_speed(double indicated_speed, const Air& air) {
  const double impact = kSeaLevelPressure * impact_ratio(indicated_speed / kSeaLevelSound);
  return air.sound * impact_mach(impact / air.pressure);
}

double nearly_indicated(double true_speed, const Air& air) {
  const double equivalent = true_speed * std::sqrt(air.density / kSeaLevelDensity);
  const double mach = true_speed / air.sound;
  const double square = mach * mach;
  const double share = air.pressure / kSeaLevelPressure;
  // The usual correction for compressibility, two terms.
  return equivalent * (1 + square * ((1 - share) / 8 + 3.0 / 640 * (1 - 10 * share + 9 * share * share) * square));
}

}  // namespace checkride::emulator
