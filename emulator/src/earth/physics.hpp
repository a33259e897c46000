// Constants of the flight model. Inside it everything is SI and radians, save altitudes in feet and fuel in gallons:
// those two are read back as written, to the last bit.
#pragma once

namespace checkride::emulator {

inline constexpr double kPi = 3.14159265358979323846;
inline constexpr double kTurn = 2 * kPi;
inline constexpr double kRadiansPerDegree = kPi / 180;
inline constexpr double kDegreesPerRadian = 180 / kPi;
inline constexpr double kMetresPerFoot = 0.3048;
inline constexpr double kMetresPerNauticalMile = 1852;
inline constexpr double kMetresPerSecondPerKnot = 1852.0 / 3600;
inline constexpr double kMetresPerSecondPerFpm = kMetresPerFoot / 60;
inline constexpr double kGravity = 9.80665;
inline constexpr double kKilogramsPerPound = 0.45359237;
inline constexpr double kPascalsPerInHg = 3386.389;
inline constexpr double kPascalsPerMillibar = 100;
inline constexpr double kPascalsPerPsi = 6894.757293168361;
inline constexpr double kPsfPerPsi = 144;
inline constexpr double kKilogramsPerCubicMetrePerSlug = 515.378818;  // per slug per cubic foot
inline constexpr double kRankinePerKelvin = 1.8;
inline constexpr double kZeroCelsius = 273.15;
inline constexpr double kEarthRadius = 6371000;
// The flight model's fixed step, in simulated time.
inline constexpr int kStepsPerSecond = 60;
inline constexpr double kStep = 1.0 / kStepsPerSecond;

// `value` within [low, high]; a NaN becomes `low`, so that nothing unbounded enters the model.
constexpr double within_limits(double value, double low, double high) {
  return value >= low ? (value <= high ? value : high) : low;
}

// The angle in [0, 2 pi) and in [-pi, pi). Requires |angle| of a few turns at most.
constexpr double full_turn(double angle) {
  while (angle >= kTurn) angle -= kTurn;
  while (angle < 0) angle += kTurn;
  return angle < kTurn ? angle : 0;  // a tiny negative angle plus a turn rounds up to the turn
}
constexpr double half_turn(double angle) {
  const double positive = full_turn(angle + kPi);
  return positive - kPi;
}

}  // namespace checkride::emulator
