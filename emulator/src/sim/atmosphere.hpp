// The ICAO standard atmosphere, up to 30 km, and what airspeed indicators make of it.
#pragma once

namespace checkride::emulator {

inline constexpr double kSeaLevelTemperature = 288.15;  // K
inline constexpr double kSeaLevelPressure = 101325;     // Pa
inline constexpr double kSeaLevelDensity = 1.225;       // kg/m3
inline constexpr double kSeaLevelSound = 340.294;       // m/s

struct Air {
  double temperature = kSeaLevelTemperature;  // K
  double pressure = kSeaLevelPressure;        // Pa
  double density = kSeaLevelDensity;          // kg/m3
  double sound = kSeaLevelSound;              // speed of sound, m/s
};

// Air at a height above sea level, in metres; heights beyond -2 km and 30 km count as those.
Air standard_air(double altitude_m);

// The same in weather that is warmer by so many kelvins and has this pressure at sea level: the pressure is scaled, so
// that an altimeter set to it reads the height in the troposphere, and warm air of the same pressure is thinner.
Air weather_air(double altitude_m, double warmer, double sea_level_pa);

// The height in metres at which an altimeter set to `setting_pa` sees `pressure_pa`. Requires both above zero.
double altimeter_height(double pressure_pa, double setting_pa);

// Indicated (calibrated) airspeed from true airspeed and back, in m/s; compressible, subsonic.
double indicated_speed(double true_speed, const Air& air);
double true_speed(double indicated_speed, const Air& air);
// The first, near enough for hands on controls (within 0.02 m/s up to Mach 0.85), and cheap.
double nearly_indicated(double true_speed, const Air& air);

}  // namespace checkride::emulator
