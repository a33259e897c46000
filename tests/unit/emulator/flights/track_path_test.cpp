// Goal: the curve through a track's samples. Method: tracks with known answers; random tracks whose positions are
// compared with their own velocities over a millisecond.
#include "sim/track_path.hpp"

#include <algorithm>
#include <cmath>

#include "checkride/test/property.hpp"
#include "earth/physics.hpp"

namespace checkride::emulator {
namespace {

Track track_of(std::vector<TrackSample> samples) {
  Track track;
  track.samples = std::move(samples);
  return track;
}

TEST(TrackPath, GoesThroughItsSamples) {
  const Track track = track_of({{0, 47, -122, 1000}, {10, 47.005, -122, 1100}, {25, 47.005, -121.99, 900}});
  const TrackPath path(track);
  for (const TrackSample& sample : track.samples) {
    const TrackPoint point = path.point(path.moment(sample.seconds, 0));
    EXPECT_NEAR(point.place.latitude * kDegreesPerRadian, sample.latitude_deg, 1e-9);
    EXPECT_NEAR(point.place.longitude * kDegreesPerRadian, sample.longitude_deg, 1e-9);
    EXPECT_NEAR(point.altitude_ft, sample.altitude_ft, 1e-9);
  }
}

TEST(TrackPath, ALongLegIsAGreatCircleAtOneSpeed) {
  const Track track = track_of({{0, 40, -74, 30000}, {25000, 51, 0, 30000}});
  const TrackPath path(track);
  const GeoPoint from{40 * kRadiansPerDegree, -74 * kRadiansPerDegree};
  const GeoPoint to{51 * kRadiansPerDegree, 0};
  const double metres = distance_m(from, to);
  for (const double share : {0.1, 0.5, 0.9}) {
    const TrackPoint point = path.point(path.moment(25000 * share, 0));
    EXPECT_LT(distance_m(point.place, destination(from, course_to(from, to), share * metres)), 0.1);
    EXPECT_NEAR(std::hypot(point.east, point.north), metres / 25000, 1e-6);
  }
}

TEST(TrackPath, StandsWhereTheTrackStands) {
  const Track track = track_of({{0, 47, -122, 433}, {60, 47, -122, 433}, {70, 47.001, -122, 433}});
  const TrackPath path(track);
  const TrackPoint point = path.point(path.moment(30, 0));
  EXPECT_NEAR(point.place.latitude * kDegreesPerRadian, 47, 1e-12);
  EXPECT_EQ(point.altitude_ft, 433);
  EXPECT_NEAR(std::hypot(point.east, point.north), 0, 1e-9);
}

TEST(TrackPath, ColumnsGoStraightOrInSteps) {
  Track track = track_of({{0, 47, -122, 0}, {10, 47.001, -122, 0}, {20, 47.002, -122, 0}});
  const TrackColumn fuel{"FUEL TOTAL QUANTITY", false, false, {40, 30, 20}};
  const TrackColumn light{"LIGHT NAV", true, false, {0, 1, 0}};
  const TrackColumn heading{"", false, true, {350 * kRadiansPerDegree, 10 * kRadiansPerDegree, 0}};
  const TrackPath path(track);
  const TrackMoment moment = path.moment(5, 0);
  EXPECT_EQ(path.value(fuel, moment), 35);
  EXPECT_EQ(path.value(light, moment), 0);
  EXPECT_EQ(path.value(light, path.moment(10, 0)), 1);
  EXPECT_NEAR(std::sin(path.value(heading, moment)), 0, 1e-9);
  EXPECT_GT(std::cos(path.value(heading, moment)), 0);
}

rc::Gen<Track> any_track() {
  const auto step = rc::gen::tuple(rc::gen::inRange(1, 200), rc::gen::inRange(-300, 300), rc::gen::inRange(-300, 300),
                                   rc::gen::inRange(-500, 500));
  return rc::gen::map(
      rc::gen::tuple(rc::gen::inRange(-80, 80), rc::gen::inRange(-179, 179),
                     rc::gen::nonEmpty(rc::gen::container<std::vector<std::tuple<int, int, int, int>>>(step))),
      [](const auto& drawn) {
        TrackSample sample{0, static_cast<double>(std::get<0>(drawn)), static_cast<double>(std::get<1>(drawn)), 5000};
        std::vector<TrackSample> samples{sample};
        for (const auto& [tenths, north, east, up] : std::get<2>(drawn)) {
          const double seconds = tenths / 10.0;
          sample.seconds += seconds;
          sample.latitude_deg = within_limits(sample.latitude_deg + north * seconds / 111195, -89, 89);
          sample.longitude_deg =
              half_turn((sample.longitude_deg + east * seconds / 111195) * kRadiansPerDegree) * kDegreesPerRadian;
          sample.altitude_ft += up * seconds / 10;
          samples.push_back(sample);
        }
        return track_of(samples);
      });
}

RC_GTEST_PROP(TrackPath, TheVelocityIsWhatThePositionDoes, ()) {
  const Track track = *any_track();
  const TrackPath path(track);
  constexpr double kMoment = 1e-3;
  const double time = path.duration() * *rc::gen::inRange(0, 1000) / 1000;
  const TrackMoment before = path.moment(time, 0);
  const TrackMoment after = path.moment(time + kMoment, before.leg);
  RC_PRE(before.leg == after.leg && after.share < 1);
  const TrackPoint from = path.point(before);
  const TrackPoint to = path.point(after);
  const double north = half_turn(to.place.latitude - from.place.latitude) * kEarthRadius / kMoment;
  const double east =
      half_turn(to.place.longitude - from.place.longitude) * std::cos(from.place.latitude) * kEarthRadius / kMoment;
  const double up = (to.altitude_ft - from.altitude_ft) * kMetresPerFoot / kMoment;
  const double tolerance = 2 + 0.01 * std::hypot(from.east, from.north);
  RC_ASSERT(std::abs(north - (from.north + to.north) / 2) < tolerance);
  RC_ASSERT(std::abs(east - (from.east + to.east) / 2) < tolerance);
  RC_ASSERT(std::abs(up - (from.up + to.up) / 2) < 0.1);
}

RC_GTEST_PROP(TrackPath, HeightsStayBetweenTheSamples, ()) {
  const Track track = *any_track();
  const TrackPath path(track);
  const double time = path.duration() * *rc::gen::inRange(0, 1001) / 1000;
  const TrackMoment moment = path.moment(time, 0);
  const double a = track.samples[moment.leg].altitude_ft;
  const double b = track.samples[moment.leg + 1].altitude_ft;
  const double altitude = path.point(moment).altitude_ft;
  RC_ASSERT(altitude >= std::min(a, b) - 1e-6);
  RC_ASSERT(altitude <= std::max(a, b) + 1e-6);
}

RC_GTEST_PROP(TrackPath, WhereTheSearchBeginsMakesNoDifference, ()) {
  const Track track = *any_track();
  const TrackPath path(track);
  const double time = path.duration() * *rc::gen::inRange(-10, 1011) / 1000;
  const TrackMoment one = path.moment(time, 0);
  const TrackMoment other = path.moment(time, *rc::gen::inRange<std::size_t>(0, track.samples.size() + 2));
  RC_ASSERT(one.leg == other.leg);
  RC_ASSERT(one.share == other.share);
}

}  // namespace
}  // namespace checkride::emulator
