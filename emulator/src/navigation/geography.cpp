#include "navigation/geography.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace checkride::emulator {
namespace {

constexpr double kRadiansPerDegree = std::numbers::pi / 180;
constexpr double kEarthRadius = 6'371'000;
constexpr double kMetresPerDegree = kEarthRadius * kRadiansPerDegree;
// Where a degree of longitude has no length worth dividing by.
constexpr double kLeastCosine = 1e-6;

}  // namespace

double distance_m(const Place& from, const Place& to) {
  const double lat1 = from.latitude * kRadiansPerDegree;
  const double lat2 = to.latitude * kRadiansPerDegree;
  const double half_lat = std::sin((lat2 - lat1) / 2);
  const double half_lon = std::sin((to.longitude - from.longitude) * kRadiansPerDegree / 2);
  const double haversine = half_lat * half_lat + std::cos(lat1) * std::cos(lat2) * half_lon * half_lon;
  return 2 * kEarthRadius * std::asin(std::min(1.0, std::sqrt(haversine)));
}

double course_deg(const Place& from, const Place& to) {
  const double lat1 = from.latitude * kRadiansPerDegree;
  const double lat2 = to.latitude * kRadiansPerDegree;
  const double lon = (to.longitude - from.longitude) * kRadiansPerDegree;
  const double east = std::sin(lon) * std::cos(lat2);
  const double north = std::cos(lat1) * std::sin(lat2) - std::sin(lat1) * std::cos(lat2) * std::cos(lon);
  return turned(std::atan2(east, north) / kRadiansPerDegree, 0);
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
