#include "earth/geography.hpp"

#include <algorithm>
#include <cmath>

#include "earth/great_circle.hpp"
#include "earth/physics.hpp"

namespace checkride::emulator {
namespace {

constexpr double kMetresPerDegree = kEarthRadius * kRadiansPerDegree;
// Where a degree of longitude has no length worth dividing by.
constexpr double kLeastCosine = 1e-6;

GeoPoint point(const Place& place) {
  return {place.latitude * kRadiansPerDegree, place.longitude * kRadiansPerDegree};
}

}  // namespace

double distance_m(const Place& from, const Place& to) {
  return distance_m(point(from), point(to));
}

double course_deg(const Place& from, const Place& to) {
  return turned(course_to(point(from), point(to)) / kRadiansPerDegree, 0);
}

Place moved(const Place& from, const Metres& offset) {
  const double cosine = std::max(kLeastCosine, std::cos(from.latitude * kRadiansPerDegree));
  return {.latitude = from.latitude + offset.north / kMetresPerDegree,
          .longitude = from.longitude + offset.east / (kMetresPerDegree * cosine),
          .altitude = from.altitude};
}

Metres along(double heading_deg, double distance) {
  const double heading = heading_deg * kRadiansPerDegree;
  return {.east = std::sin(heading) * distance, .north = std::cos(heading) * distance};
}

double turned(double heading_deg, double by_deg) {
  const double turned = std::fmod(heading_deg + by_deg, 360);
  return turned < 0 ? turned + 360 : turned;
}

}  // namespace checkride::emulator
