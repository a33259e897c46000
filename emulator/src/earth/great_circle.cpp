#include "earth/great_circle.hpp"

#include <algorithm>
#include <cmath>

#include "earth/physics.hpp"

namespace checkride::emulator {

double distance_m(const GeoPoint& from, const GeoPoint& to) {
  const double north = std::sin((to.latitude - from.latitude) / 2);
  const double east = std::sin((to.longitude - from.longitude) / 2);
  const double haversine = north * north + std::cos(from.latitude) * std::cos(to.latitude) * east * east;
  return 2 * kEarthRadius * std::asin(std::min(1.0, std::sqrt(haversine)));
}

double course_to(const GeoPoint& from, const GeoPoint& to) {
  const double east = to.longitude - from.longitude;
  return full_turn(std::atan2(std::sin(east) * std::cos(to.latitude),
                              std::cos(from.latitude) * std::sin(to.latitude) -
                                  std::sin(from.latitude) * std::cos(to.latitude) * std::cos(east)));
}

GeoPoint destination(const GeoPoint& from, double course, double metres) {
  const double angle = std::fmod(metres / kEarthRadius, kTurn);
  const double sine =
      std::sin(from.latitude) * std::cos(angle) + std::cos(from.latitude) * std::sin(angle) * std::cos(course);
  GeoPoint there;
  there.latitude = std::asin(within_limits(sine, -1, 1));
  const double east = std::atan2(std::sin(course) * std::sin(angle) * std::cos(from.latitude),
                                 std::cos(angle) - std::sin(from.latitude) * sine);
  there.longitude = half_turn(from.longitude + east);
  return there;
}

double course_after(const GeoPoint& from, double course, double metres) {
  const double angle = std::fmod(metres / kEarthRadius, kTurn);
  const double east = std::cos(from.latitude) * std::sin(course);
  const double north =
      std::cos(from.latitude) * std::cos(angle) * std::cos(course) - std::sin(from.latitude) * std::sin(angle);
  return full_turn(std::atan2(east, north));
}

}  // namespace checkride::emulator
