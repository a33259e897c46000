// Places on a round earth, near enough for lists of facilities.
#pragma once

namespace checkride::emulator {

struct Place {
  double latitude = 0;   // degrees, north positive
  double longitude = 0;  // degrees, east positive, -180 to 180
  double altitude = 0;   // metres above sea level
};

// From a point of reference on the ground.
struct Metres {
  double east = 0;
  double north = 0;
};

// Along the great circle, without altitudes.
double distance_m(const Place& from, const Place& to);
// Initial true course of the great circle, 0 to 360 degrees.
double course_deg(const Place& from, const Place& to);
// `offset` away from `from`, at its altitude. For some kilometres, away from the poles.
Place moved(const Place& from, const Metres& offset);
// `distance` in the direction `heading_deg` (true), as an offset.
Metres along(double heading_deg, double distance);
// The same direction between 0 and 360 degrees.
double turned(double heading_deg, double by_deg);

inline Metres operator+(const Metres& a, const Metres& b) {
  return {a.east + b.east, a.north + b.north};
}

}  // namespace checkride::emulator
