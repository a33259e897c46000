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
  // The place in space: towards the pole, away from the axis on the meridian of `from`, and to the east of that.
  // Nothing cancels out in it, so that it is true on a pole, too.
  const double up =
      std::sin(from.latitude) * std::cos(angle) + std::cos(from.latitude) * std::sin(angle) * std::cos(course);
  const double out =
      std::cos(from.latitude) * std::cos(angle) - std::sin(from.latitude) * std::sin(angle) * std::cos(course);
  const double east = std::sin(angle) * std::sin(course);
  GeoPoint there;
  there.latitude = std::atan2(up, std::sqrt(out * out + east * east));
  there.longitude = half_turn(from.longitude + std::atan2(east, out));
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
