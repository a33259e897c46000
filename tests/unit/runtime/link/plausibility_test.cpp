// Goal: junk of menus, jumps and impossible values is flagged, true values are not. Method: readings in sequence.
#include "link/plausibility.hpp"

#include <gmock/gmock.h>

#include "checkride/test/property.hpp"

namespace checkride::runtime::link {
namespace {

using namespace std::chrono_literals;

world::Instant at(world::Duration since_start) {
  return world::Instant(since_start);
}

FlightReading over(double latitude, double longitude, double altitude_ft = 3500) {
  FlightReading reading;
  reading.latitude_deg = latitude;
  reading.longitude_deg = longitude;
  reading.altitude_ft = altitude_ft;
  reading.ground_speed_kt = 120;
  reading.rate = 1;
  return reading;
}

TEST(PlausibilityGate, AFlightIsPlausible) {
  PlausibilityGate gate(10s);
  for (int i = 0; i < 60; ++i) {
    EXPECT_TRUE(gate.judge(over(47 + i * 120.0 / 3600 / 60, 8), at(1s * i)).none()) << i;
  }
  EXPECT_NEAR(*gate.way_nm(), 120.0 / 3600, 1e-3);
}

TEST(PlausibilityGate, PlaceholdersOfMenusAreOriginAndACrossingHighAboveIsNot) {
  PlausibilityGate gate(10s);
  EXPECT_TRUE(gate.judge(over(0, 0, 0), at(1s)).has(SampleFlag::origin));
  EXPECT_TRUE(gate.judge(over(0, 90, 3), at(2s)).has(SampleFlag::origin));
  EXPECT_TRUE(gate.judge(over(0, 0, 35'000), at(3s)).plausible());
}

TEST(PlausibilityGate, TheMenuIsKnownByItsEventsAndByItsFlight) {
  PlausibilityGate gate(10s);
  gate.on_event("Sim", 0, "");
  EXPECT_TRUE(gate.judge(over(47, 8), at(1s)).has(SampleFlag::not_in_flight));
  gate.on_event("Sim", 1, "");
  EXPECT_TRUE(gate.judge(over(47, 8), at(2s)).plausible());
  gate.on_event("FlightLoaded", 0, "flights\\other\\MainMenu.FLT");
  EXPECT_TRUE(gate.judge(over(47, 8), at(3s)).has(SampleFlag::not_in_flight)) << "in 2024 Sim says 1 there";
  gate.on_event("FlightLoaded", 0, "missions\\Asobo\\FreeFlights\\FreeFlight\\FreeFlight.FLT");
  EXPECT_TRUE(gate.judge(over(47, 8), at(4s)).plausible());
}

TEST(PlausibilityGate, APauseIsFlaggedYetPlausible) {
  PlausibilityGate gate(10s);
  gate.on_event("Pause", 1, "");
  const SampleFlags flags = gate.judge(over(47, 8), at(1s));
  EXPECT_TRUE(flags.has(SampleFlag::paused));
  EXPECT_TRUE(flags.plausible());
}

TEST(PlausibilityGate, OneStrayPositionIsAJumpAndTheFlightGoesOn) {
  PlausibilityGate gate(10s);
  EXPECT_TRUE(gate.judge(over(47, 8), at(1s)).none());
  EXPECT_TRUE(gate.judge(over(-33, 151), at(2s)).has(SampleFlag::jump));
  EXPECT_TRUE(gate.judge(over(47.001, 8), at(3s)).none());
  EXPECT_FALSE(gate.moved());
}

TEST(PlausibilityGate, AJumpThatIsConfirmedIsAMove) {
  PlausibilityGate gate(10s);
  EXPECT_TRUE(gate.judge(over(47, 8), at(1s)).none());
  EXPECT_TRUE(gate.judge(over(-33, 151), at(2s)).has(SampleFlag::jump));
  EXPECT_TRUE(gate.judge(over(-33, 151), at(3s)).none());
  EXPECT_TRUE(gate.moved());
  EXPECT_EQ(gate.way_nm(), std::nullopt) << "nobody flew that way";
}

TEST(PlausibilityGate, WhatCannotBeIsOutOfRangeAndWhatIsNotKnownIsNot) {
  PlausibilityGate gate(10s);
  EXPECT_TRUE(gate.judge(over(91, 8), at(1s)).has(SampleFlag::out_of_range));
  EXPECT_TRUE(gate.judge(over(47, 8, 1e9), at(1s)).has(SampleFlag::out_of_range));
  EXPECT_TRUE(gate.judge(over(47, std::numeric_limits<double>::infinity()), at(1s)).has(SampleFlag::out_of_range));
  EXPECT_TRUE(gate.judge(FlightReading{}, at(1s)).none());
}

TEST(PlausibilityGate, AClockThatStandsStillIsFlaggedAfterItsTimeUnlessPaused) {
  PlausibilityGate gate(10s);
  FlightReading reading = over(47, 8);
  reading.clock_s = 5;
  EXPECT_TRUE(gate.judge(reading, at(1s)).none());
  EXPECT_TRUE(gate.judge(reading, at(11s - 1ns)).none());
  EXPECT_TRUE(gate.judge(reading, at(11s)).has(SampleFlag::clock_still));
  EXPECT_EQ(gate.stands_still(at(12s)), 11s);
  gate.on_event("Pause", 1, "");
  EXPECT_FALSE(gate.judge(reading, at(13s)).has(SampleFlag::clock_still));
  gate.on_event("Pause", 0, "");
  EXPECT_FALSE(gate.judge(reading, at(14s)).has(SampleFlag::clock_still)) << "counted from the end of the pause";
  reading.clock_s = 6;
  EXPECT_TRUE(gate.judge(reading, at(30s)).none());
}

TEST(Distance, IsThatOfASphere) {
  EXPECT_NEAR(distance_nm(0, 0, 1, 0), 60.04, 0.01);
  EXPECT_NEAR(distance_nm(51.5, 0, 40.7, -74), 3000, 30);
  EXPECT_NEAR(distance_nm(10, 179.9, 10, -179.9), 11.8, 0.1) << "across the date line";
  EXPECT_EQ(distance_nm(47, 8, 47, 8), 0);
}

RC_GTEST_PROP(PlausibilityGateLaws, AnyNumbersGiveFlagsAndAFlightIsNeverJunkForLong, ()) {
  PlausibilityGate gate(10s);
  const auto junk = *rc::gen::container<std::vector<double>>(rc::gen::arbitrary<double>());
  int i = 0;
  for (const double value : junk) {
    FlightReading reading = over(value, -value, value);
    reading.ground_speed_kt = value;
    (void)gate.judge(reading, at(1s * ++i));
  }
  // Whatever came before, the second of two readings in one place is believed.
  (void)gate.judge(over(47, 8), at(1s * ++i));
  RC_ASSERT(gate.judge(over(47, 8), at(1s * ++i)).plausible());
}

}  // namespace
}  // namespace checkride::runtime::link
