// Goal: AI objects move as far as their speed says, along their route, whoever looks how often (semantics 7.2, 13.2,
// 31). Method: motions without a simulator; laws by RapidCheck.
#include "traffic/ai_motion.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "checkride/test/property.hpp"
#include "earth/physics.hpp"

namespace checkride::emulator {
namespace {

constexpr Performance kAirplane{120, 1000, true, false};
constexpr Performance kHelicopter{100, 700, true, true};
constexpr Performance kTruck{10, 0, false, false};

Placement in_the_air(double altitude_ft, std::int32_t airspeed_kt, double heading_deg = 90) {
  Placement placement;
  placement.latitude_deg = 47;
  placement.longitude_deg = -122;
  placement.altitude_ft = altitude_ft;
  placement.heading_deg = heading_deg;
  placement.airspeed_kt = airspeed_kt;
  return placement;
}

Placement on_the_ground() {
  Placement placement = in_the_air(0, 0);
  placement.on_ground = true;
  return placement;
}

GeoPoint degrees(double latitude, double longitude) {
  return {latitude * kRadiansPerDegree, longitude * kRadiansPerDegree};
}

protocol::Waypoint waypoint(double latitude, double longitude, double altitude, std::uint32_t flags = 0,
                            double speed_kt = 0) {
  protocol::Waypoint result;
  result.latitude = latitude;
  result.longitude = longitude;
  result.altitude = altitude;
  result.flags = flags;
  result.kts_speed = speed_kt;
  return result;
}

AiMotion placed(const Performance& performance, const Placement& placement, double ground_ft = 0) {
  AiMotion motion(performance);
  motion.place(placement, ground_ft);
  return motion;
}

constexpr std::uint64_t seconds(std::uint64_t count) {
  return count * kStepsPerSecond;
}

TEST(AiMotion, WithoutARouteItStandsOnTheGroundOrFliesStraightOn) {
  AiMotion parked = placed(kAirplane, on_the_ground(), 433);
  parked.advance(seconds(600));
  EXPECT_EQ(parked.position().latitude, degrees(47, -122).latitude);
  EXPECT_EQ(parked.altitude_ft(), 433);
  EXPECT_TRUE(parked.on_ground());

  AiMotion flying = placed(kAirplane, in_the_air(0, 100, 45));
  flying.advance(seconds(600));
  const double metres = 100 * kMetresPerSecondPerKnot * 600;
  EXPECT_NEAR(distance_m(degrees(47, -122), flying.position()), metres, metres * 1e-6);
  EXPECT_NEAR(course_to(degrees(47, -122), flying.position()), 45 * kRadiansPerDegree, 1e-6);
}

TEST(AiMotion, AirspeedMinusOneIsCruiseAndMinusTwoKeepsTheSpeed) {
  AiMotion motion = placed(kAirplane, in_the_air(3000, -1));
  EXPECT_NEAR(motion.speed(), 120 * kMetresPerSecondPerKnot, 1e-9);
  motion.set_speed(33);
  motion.place(in_the_air(5000, -2), 0);
  EXPECT_EQ(motion.speed(), 33);
  motion.place(in_the_air(5000, 0), 0);
  EXPECT_EQ(motion.speed(), 0);
}

TEST(AiMotion, WhatDoesNotFlyStaysOnTheGround) {
  AiMotion truck = placed(kTruck, in_the_air(3000, 50), 100);
  EXPECT_EQ(truck.altitude_ft(), 100);
  truck.set_altitude_ft(2000);
  truck.follow({waypoint(47.001, -122, 900)});
  truck.advance(seconds(5));
  EXPECT_EQ(truck.altitude_ft(), 100);
  EXPECT_TRUE(truck.on_ground());
  EXPECT_NEAR(truck.speed(), 10 * kMetresPerSecondPerKnot, 1e-9);
}

TEST(AiMotion, SpeedOfAWaypointIsRequestedOrFollowsItsThrottle) {
  AiMotion motion = placed(kAirplane, in_the_air(3000, 100));
  motion.follow({waypoint(47.5, -122, 3000, kWaypointSpeedRequested, 80)});
  EXPECT_NEAR(motion.speed(), 80 * kMetresPerSecondPerKnot, 1e-9);
  protocol::Waypoint half = waypoint(47.5, -122, 3000, kWaypointThrottleRequested);
  half.percent_throttle = 50;
  motion.follow({half});
  EXPECT_NEAR(motion.speed(), 60 * kMetresPerSecondPerKnot, 1e-9);
  motion.follow({waypoint(47.5, -122, 3000)});
  EXPECT_NEAR(motion.speed(), 60 * kMetresPerSecondPerKnot, 1e-9);
}

TEST(AiMotion, AComputedVerticalSpeedArrivesAtTheAltitudeWithTheWaypoint) {
  AiMotion motion = placed(kAirplane, in_the_air(2000, 0));
  const std::uint32_t flags = kWaypointSpeedRequested | kWaypointComputeVerticalSpeed;
  motion.follow({waypoint(47.2, -122, 6000, flags, 100), waypoint(47.4, -122, 6000, flags, 100)});
  const double leg_m = distance_m(degrees(47, -122), degrees(47.2, -122));
  const auto half = static_cast<std::uint64_t>(leg_m / 2 / (100 * kMetresPerSecondPerKnot) * kStepsPerSecond);
  motion.advance(half);
  EXPECT_NEAR(motion.altitude_ft(), 4000, 1);
  EXPECT_GT(motion.vertical_speed(), 0);
  EXPECT_LT(motion.pitch(), 0);  // nose up
  motion.advance(half + 5);
  EXPECT_EQ(motion.altitude_ft(), 6000);
  EXPECT_EQ(motion.vertical_speed(), 0);
}

TEST(AiMotion, WithoutOneItClimbsAsItsKindDoesAndAboveTheGroundIfTold) {
  AiMotion motion = placed(kAirplane, in_the_air(2000, 100), 500);
  motion.follow({waypoint(48.5, -122, 3000, kWaypointAltitudeIsAgl)});
  motion.advance(seconds(60));
  EXPECT_NEAR(motion.altitude_ft(), 3000, 1e-6);
  EXPECT_NEAR(motion.vertical_speed(), 1000 * kMetresPerSecondPerFpm, 1e-9);
  motion.advance(seconds(60));
  EXPECT_NEAR(motion.altitude_ft(), 3500, 1e-6);
}

TEST(AiMotion, TheEndOfARouteIsStandingHoveringOrFlyingOn) {
  const double near = 47.005;
  AiMotion airplane = placed(kAirplane, in_the_air(1000, 100));
  airplane.follow({waypoint(near, -122, 1000)});
  airplane.advance(seconds(60));
  EXPECT_FALSE(airplane.has_route());
  EXPECT_GT(airplane.speed(), 0);
  EXPECT_GT(airplane.position().latitude, near * kRadiansPerDegree);

  for (const bool lands : {false, true}) {
    AiMotion motion = placed(lands ? kAirplane : kHelicopter, in_the_air(1000, 100), 40);
    motion.follow({waypoint(near, -122, 1000, lands ? kWaypointOnGround : 0)});
    motion.advance(seconds(60));
    EXPECT_EQ(motion.speed(), 0);
    EXPECT_EQ(motion.on_ground(), lands);
    EXPECT_EQ(motion.altitude_ft(), lands ? 40 : 1000);
    EXPECT_NEAR(distance_m(motion.position(), degrees(near, -122)), 0, 1e-6);
  }
}

TEST(AiMotion, BackwardsIsHalfATurnFromTheCourse) {
  AiMotion motion = placed(kAirplane, on_the_ground());
  motion.follow({waypoint(47.001, -122, 0, kWaypointOnGround | kWaypointReverse),
                 waypoint(47.001, -121.99, 0, kWaypointOnGround | kWaypointReverse),
                 waypoint(47.002, -121.99, 0, kWaypointOnGround | kWaypointAlwaysBackup),
                 waypoint(47.002, -121.9, 0, kWaypointOnGround | kWaypointKeepLastHeading)});
  motion.advance(1);
  EXPECT_NEAR(motion.course(), 0, 1e-6);
  EXPECT_NEAR(motion.heading(), kPi, 1e-6);
  while (motion.course() < 1) motion.advance(1);
  EXPECT_NEAR(motion.heading(), motion.course(), 1e-12);  // only the first one is backed up to
  while (motion.course() > 1) motion.advance(1);
  EXPECT_NEAR(std::abs(motion.heading() - motion.course()), kPi, 1e-6);
  const double last = motion.heading();
  while (motion.course() < 1) motion.advance(1);
  EXPECT_NEAR(motion.heading(), last, 1e-4);
}

TEST(AiMotion, WhatIsFrozenChangesOnlyByBeingSet) {
  AiMotion motion = placed(kAirplane, in_the_air(2000, 100, 0));
  motion.set_vertical_speed(5);
  motion.set_freezes({true, true, true});
  motion.advance(seconds(60));
  EXPECT_EQ(motion.position().latitude, degrees(47, -122).latitude);
  EXPECT_EQ(motion.altitude_ft(), 2000);
  motion.set_position(degrees(48, -121));
  motion.set_altitude_ft(2500);
  motion.set_heading(1);
  motion.advance(seconds(60));
  EXPECT_EQ(motion.position().latitude, degrees(48, -121).latitude);
  EXPECT_EQ(motion.altitude_ft(), 2500);
  EXPECT_EQ(motion.heading(), 1);
  motion.set_freezes({});
  motion.advance(seconds(60));
  EXPECT_NEAR(motion.altitude_ft(), 2500 + 300 / kMetresPerFoot, 1e-6);
  EXPECT_NEAR(distance_m(degrees(48, -121), motion.position()), motion.speed() * 60, 1e-3);
}

TEST(AiMotion, ItGoesOnFromWhatIsWritten) {
  AiMotion motion = placed(kAirplane, in_the_air(2000, 100, 0));
  motion.set_heading(kPi / 2);
  motion.set_speed(50);
  motion.set_vertical_speed(-10);
  motion.advance(seconds(10));
  EXPECT_NEAR(course_to(degrees(47, -122), motion.position()), kPi / 2, 1e-4);
  EXPECT_NEAR(distance_m(degrees(47, -122), motion.position()), 500, 1e-6);
  EXPECT_NEAR(motion.altitude_ft(), 2000 - 100 / kMetresPerFoot, 1e-6);
  motion.advance(seconds(600));
  EXPECT_TRUE(motion.on_ground());
  EXPECT_EQ(motion.altitude_ft(), 0);
  motion.set_velocity(0, -20);
  EXPECT_NEAR(motion.course(), kPi, 1e-9);
}

TEST(AiMotion, ARouteMayBeginAtALaterPointAndStillBeginsAnewAtItsFirst) {
  AiMotion motion = placed(kAirplane, in_the_air(2000, 100));
  motion.follow({waypoint(47.05, -122, 2000), waypoint(46.95, -122, 2000, kWaypointWrapToFirst)}, 1);
  EXPECT_NEAR(motion.course(), kPi, 1e-9);
  motion.advance(seconds(150));  // 5.6 km to the south, and about
  EXPECT_NEAR(motion.course(), 0, 1e-9);
  motion.follow({waypoint(47.05, -122, 2000)}, 7);  // none such: the last
  EXPECT_NEAR(motion.course(), 0, 1e-9);
}

TEST(AiMotion, ARouteThatIsOnePlaceEndsNoTime) {
  AiMotion motion = placed(kAirplane, in_the_air(2000, 100));
  motion.follow({waypoint(47, -122, 2000), waypoint(47, -122, 2000, kWaypointWrapToFirst)});
  motion.advance(seconds(1));
  EXPECT_NEAR(distance_m(motion.position(), degrees(47, -122)), 0, 1e-6);
}

// Points near 47 N 122 W, some kilometres from each other.
std::vector<protocol::Waypoint> arbitrary_route(double speed_kt) {
  std::vector<protocol::Waypoint> route;
  const int count = *rc::gen::inRange(1, 8);
  for (int i = 0; i < count; ++i) {
    const double north = *rc::gen::inRange(-200, 200) / 1000.0;
    const double east = *rc::gen::inRange(-200, 200) / 1000.0;
    route.push_back(waypoint(47 + north, -122 + east, 2000, kWaypointSpeedRequested, speed_kt));
  }
  return route;
}

double length_of(const std::vector<protocol::Waypoint>& route) {
  double length = 0;
  GeoPoint last = degrees(47, -122);
  for (const protocol::Waypoint& next : route) {
    const GeoPoint there = degrees(next.latitude, next.longitude);
    length += distance_m(last, there);
    last = there;
  }
  return length;
}

RC_GTEST_PROP(AiMotionLaw, SpeedTimesTimeIsTheDistanceAlongTheRoute, ()) {
  const double speed_kt = *rc::gen::inRange(20, 500);
  const auto route = arbitrary_route(speed_kt);
  AiMotion motion = placed(kHelicopter, in_the_air(2000, 0));
  motion.follow(route);
  const double speed = speed_kt * kMetresPerSecondPerKnot;
  const double steps = length_of(route) / speed * kStepsPerSecond;
  if (steps > 2) {
    motion.advance(static_cast<std::uint64_t>(steps) - 1);
    RC_ASSERT(motion.has_route());  // not a step too early
    const GeoPoint end = degrees(route.back().latitude, route.back().longitude);
    const double left_s = (steps - std::floor(steps) + 1) * kStep;
    RC_ASSERT(distance_m(motion.position(), end) <= speed * left_s + 0.01);
  }
  motion.advance(4);
  RC_ASSERT(!motion.has_route());  // nor too late: a helicopter is there, and stays
  const GeoPoint end = degrees(route.back().latitude, route.back().longitude);
  RC_ASSERT(distance_m(motion.position(), end) < 1e-6);
}

RC_GTEST_PROP(AiMotionLaw, ARouteThatWrapsIsFlownForEver, ()) {
  auto route = arbitrary_route(200);
  route.back().flags |= kWaypointWrapToFirst;
  AiMotion motion = placed(kAirplane, in_the_air(2000, 0));
  motion.follow(route);
  motion.advance(seconds(*rc::gen::inRange<std::uint64_t>(1, 20000)));
  RC_ASSERT(motion.has_route());
  RC_ASSERT(distance_m(motion.position(), degrees(47, -122)) < 40'000);
}

RC_GTEST_PROP(AiMotionLaw, HowOftenItIsAdvancedChangesNothing, ()) {
  const auto route = arbitrary_route(*rc::gen::inRange(20, 500));
  const bool free = *rc::gen::arbitrary<bool>();
  AiMotion once = placed(kAirplane, in_the_air(2000, 100));
  AiMotion often = once;
  if (!free) {
    once.follow(route);
    often.follow(route);
  }
  const auto pieces = *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(0, 3000));
  for (const std::uint64_t piece : pieces) {
    often.advance(piece);
    (void)often.position();
  }
  once.advance(std::accumulate(pieces.begin(), pieces.end(), std::uint64_t{0}));
  RC_ASSERT(once.position().latitude == often.position().latitude);
  RC_ASSERT(once.position().longitude == often.position().longitude);
  RC_ASSERT(once.altitude_ft() == often.altitude_ft());
  RC_ASSERT(once.heading() == often.heading());
}

RC_GTEST_PROP(GreatCircleLaw, ADestinationIsAsFarAsAskedOnTheCourse, ()) {
  const GeoPoint from = degrees(*rc::gen::inRange(-80, 80), *rc::gen::inRange(-180, 180));
  const double course = *rc::gen::inRange(0, 360) * kRadiansPerDegree;
  const double metres = *rc::gen::inRange(10, 2'000'000);
  const GeoPoint there = destination(from, course, metres);
  RC_ASSERT(std::abs(distance_m(from, there) - metres) < 1e-3);
  RC_ASSERT(std::abs(half_turn(course_to(from, there) - course)) < 1e-5);
  // The course at the end is the way back, turned round.
  RC_ASSERT(std::abs(half_turn(course_after(from, course, metres) - course_to(there, from) - kPi)) < 1e-5);
}

}  // namespace
}  // namespace checkride::emulator
