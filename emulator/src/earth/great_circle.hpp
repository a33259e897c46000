// Great circles on a sphere of kEarthRadius. Angles in radians, courses true and clockwise from north.
#pragma once

namespace checkride::emulator {

struct GeoPoint {
  double latitude = 0;   // [-pi/2, pi/2], north positive
  double longitude = 0;  // [-pi, pi), east positive
};

// Metres along the surface.
double distance_m(const GeoPoint& from, const GeoPoint& to);
// The course on which the shortest way to `to` begins, [0, 2 pi).
double course_to(const GeoPoint& from, const GeoPoint& to);
// Where one is after so many metres on the great circle that begins on this course, and the course there.
GeoPoint destination(const GeoPoint& from, double course, double metres);
double course_after(const GeoPoint& from, double course, double metres);

}  // namespace checkride::emulator
