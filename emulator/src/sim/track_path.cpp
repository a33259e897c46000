#include "sim/track_path.hpp"

#include <algorithm>
#include <cmath>

#include "checkride/result/assert.hpp"
#include "earth/physics.hpp"

namespace checkride::emulator {
namespace {

// A cubic over a leg of `seconds` from 0 to `length`, with these speeds at its ends; where it is, and how fast.
struct Cubic {
  double value = 0;
  double speed = 0;
};

Cubic cubic(double share, double seconds, double length, double speed_at_begin, double speed_at_end) {
  const double s = share;
  const double begin = seconds * speed_at_begin;
  const double end = seconds * speed_at_end;
  Cubic result;
  result.value = s * s * (3 - 2 * s) * length + s * (1 - s) * (1 - s) * begin - s * s * (1 - s) * end;
  result.speed = (6 * s * (1 - s) * length + (1 - s) * (1 - 3 * s) * begin - s * (2 - 3 * s) * end) / seconds;
  return result;
}

struct Vector {
  double x = 0;
  double y = 0;
  double z = 0;
};

Vector operator+(const Vector& a, const Vector& b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
Vector operator*(const Vector& a, double factor) {
  return {a.x * factor, a.y * factor, a.z * factor};
}
double dot(const Vector& a, const Vector& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

// The place on the unit sphere, and the directions there.
struct Frame {
  Vector up;
  Vector east;
  Vector north;
};

Frame frame_at(const GeoPoint& place) {
  const double sin_latitude = std::sin(place.latitude);
  const double cos_latitude = std::cos(place.latitude);
  const double sin_longitude = std::sin(place.longitude);
  const double cos_longitude = std::cos(place.longitude);
  return {{cos_latitude * cos_longitude, cos_latitude * sin_longitude, sin_latitude},
          {-sin_longitude, cos_longitude, 0},
          {-sin_latitude * cos_longitude, -sin_latitude * sin_longitude, cos_latitude}};
}

GeoPoint place_of(const Vector& v) {
  const double flat = std::sqrt(v.x * v.x + v.y * v.y);
  return {std::atan2(v.z, flat), half_turn(std::atan2(v.y, v.x))};
}

// Speeds with which neither neighbouring leg turns back on itself: none if one of them stands still.
double limit(double speed, double left, double right) {
  const double most = 3 * std::min(left, right);
  return speed > most && speed > 0 ? most / speed : 1;
}

}  // namespace

GeoPoint TrackPath::place(std::size_t sample) const {
  const TrackSample& at = track_->samples[sample];
  return {at.latitude_deg * kRadiansPerDegree, half_turn(at.longitude_deg * kRadiansPerDegree)};
}

double TrackPath::seconds_of(std::size_t leg) const {
  return track_->samples[leg + 1].seconds - track_->samples[leg].seconds;
}

TrackMoment TrackPath::moment(double seconds, std::size_t near) const {
  const std::vector<TrackSample>& samples = track_->samples;
  const std::size_t last = samples.size() - 2;
  std::size_t leg = std::min(near, last);
  if (samples[leg].seconds > seconds || (leg < last && samples[std::min(leg + 2, last)].seconds <= seconds)) {
    const auto later = std::upper_bound(samples.begin(), samples.end(), seconds,
                                        [](double time, const TrackSample& sample) { return time < sample.seconds; });
    const auto passed = static_cast<std::size_t>(later - samples.begin());
    leg = std::min(passed == 0 ? 0 : passed - 1, last);
  }
  while (leg < last && samples[leg + 1].seconds <= seconds) ++leg;
  const double share = (seconds - samples[leg].seconds) / seconds_of(leg);
  return {leg, within_limits(share, 0, 1)};
}

TrackPath::Velocity TrackPath::leg_velocity_at_begin(std::size_t leg) const {
  const double speed = distance_m(place(leg), place(leg + 1)) / seconds_of(leg);
  const double course = course_to(place(leg), place(leg + 1));
  return {speed * std::sin(course), speed * std::cos(course)};
}

TrackPath::Velocity TrackPath::leg_velocity_at_end(std::size_t leg) const {
  const double speed = distance_m(place(leg), place(leg + 1)) / seconds_of(leg);
  // The way back, turned round.
  const double course = course_to(place(leg + 1), place(leg)) + kPi;
  return {speed * std::sin(course), speed * std::cos(course)};
}

// That of the parabola through three samples.
TrackPath::Velocity TrackPath::velocity(std::size_t sample) const {
  if (sample == 0) return leg_velocity_at_begin(0);
  if (sample + 1 == track_->samples.size()) return leg_velocity_at_end(sample - 1);
  const Velocity left = leg_velocity_at_end(sample - 1);
  const Velocity right = leg_velocity_at_begin(sample);
  const double before = seconds_of(sample - 1);
  const double after = seconds_of(sample);
  const double share = after / (before + after);
  Velocity mean{left.east * share + right.east * (1 - share), left.north * share + right.north * (1 - share)};
  const auto speed = [](const Velocity& v) { return std::sqrt(v.east * v.east + v.north * v.north); };
  const double factor = limit(speed(mean), speed(left), speed(right));
  return {mean.east * factor, mean.north * factor};
}

double TrackPath::leg_climb(std::size_t leg) const {
  return (track_->samples[leg + 1].altitude_ft - track_->samples[leg].altitude_ft) / seconds_of(leg);
}

// Level where the track turns from climb to descent, so that no sample is overshot.
double TrackPath::climb(std::size_t sample) const {
  if (sample == 0) return leg_climb(0);
  if (sample + 1 == track_->samples.size()) return leg_climb(sample - 1);
  const double left = leg_climb(sample - 1);
  const double right = leg_climb(sample);
  if (left * right <= 0) return 0;
  const double before = seconds_of(sample - 1);
  const double after = seconds_of(sample);
  const double share = after / (before + after);
  const double mean = left * share + right * (1 - share);
  return mean * limit(std::abs(mean), std::abs(left), std::abs(right));
}

TrackPoint TrackPath::point(const TrackMoment& moment) const {
  CHECKRIDE_ASSERT(moment.leg + 1 < track_->samples.size());
  const double seconds = seconds_of(moment.leg);
  const TrackSample& from = track_->samples[moment.leg];
  TrackPoint result;
  const double rise = track_->samples[moment.leg + 1].altitude_ft - from.altitude_ft;
  const Cubic height = cubic(moment.share, seconds, rise, climb(moment.leg), climb(moment.leg + 1));
  result.altitude_ft = from.altitude_ft + height.value;
  result.up = height.speed * kMetresPerFoot;

  // On the sphere that is turned so that the leg lies on its equator: along it and to its left, in radians.
  const Velocity begin = velocity(moment.leg);
  const Velocity end = velocity(moment.leg + 1);
  const double course = course_to(place(moment.leg), place(moment.leg + 1));
  const double course_at_end = course_to(place(moment.leg + 1), place(moment.leg)) + kPi;
  const auto along = [](const Velocity& v, double on) {
    return (v.east * std::sin(on) + v.north * std::cos(on)) / kEarthRadius;
  };
  const auto left = [](const Velocity& v, double on) {
    return (v.north * std::sin(on) - v.east * std::cos(on)) / kEarthRadius;
  };
  const double length = distance_m(place(moment.leg), place(moment.leg + 1)) / kEarthRadius;
  const Cubic forth = cubic(moment.share, seconds, length, along(begin, course), along(end, course_at_end));
  const Cubic aside = cubic(moment.share, seconds, 0, left(begin, course), left(end, course_at_end));

  const Frame start = frame_at(place(moment.leg));
  const Vector ahead = start.east * std::sin(course) + start.north * std::cos(course);
  const Vector leftwards = start.north * std::sin(course) + start.east * -std::cos(course);
  const Vector radial = start.up * std::cos(forth.value) + ahead * std::sin(forth.value);
  const Vector forward = ahead * std::cos(forth.value) + start.up * -std::sin(forth.value);
  const double sin_aside = std::sin(aside.value);
  const double cos_aside = std::cos(aside.value);
  const Vector there = radial * cos_aside + leftwards * sin_aside;
  const Vector velocity =
      forward * (forth.speed * cos_aside) + (leftwards * cos_aside + radial * -sin_aside) * aside.speed;
  result.place = place_of(there);
  const Frame here = frame_at(result.place);
  result.east = dot(velocity, here.east) * kEarthRadius;
  result.north = dot(velocity, here.north) * kEarthRadius;
  return result;
}

double TrackPath::value(const TrackColumn& column, const TrackMoment& moment) const {
  const double from = column.values[moment.leg];
  const double to = column.values[moment.leg + 1];
  if (column.steps) return moment.share < 1 ? from : to;
  if (column.angle)
    return full_turn(full_turn(std::fmod(from, kTurn)) + moment.share * half_turn(std::fmod(to - from, kTurn)));
  return from + moment.share * (to - from);
}

}  // namespace checkride::emulator
