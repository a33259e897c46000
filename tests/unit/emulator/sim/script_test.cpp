// Goal: a script flies as it says, phase by phase, by its controls alone. Method: whole flights, looked at once a
// second.
#include <cmath>

#include "bench_aircraft.hpp"

namespace checkride::emulator {
namespace {

using test::BenchAircraft;
using test::flight_text;

const std::string kStart =
    "name: test\n"
    "start: {latitude_deg: 47, longitude_deg: -125, heading_deg: 180, altitude_ft: 2000}\n";

// Advances second by second until the phase of that name begins; the seconds it took, or -1 after `limit`.
int seconds_until_phase(BenchAircraft& aircraft, const std::string& phase, int limit) {
  for (int second = 0; second <= limit; ++second) {
    if (aircraft.simulation().phase_name() == phase) return second;
    aircraft.run(1);
  }
  return -1;
}

TEST(Script, CoastalHopGoesFromColdStartToShutdown) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_hop");
  EXPECT_EQ(aircraft.get("GENERAL ENG COMBUSTION"), 0);
  EXPECT_EQ(seconds_until_phase(aircraft, "takeoff", 60), 31);
  EXPECT_GT(seconds_until_phase(aircraft, "climb", 200), 40);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 600, 20);
  EXPECT_GT(seconds_until_phase(aircraft, "cruise", 400), 100);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 2500, 20);
  aircraft.run(120);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 2500, 5);
  EXPECT_NEAR(aircraft.get("AIRSPEED INDICATED"), 110, 1);
  EXPECT_NEAR(aircraft.get("PLANE HEADING DEGREES TRUE") * 180 / M_PI, 180, 0.1);
  EXPECT_GT(seconds_until_phase(aircraft, "descent", 400), 100);
  EXPECT_GT(seconds_until_phase(aircraft, "parked", 600), 200);
  aircraft.run(30);
  EXPECT_EQ(aircraft.get("SIM ON GROUND"), 1);
  EXPECT_EQ(aircraft.get("PLANE ALTITUDE"), 18);
  EXPECT_EQ(aircraft.get("GROUND VELOCITY"), 0);
  EXPECT_EQ(aircraft.get("GENERAL ENG COMBUSTION"), 0);
  EXPECT_EQ(aircraft.get("BRAKE PARKING POSITION"), 1);
  EXPECT_EQ(aircraft.get("CRASH FLAG"), 0);
  EXPECT_GT(aircraft.get("PLANE TOUCHDOWN NORMAL VELOCITY"), 0.1);
  EXPECT_LT(aircraft.get("PLANE TOUCHDOWN NORMAL VELOCITY"), 6);
  EXPECT_LT(aircraft.get("FUEL TOTAL QUANTITY"), 28.5);
}

class ExampleFlight : public testing::TestWithParam<const char*> {};

// Every flight that comes with the emulator, and ends on the ground, ends well.
TEST_P(ExampleFlight, EndsWithAGentleLanding) {
  BenchAircraft aircraft = BenchAircraft::flying(GetParam());
  double highest = 0;
  bool flew = false;
  int seconds = 0;
  for (; seconds < 4 * 3600; ++seconds) {
    const bool stands = aircraft.get("SIM ON GROUND") != 0 && aircraft.get("GROUND VELOCITY") == 0;
    flew = flew || aircraft.get("SIM ON GROUND") == 0;
    if ((flew && stands && aircraft.simulation().phase_name() == "parked") || aircraft.get("CRASH FLAG") != 0) break;
    aircraft.run(1);
    highest = std::max(highest, aircraft.get("PLANE ALTITUDE"));
  }
  EXPECT_LT(seconds, 4 * 3600);
  EXPECT_EQ(aircraft.get("CRASH FLAG"), 0);
  EXPECT_GT(highest, 2000);
  EXPECT_GT(aircraft.get("PLANE TOUCHDOWN NORMAL VELOCITY") * 60, 10);
  EXPECT_LT(aircraft.get("PLANE TOUCHDOWN NORMAL VELOCITY") * 60, 400);
  EXPECT_EQ(aircraft.get("GEAR TOTAL PCT EXTENDED"), 100);
  aircraft.run(5);
  EXPECT_EQ(aircraft.get("GENERAL ENG COMBUSTION"), 0);
  EXPECT_EQ(aircraft.get("BRAKE PARKING POSITION"), 1);
}

INSTANTIATE_TEST_SUITE_P(Files, ExampleFlight,
                         testing::Values("coastal_hop", "da62_ifr", "a320_hop", "b738_regional", "glider_ridge"),
                         [](const auto& file) { return std::string(file.param); });

TEST(Script, TaxiesToTheRunway) {
  BenchAircraft aircraft(
      flight_text("name: taxi\nstart: {latitude_deg: 47, longitude_deg: -125, heading_deg: 180}\n"
                  "phases: [{phase: taxi, heading_deg: 90, until: {distance_nm: 0.2}}, {phase: takeoff}]\n"));
  aircraft.at(30);
  EXPECT_EQ(aircraft.simulation().phase_name(), "taxi");
  EXPECT_NEAR(aircraft.get("GROUND VELOCITY"), 15, 1);
  EXPECT_NEAR(aircraft.get("PLANE HEADING DEGREES TRUE") * 180 / M_PI, 90, 1);
  EXPECT_GT(seconds_until_phase(aircraft, "takeoff", 200), 10);
  aircraft.run(60);
  EXPECT_GT(aircraft.get("PLANE ALT ABOVE GROUND"), 100);
}

TEST(Script, CoastalPassStartsInTrim) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  EXPECT_GT(aircraft.get("ENG FUEL FLOW GPH"), 5);
  for (int second = 0; second < 300; ++second) {
    ASSERT_NEAR(aircraft.get("PLANE ALTITUDE"), 2500, 1) << second;
    ASSERT_NEAR(aircraft.get("AIRSPEED INDICATED"), 105, 0.5) << second;
    aircraft.run(1);
  }
  EXPECT_EQ(aircraft.get("SURFACE TYPE"), 2) << "the sea is below";
}

TEST(Script, TheLastPhaseIsHeld) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  aircraft.at(3600 * 2);
  EXPECT_EQ(aircraft.simulation().phase_name(), "cruise");
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 2500, 1);
  EXPECT_NEAR(aircraft.get("PLANE HEADING DEGREES TRUE") * 180 / M_PI, 165, 0.1);
}

TEST(Script, APhaseEndsAfterItsDuration) {
  BenchAircraft aircraft(flight_text(kStart + "phases: [{phase: cruise, until: {duration: 90s}}, {phase: descent}]\n"));
  aircraft.at(90);
  EXPECT_EQ(aircraft.simulation().phase_name(), "cruise");
  aircraft.frames(1);
  EXPECT_EQ(aircraft.simulation().phase_name(), "descent");
}

TEST(Script, APhaseEndsAfterItsDistance) {
  BenchAircraft aircraft(flight_text(kStart + "phases: [{phase: cruise, speed_kt: 100, until: {distance_nm: 5}}, "
                                              "{phase: descent}]\n"));
  const double latitude = aircraft.get("PLANE LATITUDE");
  EXPECT_GT(seconds_until_phase(aircraft, "descent", 300), 100);
  const double flown_nm = (latitude - aircraft.get("PLANE LATITUDE")) * 6371000 / 1852;
  EXPECT_NEAR(flown_nm, 5, 0.05);
}

TEST(Script, DurationIsOfSimulatedTime) {
  const Flight flight = flight_text(kStart + "phases: [{phase: cruise, until: {duration: 60s}}, {phase: descent}]\n");
  BenchAircraft aircraft(SimulationOptions{.rate = 4, .flight = flight});
  aircraft.at(14);
  EXPECT_EQ(aircraft.simulation().phase_name(), "cruise");
  aircraft.at(16);
  EXPECT_EQ(aircraft.simulation().phase_name(), "descent");
}

TEST(Script, ClimbAndDescentKeepTheirVerticalSpeed) {
  BenchAircraft climbing(flight_text(kStart + "phases: [{phase: climb, vertical_speed_fpm: 400, speed_kt: 85}]\n"));
  climbing.at(60);
  EXPECT_NEAR(climbing.get("VERTICAL SPEED") * 60, 400, 10);
  EXPECT_NEAR(climbing.get("AIRSPEED INDICATED"), 85, 1.5);
  BenchAircraft descending(flight_text(kStart + "phases: [{phase: descent, vertical_speed_fpm: -700}]\n"));
  descending.at(60);
  EXPECT_NEAR(descending.get("VERTICAL SPEED") * 60, -700, 15);
}

TEST(Script, TheLastClimbLevelsOffWhereItEnds) {
  BenchAircraft aircraft(flight_text(kStart + "phases: [{phase: climb, until: {altitude_ft: 3000}}]\n"));
  aircraft.at(400);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 3000, 5);
  EXPECT_NEAR(aircraft.get("VERTICAL SPEED"), 0, 0.1);
}

TEST(Script, TurnsTheShorterWayAndRollsOut) {
  BenchAircraft aircraft(flight_text(kStart + "phases: [{phase: cruise, heading_deg: 100}]\n"));
  aircraft.at(10);
  EXPECT_GT(aircraft.get("PLANE BANK DEGREES"), 0.2) << "left wing down";
  EXPECT_LT(aircraft.get("PLANE HEADING DEGREES TRUE"), M_PI);
  aircraft.at(90);
  EXPECT_NEAR(aircraft.get("PLANE HEADING DEGREES TRUE") * 180 / M_PI, 100, 0.1);
  EXPECT_NEAR(aircraft.get("PLANE BANK DEGREES"), 0, 0.001);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 2000, 15);
}

TEST(Script, TurnsThroughNorth) {
  BenchAircraft aircraft(
      flight_text("name: north\nstart: {latitude_deg: 47, longitude_deg: -125, heading_deg: 350, altitude_ft: 2000}\n"
                  "phases: [{phase: cruise, heading_deg: 20}]\n"));
  aircraft.at(5);
  EXPECT_LT(aircraft.get("PLANE BANK DEGREES"), -0.2) << "right wing down";
  aircraft.at(60);
  EXPECT_NEAR(aircraft.get("PLANE HEADING DEGREES TRUE") * 180 / M_PI, 20, 0.1);
}

TEST(Script, WithoutFuelItGlidesIntoTheSea) {
  BenchAircraft aircraft(
      flight_text("name: dry\nstart: {latitude_deg: 47, longitude_deg: -125, heading_deg: 0, "
                  "altitude_ft: 1500, fuel_gal: 0.05}\nphases: [{phase: cruise}]\n"));
  double lowest_speed = 200;
  for (int second = 0; second < 600 && aircraft.get("CRASH FLAG") == 0; ++second) {
    aircraft.run(1);
    if (aircraft.get("CRASH FLAG") == 0) lowest_speed = std::min(lowest_speed, aircraft.get("AIRSPEED INDICATED"));
  }
  EXPECT_EQ(aircraft.get("FUEL TOTAL QUANTITY"), 0);
  EXPECT_EQ(aircraft.get("GENERAL ENG COMBUSTION"), 0);
  EXPECT_EQ(aircraft.get("CRASH FLAG"), 8) << "splash";
  EXPECT_GT(lowest_speed, 50) << "the pilot keeps it flying";
  const auto events = aircraft.events();
  EXPECT_EQ(std::count(events.begin(), events.end(), "Crashed 0"), 1);
  const double latitude = aircraft.get("PLANE LATITUDE");
  aircraft.run(10);
  EXPECT_EQ(aircraft.get("PLANE LATITUDE"), latitude) << "a wreck does not move";
  aircraft.trigger("SIM_RESET");
  EXPECT_EQ(aircraft.get("CRASH FLAG"), 0);
}

TEST(Script, RisingTerrainIsHit) {
  BenchAircraft aircraft(flight_text(kStart + "phases: [{phase: cruise, until: {duration: 10s}}, "
                                              "{phase: cruise, ground_elevation_ft: 5000}]\n"));
  aircraft.at(12);
  EXPECT_EQ(aircraft.get("CRASH FLAG"), 2);
}

// Round three corners of a field, slow in the corners, and on to the runway.
TEST(Script, TaxisAlongItsPoints) {
  BenchAircraft aircraft(flight_text(
      "name: taxi\naircraft: DA62\nstart: {latitude_deg: 47.9, longitude_deg: -122.28, heading_deg: 0}\n"
      "phases:\n"
      "  - phase: taxi\n"
      "    points: [{latitude_deg: 47.902, longitude_deg: -122.28}, {latitude_deg: 47.902, longitude_deg: -122.276},\n"
      "             {latitude_deg: 47.900, longitude_deg: -122.276}]\n"
      "  - phase: parked\n"));
  aircraft.run(20);
  EXPECT_EQ(aircraft.simulation().phase_name(), "taxi");
  double fastest = 0;
  double east = -10;
  double slowest_turning = 100;
  for (int second = 0; second < 240 && aircraft.simulation().phase_name() == "taxi"; ++second) {
    aircraft.run(1);
    fastest = std::max(fastest, aircraft.get("GROUND VELOCITY"));
    east = std::max(east, aircraft.get("PLANE LONGITUDE"));
    if (second > 10 && std::abs(aircraft.get("ROTATION VELOCITY BODY Y")) > 0.05) {
      slowest_turning = std::min(slowest_turning, aircraft.get("GROUND VELOCITY"));
    }
  }
  EXPECT_EQ(aircraft.simulation().phase_name(), "parked");
  EXPECT_NEAR(fastest, 15, 1.5);
  EXPECT_LT(slowest_turning, 9);
  EXPECT_NEAR(east * 180 / M_PI, -122.276, 0.0005);
  EXPECT_NEAR(aircraft.get("PLANE LATITUDE") * 180 / M_PI, 47.900, 0.0004);
  EXPECT_EQ(aircraft.get("CRASH FLAG"), 0);
  aircraft.run(20);
  EXPECT_EQ(aircraft.get("GROUND VELOCITY"), 0);
}

TEST(Script, ATaxiThatIsTheLastPhaseStandsAtItsLastPoint) {
  BenchAircraft aircraft(
      flight_text("name: taxi\naircraft: C172\nstart: {latitude_deg: 47.9, longitude_deg: -122.28, heading_deg: 90}\n"
                  "phases: [{phase: taxi, points: [{latitude_deg: 47.9, longitude_deg: -122.279}]}]\n"));
  aircraft.run(120);
  EXPECT_EQ(aircraft.get("GROUND VELOCITY"), 0);
  EXPECT_NEAR(aircraft.get("PLANE LONGITUDE") * 180 / M_PI, -122.279, 0.0003);
}

TEST(Script, JetsReverseTheirThrustUntilTheyAreSlow) {
  BenchAircraft aircraft(flight_text(
      "name: land\naircraft: A320\nstart: {latitude_deg: 47, longitude_deg: 8, heading_deg: 0, altitude_ft: 2400}\n"
      "phases: [{phase: approach, speed_kt: 140, ground_elevation_ft: 10, until: {altitude_ft: 300}}, "
      "{phase: landing}, {phase: parked}]\n"));
  for (int i = 0; i < 300 && aircraft.get("SIM ON GROUND") == 0; ++i) {
    EXPECT_EQ(aircraft.get("TURB ENG REVERSE NOZZLE PERCENT:1"), 0) << "in the air";
    aircraft.run(1);
  }
  aircraft.run(5);
  EXPECT_EQ(aircraft.get("TURB ENG REVERSE NOZZLE PERCENT:2"), 100);
  EXPECT_EQ(aircraft.get("GENERAL ENG REVERSE THRUST ENGAGED"), 1);
  EXPECT_LT(aircraft.get("TURB ENG JET THRUST:1"), -1000);
  aircraft.run(60);
  EXPECT_EQ(aircraft.get("GROUND VELOCITY"), 0);
  EXPECT_EQ(aircraft.get("TURB ENG REVERSE NOZZLE PERCENT:2"), 0);
}

}  // namespace
}  // namespace checkride::emulator
