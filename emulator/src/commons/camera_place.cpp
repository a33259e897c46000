#include "commons/camera_place.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "checkride/catalog/unit.hpp"

namespace checkride::emulator {
namespace {

using protocol::CameraReferential;
using protocol::Xyz;

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kMetresPerDegree = 6371008.8 * kDegree;  // on a sphere of the mean radius
constexpr Xyz kEyepoint{-0.25, 1.2, 0.3};  // of the C172, in metres from the middle of the aircraft; Inferred
constexpr double kLeastCosine = 1e-6;      // at the poles every longitude is near

struct Aircraft {
  double latitude_degrees = 0;
  double longitude_degrees = 0;
  double altitude_metres = 0;
  double heading_radians = 0;
  double metres_per_longitude() const {
    return kMetresPerDegree * std::max(std::cos(latitude_degrees * kDegree), kLeastCosine);
  }
};

// Of a variable of kind number; null if there is none of this name.
std::optional<double> number_in(std::string_view name, std::string_view unit_name, Simulator& simulator) {
  const auto variable = simulator.resolve(name);
  const catalog::Unit* unit = catalog::find_unit(unit_name);
  if (!variable || variable->kind != VariableKind::number || variable->unit == nullptr || unit == nullptr) {
    return std::nullopt;
  }
  const auto convert = catalog::conversion_between(*variable->unit, *unit);
  if (!convert) return std::nullopt;
  return (*convert)(simulator.number(*variable));
}

Aircraft aircraft_now(Simulator& simulator) {
  Aircraft aircraft;
  if (const auto place = simulator.resolve("STRUCT LATLONALT"); place && place->kind == VariableKind::lat_lon_alt) {
    const auto [latitude, longitude, altitude] = simulator.triple(*place);
    aircraft.latitude_degrees = latitude;
    aircraft.longitude_degrees = longitude;
    aircraft.altitude_metres = altitude;
  }
  aircraft.heading_radians = number_in("PLANE HEADING DEGREES TRUE", "radians", simulator).value_or(0);
  return aircraft;
}

Xyz from_world(const Xyz& place, const Aircraft& aircraft) {
  const double north = (place.x - aircraft.latitude_degrees) * kMetresPerDegree;
  const double east = (place.y - aircraft.longitude_degrees) * aircraft.metres_per_longitude();
  const double sine = std::sin(aircraft.heading_radians);
  const double cosine = std::cos(aircraft.heading_radians);
  return {east * cosine - north * sine, place.z - aircraft.altitude_metres, east * sine + north * cosine};
}

Xyz to_world(const Xyz& place, const Aircraft& aircraft) {
  const double sine = std::sin(aircraft.heading_radians);
  const double cosine = std::cos(aircraft.heading_radians);
  const double east = place.x * cosine + place.z * sine;
  const double north = place.z * cosine - place.x * sine;
  return {aircraft.latitude_degrees + north / kMetresPerDegree,
          aircraft.longitude_degrees + east / aircraft.metres_per_longitude(), aircraft.altitude_metres + place.y};
}

}  // namespace

// 0 is answered as 1 (semantics 20.2); the datum of the aircraft is its middle here.
Xyz convert_place(const Xyz& place, CameraReferential from, CameraReferential to, Simulator& simulator) {
  if (from == to) return place;
  const Aircraft aircraft = aircraft_now(simulator);
  Xyz relative = place;
  if (from == CameraReferential::world) relative = from_world(place, aircraft);
  if (from == CameraReferential::eyepoint) {
    relative = {place.x + kEyepoint.x, place.y + kEyepoint.y, place.z + kEyepoint.z};
  }
  if (to == CameraReferential::world) return to_world(relative, aircraft);
  if (to == CameraReferential::eyepoint) {
    return {relative.x - kEyepoint.x, relative.y - kEyepoint.y, relative.z - kEyepoint.z};
  }
  return relative;
}

protocol::Pbh look_at(const Xyz& from, const Xyz& to, CameraReferential referential) {
  double right = to.x - from.x;
  double up = to.y - from.y;
  double ahead = to.z - from.z;
  if (referential == CameraReferential::world) {  // east, up and north
    const double cosine = std::max(std::cos(from.x * kDegree), kLeastCosine);
    right = (to.y - from.y) * kMetresPerDegree * cosine;
    up = to.z - from.z;
    ahead = (to.x - from.x) * kMetresPerDegree;
  }
  protocol::Pbh result;
  result.heading = static_cast<float>(std::atan2(right, ahead) / kDegree);
  result.pitch = static_cast<float>(-std::atan2(up, std::hypot(right, ahead)) / kDegree);
  return result;
}

std::optional<double> ground_altitude(Simulator& simulator) {
  return number_in("GROUND ALTITUDE", "meters", simulator);
}

}  // namespace checkride::emulator
