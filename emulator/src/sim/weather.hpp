// The weather of a flight: pressure and temperature against the standard atmosphere, wind by altitude, gusts.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "checkride/world/time.hpp"

namespace checkride::emulator {

// One level of the wind profile; between levels it is interpolated, beyond them it stays.
struct WindLayer {
  double altitude_ft = 0;    // above sea level
  double direction_deg = 0;  // true, where the wind comes from
  double speed_kt = 0;
  double updraft_fpm = 0;  // of the air, positive up
  bool operator==(const WindLayer&) const = default;
};

struct FlightWeather {
  std::vector<WindLayer> wind{};       // by rising altitude; none: calm
  double gusts_kt = 0;                 // most that a gust adds to the wind in any direction; 0: steady
  std::uint64_t seed = 1;              // of the gusts
  double temperature_deviation_c = 0;  // from the standard atmosphere, at all altitudes
  double qnh_hpa = 1013.25;            // pressure at sea level
  bool operator==(const FlightWeather&) const = default;
};

// Weather by place and time, in the stead of a flight's own wherever it has any. Pure: equal questions, equal answers.
using WeatherField =
    std::function<std::optional<FlightWeather>(double latitude_deg, double longitude_deg, world::Instant)>;

// The velocity of the air over ground, m/s.
struct Wind {
  double east = 0;
  double north = 0;
  double up = 0;
  bool operator==(const Wind&) const = default;
};

// The wind of a weather: a function of altitude and steps of simulated time, with no libm in the gusts. Gusts are
// smooth: noise of our own on lattices of 1 s, 4 s and 16 s. Up- and downdrafts of gusts have half the strength.
class WindProfile {
 public:
  explicit WindProfile(const FlightWeather& weather);
  Wind at(double altitude_ft, std::int64_t ticks) const;
  // Neither wind nor gusts: at() is zero everywhere.
  bool calm() const { return levels_.empty() && gusts_ == 0; }

 private:
  struct Level {
    double altitude_ft = 0;
    Wind wind{};
  };
  Wind steady(double altitude_ft) const;

  std::vector<Level> levels_;
  double gusts_ = 0;  // m/s on each axis
  std::uint64_t seed_ = 0;
};

}  // namespace checkride::emulator
