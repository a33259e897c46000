// Goal: an aircraft on a recorded track, as clients see it. Method: whole simulations, frame by frame, whose variables
// must agree with one another and with the track.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <string>

#include "checkride/test/property.hpp"
#include "earth/great_circle.hpp"
#include "earth/physics.hpp"
#include "flights/flight_file.hpp"
#include "sim/bench_aircraft.hpp"

namespace checkride::emulator::test {
namespace {

// Stands for ten seconds, takes off, turns left by 90 degrees, lands 400 ft lower and stands again.
std::string pattern() {
  std::string text = "time,latitude,longitude,altitude_ft,FUEL TOTAL QUANTITY:gallons,LIGHT LANDING\n";
  double latitude = 47;
  double longitude = -122;
  double altitude = 504;
  for (int second = 0; second <= 400; second += 2) {
    const double speed = second < 10    ? 0
                         : second < 40  ? (second - 10) * 1.6
                         : second < 340 ? 50
                                        : std::max(0, 390 - second);
    const double course = second < 150 ? 0 : second < 180 ? (150 - second) * 3 : -90;
    if (second > 40 && second <= 140) altitude += 20;
    if (second > 200 && second <= 340) altitude -= 20;
    text += std::to_string(second) + "," + std::to_string(latitude) + "," + std::to_string(longitude) + "," +
            std::to_string(altitude) + "," + std::to_string(40 - second * 0.01) + "," + (second < 200 ? "1" : "0") +
            "\n";
    latitude += 2 * speed * std::cos(course * kRadiansPerDegree) / 111195;
    longitude += 2 * speed * std::sin(course * kRadiansPerDegree) / 111195 / 0.682;
  }
  return text;
}

FlightFile flight_of(const std::string& path, const std::map<std::string, std::string>& files) {
  const auto flight = read_flight_file(path, [&files](const std::string& name) -> Result<std::string> {
    const auto found = files.find(name);
    if (found == files.end()) return Error::invalid("no file " + name);
    return found->second;
  });
  EXPECT_TRUE(flight.has_value()) << flight.error().message();
  return flight ? *flight : FlightFile{};
}

BenchAircraft on_track(const std::string& end = "hold") {
  const std::string yaml = "name: pattern\ntrack: {file: pattern.csv, end: " + end + "}\n";
  return BenchAircraft(
      flight_of("flights/pattern.yaml", {{"flights/pattern.yaml", yaml}, {"flights/pattern.csv", pattern()}}).flight);
}

TEST(TrackPlayer, StandsAndFliesWhereTheTrackIs) {
  BenchAircraft aircraft = on_track();
  EXPECT_EQ(aircraft.get("SIM ON GROUND"), 1);
  EXPECT_EQ(aircraft.get("GROUND VELOCITY"), 0);
  EXPECT_NEAR(aircraft.get("GROUND ALTITUDE") / kMetresPerFoot, 500, 0.1);
  EXPECT_EQ(aircraft.simulation().phase_name(), "track");
  aircraft.at(100);
  EXPECT_EQ(aircraft.get("SIM ON GROUND"), 0);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 1104, 1);
  EXPECT_NEAR(aircraft.get("VERTICAL SPEED"), 10, 0.1);
  EXPECT_NEAR(aircraft.get("GROUND VELOCITY") * kMetresPerSecondPerKnot, 50, 0.5);
  EXPECT_EQ(aircraft.get("GENERAL ENG COMBUSTION"), 1);
  EXPECT_GT(aircraft.get("GENERAL ENG RPM"), 1500);
  aircraft.at(165);
  EXPECT_GT(aircraft.get("PLANE BANK DEGREES"), 10 * kRadiansPerDegree);  // left wing down
  EXPECT_LT(aircraft.get("TURN INDICATOR RATE"), 0);
  aircraft.at(300);
  EXPECT_NEAR(aircraft.get("PLANE HEADING DEGREES TRUE"), 1.5 * kPi, 0.05);
  aircraft.at(398);
  EXPECT_EQ(aircraft.get("SIM ON GROUND"), 1);
  EXPECT_NEAR(aircraft.get("GROUND ALTITUDE") / kMetresPerFoot, 100, 1);
  EXPECT_GT(aircraft.get("PLANE TOUCHDOWN NORMAL VELOCITY"), 0);
}

TEST(TrackPlayer, PlaysRecordedVariables) {
  BenchAircraft aircraft = on_track();
  EXPECT_NEAR(aircraft.get("FUEL TOTAL QUANTITY"), 40, 1e-6);
  EXPECT_EQ(aircraft.get("LIGHT LANDING"), 1);
  aircraft.at(300);
  EXPECT_NEAR(aircraft.get("FUEL TOTAL QUANTITY"), 37, 0.01);
  EXPECT_EQ(aircraft.get("LIGHT LANDING"), 0);
}

TEST(TrackPlayer, AHoldIsStrongerThanTheTrack) {
  BenchAircraft aircraft = on_track();
  aircraft.at(100);
  aircraft.hold("PLANE ALTITUDE", 2000);
  aircraft.hold("LIGHT LANDING", 0);
  aircraft.at(120);
  EXPECT_EQ(aircraft.get("PLANE ALTITUDE"), 2000);
  EXPECT_EQ(aircraft.get("VERTICAL SPEED"), 0);
  EXPECT_EQ(aircraft.get("LIGHT LANDING"), 0);
  EXPECT_TRUE(aircraft.simulation().release(aircraft.ref("PLANE ALTITUDE")));
  aircraft.at(130);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 1404, 1);
}

TEST(TrackPlayer, AnotherFlightEndsTheTrack) {
  BenchAircraft aircraft = on_track();
  aircraft.at(100);
  const VarRef second = aircraft.ref("GENERAL ENG RPM:2");
  EXPECT_TRUE(aircraft.simulation().info(second).absent);
  Flight twin;
  twin.aircraft = "DA62";
  twin.start = {.latitude_deg = 50, .longitude_deg = 8, .altitude_ft = 6000, .fuel_gal = 60};
  twin.phases.push_back({.kind = PhaseKind::cruise});
  aircraft.simulation().start_flight(std::move(twin));
  EXPECT_FALSE(aircraft.simulation().info(second).absent);
  aircraft.at(160);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 6000, 100);
  EXPECT_NEAR(aircraft.get("PLANE LATITUDE") * kDegreesPerRadian, 50, 0.5);
  EXPECT_GT(aircraft.get("GENERAL ENG RPM:2"), 1000);
  EXPECT_EQ(aircraft.simulation().phase_name(), "cruise");
}

TEST(TrackPlayer, AtItsEndItHoldsOrLoops) {
  BenchAircraft holding = on_track("hold");
  holding.at(399);
  const double latitude = holding.get("PLANE LATITUDE");
  holding.at(900);
  EXPECT_NEAR(holding.get("PLANE LATITUDE"), latitude, 1e-9);
  EXPECT_EQ(holding.get("GROUND VELOCITY"), 0);
  BenchAircraft looping = on_track("loop");
  looping.at(100);
  const double altitude = looping.get("PLANE ALTITUDE");
  looping.at(500);
  EXPECT_NEAR(looping.get("PLANE ALTITUDE"), altitude, 1e-6);
}

TEST(TrackPlayer, AnAircraftThatIsLetGoFliesOn) {
  const std::string csv = "time,lat,lon,alt\n0,47,-122,3000\n60,47.027,-122,3000\n";
  const std::string yaml = "name: n\ntrack: {file: t.csv, end: stop}\nstart: {fuel_gal: 30}\n";
  BenchAircraft aircraft(flight_of("n.yaml", {{"n.yaml", yaml}, {"t.csv", csv}}).flight);
  aircraft.at(61);
  EXPECT_EQ(aircraft.simulation().phase_name(), "");
  const double latitude = aircraft.get("PLANE LATITUDE");
  aircraft.at(70);
  EXPECT_GT(aircraft.get("PLANE LATITUDE"), latitude);
  EXPECT_GT(aircraft.get("GROUND VELOCITY"), 50);
}

TEST(TrackPlayer, AResetBeginsTheTrackAgain) {
  BenchAircraft aircraft = on_track();
  const double latitude = aircraft.get("PLANE LATITUDE");
  aircraft.at(200);
  aircraft.trigger("SIM_RESET");
  EXPECT_NEAR(aircraft.get("PLANE LATITUDE"), latitude, 1e-12);
  aircraft.at(300);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 1104, 1);
}

// North at the approach speed of the type, a sample a second; `columns` and `cells` are written behind the altitude.
BenchAircraft at_approach_speed(const std::function<int(int)>& altitude_ft, const std::string& columns = "",
                                const std::string& cells = "") {
  std::string text = "time,latitude,longitude,altitude_ft" + columns + "\n";
  for (int second = 0; second <= 60; ++second) {
    text += std::to_string(second) + "," + std::to_string(47 + second * 65 / 3600.0 / 60) + ",-122," +
            std::to_string(altitude_ft(second)) + cells + "\n";
  }
  return BenchAircraft(flight_of("t.csv", {{"t.csv", text}}).flight);
}

// Receivers and transponders write altitudes in steps of 25 ft.
TEST(TrackPlayer, RoughAltitudesAreNoStall) {
  BenchAircraft aircraft = at_approach_speed([](int second) { return 2000 - second / 2 * 25; });
  double most_load = 0;
  for (int frame = 0; frame < 59 * 30; ++frame) {
    aircraft.frames(1);
    ASSERT_EQ(aircraft.get("STALL WARNING"), 0) << frame;
    most_load = std::max(most_load, aircraft.get("G FORCE"));
  }
  EXPECT_GT(most_load, 1.5) << "the steps are felt, or nothing is shown here";
}

TEST(TrackPlayer, ATightTurnIsNearerToAStallThanOneUpsideDown) {
  const auto level = [](int) { return 2000; };
  const std::map<std::string, double> warnings{{"0", 0}, {"60", 1}, {"89", 1}, {"180", 0}};
  for (const auto& [bank, warns] : warnings) {
    BenchAircraft aircraft = at_approach_speed(level, ",bank", "," + bank);
    aircraft.at(30);
    EXPECT_EQ(aircraft.get("STALL WARNING"), warns) << bank;
  }
}

// Every variable says the same of the movement, in every frame.
void check_consistency(BenchAircraft& aircraft, int frames) {
  for (int frame = 0; frame < frames; ++frame) {
    const GeoPoint before{aircraft.get("PLANE LATITUDE"), aircraft.get("PLANE LONGITUDE")};
    const double altitude = aircraft.get("PLANE ALTITUDE");
    const double speed = aircraft.get("GROUND VELOCITY") * kMetresPerSecondPerKnot;
    const double climb = aircraft.get("VERTICAL SPEED");
    aircraft.frames(1);
    const GeoPoint after{aircraft.get("PLANE LATITUDE"), aircraft.get("PLANE LONGITUDE")};
    const double mean_speed = (speed + aircraft.get("GROUND VELOCITY") * kMetresPerSecondPerKnot) / 2;
    const double mean_climb = (climb + aircraft.get("VERTICAL SPEED")) / 2;
    ASSERT_NEAR(distance_m(before, after) * 30, mean_speed, 0.05 + 0.01 * mean_speed) << frame;
    ASSERT_NEAR((aircraft.get("PLANE ALTITUDE") - altitude) * 30, mean_climb, 0.2) << frame;
    const double pitch = aircraft.get("PLANE PITCH DEGREES");
    ASSERT_LT(std::abs(pitch), 0.8) << frame;
  }
}

TEST(TrackPlayer, SpeedsAreWhatThePositionDoes) {
  BenchAircraft aircraft = on_track();
  check_consistency(aircraft, 30 * 400);
}

RC_GTEST_PROP(TrackPlayer, AnyTrackIsFlownConsistently, ()) {
  const auto samples = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
      12, rc::gen::tuple(rc::gen::inRange(-20, 20), rc::gen::inRange(20, 60), rc::gen::inRange(-40, 40)));
  std::string text = "time,lat,lon,alt\n0,10,179.99,5000\n";
  double course = 0;
  double latitude = 10;
  double longitude = 179.99;
  double altitude = 5000;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto& [turn, speed, up] = samples[i];
    course += turn * kRadiansPerDegree;
    latitude += 2 * speed * std::cos(course) / 111195;
    longitude += 2 * speed * std::sin(course) / 111195;
    if (longitude > 180) longitude -= 360;
    altitude += up;
    text += std::to_string(2 * (i + 1)) + "," + std::to_string(latitude) + "," + std::to_string(longitude) + "," +
            std::to_string(altitude) + "\n";
  }
  BenchAircraft aircraft(flight_of("t.csv", {{"t.csv", text}}).flight);
  check_consistency(aircraft, 30 * 23);
}

}  // namespace
}  // namespace checkride::emulator::test
