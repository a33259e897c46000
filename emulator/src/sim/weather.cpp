#include "sim/weather.hpp"

#include <cmath>
#include <cstddef>

#include "earth/physics.hpp"

namespace checkride::emulator {
namespace {

constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;

// splitmix64's finish: every bit of the input moves every bit of the output.
std::uint64_t mixed(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
  return bits ^ (bits >> 31);
}

// A number within -1 and 1 for a point of a lattice.
double noise_at(std::uint64_t stream, std::int64_t point) {
  const std::uint64_t bits = mixed(stream + kOdd * static_cast<std::uint64_t>(point));
  return static_cast<double>(bits >> 11) * (2.0 / 9007199254740992.0) - 1;
}

// Noise that is smooth in time: from one point of the lattice to the next along 3t^2 - 2t^3.
double noise(std::uint64_t stream, std::int64_t ticks, std::int64_t spacing) {
  const std::int64_t point = ticks / spacing;
  const double share = static_cast<double>(ticks % spacing) / static_cast<double>(spacing);
  const double from = noise_at(stream, point);
  const double to = noise_at(stream, point + 1);
  return from + (to - from) * share * share * (3 - 2 * share);
}

// Within -1 and 1.
double gust(std::uint64_t seed, std::uint64_t axis, std::int64_t ticks) {
  const std::uint64_t stream = mixed(seed * 3 + axis);
  return 0.25 * noise(stream, ticks, kStepsPerSecond) + 0.35 * noise(stream + 1, ticks, 4 * kStepsPerSecond) +
         0.4 * noise(stream + 2, ticks, 16 * kStepsPerSecond);
}

Wind velocity(const WindLayer& layer) {
  const double towards = (layer.direction_deg + 180) * kRadiansPerDegree;
  const double speed = layer.speed_kt * kMetresPerSecondPerKnot;
  return {speed * std::sin(towards), speed * std::cos(towards), layer.updraft_fpm * kMetresPerSecondPerFpm};
}

}  // namespace

WindProfile::WindProfile(const FlightWeather& weather) : seed_(weather.seed) {
  for (const WindLayer& layer : weather.wind) levels_.push_back({layer.altitude_ft, velocity(layer)});
  // A circle of the gusts' strength lies around the square of two independent axes.
  constexpr double kAxis = 0.7071;
  gusts_ = weather.gusts_kt * kMetresPerSecondPerKnot * kAxis;
}

Wind WindProfile::steady(double altitude_ft) const {
  if (levels_.empty()) return {};
  std::size_t above = 0;
  while (above < levels_.size() && levels_[above].altitude_ft <= altitude_ft) ++above;
  if (above == 0) return levels_.front().wind;
  if (above == levels_.size()) return levels_.back().wind;
  const auto& [low_ft, low] = levels_[above - 1];
  const auto& [high_ft, high] = levels_[above];
  const double share = (altitude_ft - low_ft) / (high_ft - low_ft);
  return {low.east + (high.east - low.east) * share, low.north + (high.north - low.north) * share,
          low.up + (high.up - low.up) * share};
}

Wind WindProfile::at(double altitude_ft, std::int64_t ticks) const {
  Wind wind = steady(altitude_ft);
  if (gusts_ == 0) return wind;
  wind.east += gusts_ * gust(seed_, 0, ticks);
  wind.north += gusts_ * gust(seed_, 1, ticks);
  wind.up += 0.5 * gusts_ * gust(seed_, 2, ticks);
  return wind;
}

}  // namespace checkride::emulator
