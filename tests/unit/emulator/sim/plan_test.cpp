// Goal: a pilot flies a plan from takeoff to standstill, whatever the type and the wind; the GPS tells where on it he
// is. Method: whole flights on virtual time, looked at every second.
#include <gmock/gmock.h>

#include <cmath>

#include "bench_aircraft.hpp"
#include "checkride/test/property.hpp"
#include "sim/navigation.hpp"

namespace checkride::emulator {
namespace {

using test::BenchAircraft;

struct Trip {
  std::string aircraft = "C172";
  double cruise_ft = 5500;
  double length_nm = 40;
  double fuel_gal = 40;
  double wind_kt = 0;
  double start_ft = 0;  // 0: on the ground
  double field_ft = 1200;
};

// East of a field at 400 ft, with two turns on the way.
Flight planned(const Trip& trip) {
  const double degrees = trip.length_nm / 60;
  Plan plan;
  plan.cruising_altitude_ft = trip.cruise_ft;
  plan.waypoints = {{"AAAA", "Airport", 47, 8, 400},
                    {"ONE", "Intersection", 47 + degrees * 0.3, 8 + degrees * 0.4, 0},
                    {"TWO", "VOR", 47 + degrees * 0.3, 8 + degrees * 0.9, 0},
                    {"BBBB", "Airport", 47 + degrees * 0.1, 8 + degrees * 1.2, trip.field_ft}};
  Flight flight{.name = "trip", .aircraft = trip.aircraft};
  flight.start = {.latitude_deg = 47,
                  .longitude_deg = 8,
                  .altitude_ft = trip.start_ft > 0 ? trip.start_ft : 400,
                  .ground_elevation_ft = 400,
                  .heading_deg = 60,
                  .fuel_gal = trip.fuel_gal};
  flight.plan = plan;
  if (trip.wind_kt > 0) {
    flight.weather.wind = {{.altitude_ft = 0, .direction_deg = 270, .speed_kt = trip.wind_kt / 3},
                           {.altitude_ft = 30000, .direction_deg = 230, .speed_kt = trip.wind_kt}};
    flight.weather.gusts_kt = trip.wind_kt / 5;
  }
  return flight;
}

struct Seen {
  double highest_ft = 0;
  double fastest_low_kt = 0;  // indicated, below 10,000 ft
  double most_bank = 0;
  double most_load = 1;
  double least_load = 1;
  std::vector<std::string> phases;
};

// To the end, or ten hours.
Seen fly_home(BenchAircraft& aircraft) {
  Seen seen;
  for (int second = 0; second < 36000; ++second) {
    const std::string phase = aircraft.simulation().phase_name();
    if (seen.phases.empty() || seen.phases.back() != phase) seen.phases.push_back(phase);
    const bool landed = phase == "parked" && aircraft.get("GROUND VELOCITY") == 0;
    if (landed || aircraft.get("CRASH FLAG") != 0) break;
    aircraft.run(1);
    seen.highest_ft = std::max(seen.highest_ft, aircraft.get("PLANE ALTITUDE"));
    if (aircraft.get("PLANE ALTITUDE") < 9800) {
      seen.fastest_low_kt = std::max(seen.fastest_low_kt, aircraft.get("AIRSPEED INDICATED"));
    }
    seen.most_bank = std::max(seen.most_bank, std::abs(aircraft.get("PLANE BANK DEGREES")) * 180 / M_PI);
    seen.most_load = std::max(seen.most_load, aircraft.get("G FORCE"));
    seen.least_load = std::min(seen.least_load, aircraft.get("G FORCE"));
  }
  return seen;
}

// Metres between the aircraft and the last waypoint.
double miss(BenchAircraft& aircraft, const Flight& flight) {
  const PlanWaypoint& end = flight.plan->waypoints.back();
  return distance_m(GeoPoint{aircraft.get("PLANE LATITUDE"), aircraft.get("PLANE LONGITUDE")},
                    GeoPoint{end.latitude_deg * M_PI / 180, end.longitude_deg * M_PI / 180});
}

void expect_landed(BenchAircraft& aircraft, const Flight& flight, double touchdown_fpm) {
  EXPECT_EQ(aircraft.get("CRASH FLAG"), 0);
  EXPECT_EQ(aircraft.get("SIM ON GROUND"), 1);
  EXPECT_LT(aircraft.get("PLANE TOUCHDOWN NORMAL VELOCITY") * 60, touchdown_fpm);
  EXPECT_GT(aircraft.get("PLANE TOUCHDOWN NORMAL VELOCITY") * 60, 10);
  EXPECT_LT(miss(aircraft, flight), 2000);
  EXPECT_NEAR(aircraft.get("GROUND ALTITUDE") / 0.3048, flight.plan->waypoints.back().altitude_ft, 1e-6);
  EXPECT_EQ(aircraft.get("GEAR TOTAL PCT EXTENDED"), 100);
}

class PlannedFlight : public testing::TestWithParam<Trip> {};

TEST_P(PlannedFlight, EndsAtItsDestination) {
  const Flight flight = planned(GetParam());
  BenchAircraft aircraft(flight);
  const Seen seen = fly_home(aircraft);
  expect_landed(aircraft, flight, 400);
  EXPECT_THAT(seen.phases,
              testing::ElementsAre("takeoff", "climb", "cruise", "descent", "approach", "landing", "parked"));
  EXPECT_NEAR(seen.highest_ft, GetParam().cruise_ft, 300);
  EXPECT_LT(seen.most_bank, 31);
  EXPECT_LT(seen.most_load, 2);
  EXPECT_GT(seen.least_load, 0.2);
  EXPECT_LT(seen.fastest_low_kt, 285);
}

INSTANTIATE_TEST_SUITE_P(
    Types, PlannedFlight,
    testing::Values(Trip{}, Trip{.wind_kt = 30}, Trip{.aircraft = "DA62", .cruise_ft = 10000, .length_nm = 70},
                    Trip{.aircraft = "DA62", .cruise_ft = 8000, .length_nm = 60, .wind_kt = 40},
                    Trip{.aircraft = "A320", .cruise_ft = 37000, .length_nm = 300, .fuel_gal = 2200},
                    Trip{.aircraft = "A320", .cruise_ft = 35000, .length_nm = 250, .fuel_gal = 2200, .wind_kt = 60},
                    Trip{.aircraft = "B738", .cruise_ft = 24000, .length_nm = 130, .fuel_gal = 2400},
                    Trip{.aircraft = "B738",
                         .cruise_ft = 33000,
                         .length_nm = 220,
                         .fuel_gal = 3000,
                         .wind_kt = 60,
                         .field_ft = 5000}));

TEST(PlannedGlider, ReachesAFieldInReach) {
  const Flight flight = planned({.aircraft = "ASK21", .length_nm = 8, .start_ft = 6000, .field_ft = 1200});
  BenchAircraft aircraft(flight);
  const Seen seen = fly_home(aircraft);
  expect_landed(aircraft, flight, 400);
  EXPECT_EQ(seen.phases.back(), "parked");
}

TEST(PlannedGlider, CirclesDownWhenItIsTooHigh) {
  const Flight flight = planned({.aircraft = "ASK21", .length_nm = 3, .start_ft = 8000, .field_ft = 400});
  BenchAircraft aircraft(flight);
  const Seen seen = fly_home(aircraft);
  expect_landed(aircraft, flight, 400);
  EXPECT_GT(seen.most_bank, 25);
}

TEST(PlannedGlider, LandsOutWhenTheFieldIsTooFar) {
  const Flight flight = planned({.aircraft = "ASK21", .length_nm = 60, .start_ft = 3000, .field_ft = 400});
  BenchAircraft aircraft(flight);
  for (int i = 0; i < 3600 && !(aircraft.get("SIM ON GROUND") != 0 && aircraft.get("GROUND VELOCITY") == 0); ++i) {
    aircraft.run(1);
  }
  EXPECT_EQ(aircraft.get("CRASH FLAG"), 0);
  EXPECT_EQ(aircraft.get("SIM ON GROUND"), 1);
  EXPECT_GT(miss(aircraft, flight), 10000);
}

TEST(Gps, TellsWhereOnThePlanItIs) {
  BenchAircraft aircraft(planned({}));
  EXPECT_EQ(aircraft.get("GPS IS ACTIVE FLIGHT PLAN"), 1);
  EXPECT_EQ(aircraft.get("GPS FLIGHT PLAN WP COUNT"), 4);
  EXPECT_EQ(aircraft.get("GPS FLIGHT PLAN WP INDEX"), 1);
  EXPECT_EQ(aircraft.simulation().text(aircraft.ref("GPS WP NEXT ID")), "ONE");
  EXPECT_EQ(aircraft.simulation().text(aircraft.ref("GPS WP PREV ID")), "AAAA");
  EXPECT_NEAR(aircraft.get("GPS WP NEXT LAT"), 47.2, 1e-9);
  EXPECT_EQ(aircraft.get("GPS WP ETE"), 0) << "standing it never arrives";
  aircraft.at(500);
  EXPECT_LT(std::abs(aircraft.get("GPS WP CROSS TRK")), 20);
  EXPECT_NEAR(aircraft.get("GPS WP TRACK ANGLE ERROR"), 0, 0.01);
  EXPECT_NEAR(aircraft.get("GPS GROUND MAGNETIC TRACK"), aircraft.get("GPS WP DESIRED TRACK"), 0.01);
  EXPECT_NEAR(aircraft.get("GPS WP BEARING"), aircraft.get("GPS WP DESIRED TRACK"), 0.01);
  const double speed = aircraft.get("GPS GROUND SPEED");
  EXPECT_NEAR(aircraft.get("GPS WP ETE"), aircraft.get("GPS WP DISTANCE") / speed, 1);
  EXPECT_GT(aircraft.get("GPS ETE"), aircraft.get("GPS WP ETE"));
  const double distance = aircraft.get("GPS WP DISTANCE");
  aircraft.at(530);
  EXPECT_NEAR(distance - aircraft.get("GPS WP DISTANCE"), 30 * speed, 0.05 * 30 * speed);
}

TEST(Gps, WithoutAPlanThereIsNothing) {
  BenchAircraft aircraft = BenchAircraft::flying("coastal_pass");
  aircraft.at(10);
  for (const char* name : {"GPS IS ACTIVE FLIGHT PLAN", "GPS WP DISTANCE", "GPS WP BEARING", "GPS WP CROSS TRK",
                           "GPS WP NEXT LAT", "GPS ETE", "GPS FLIGHT PLAN WP COUNT"}) {
    EXPECT_EQ(aircraft.get(name), 0) << name;
  }
  EXPECT_EQ(aircraft.simulation().text(aircraft.ref("GPS WP NEXT ID")), "");
}

// ---- the computer alone
Plan straight(double latitude, double longitude, double to_latitude, double to_longitude) {
  Plan plan;
  plan.waypoints = {{"A", "User", latitude, longitude, 0}, {"B", "User", to_latitude, to_longitude, 0}};
  return plan;
}

RC_GTEST_PROP(Navigation, APointOnTheGreatCircleIsOnTheLeg, ()) {
  const PlanRoute route = make_route(straight(*rc::gen::inRange(-70, 70), *rc::gen::inRange(-179, 179),
                                              *rc::gen::inRange(-70, 70), *rc::gen::inRange(-179, 179)));
  RC_PRE(route.usable());
  const double length = route.points[1].leg_m;
  RC_PRE(length < 18'000'000);
  const double along = length * *rc::gen::inRange(1, 100) / 100.0;
  const double course = course_to(route.points[0].at, route.points[1].at);
  const GeoPoint on = destination(route.points[0].at, course, along);
  const LegPosition there = on_leg(route, 1, on);
  RC_ASSERT(std::abs(there.crosstrack) < 1);
  RC_ASSERT(std::abs(there.to_go - (length - along)) < 1);
  const double off = *rc::gen::inRange(-20000, 20000);
  const GeoPoint beside = destination(on, there.course + M_PI / 2, off);
  const LegPosition seen = on_leg(route, 1, beside);
  RC_ASSERT(std::abs(seen.crosstrack - off) < 5);
}

TEST(Navigation, PointsOnTopOfEachOtherAreOne) {
  Plan plan = straight(47, 8, 47, 9);
  plan.waypoints.insert(plan.waypoints.begin() + 1, plan.waypoints.front());
  EXPECT_EQ(make_route(plan).points.size(), 2u);
  plan.waypoints.resize(2);
  EXPECT_FALSE(make_route(plan).usable());
}

TEST(PlanFlight, APlanWithoutAnAltitudeIsFlownAboveItsFields) {
  for (const double said : {0.0, 10.0, 1300.0}) {
    BenchAircraft aircraft(planned({.cruise_ft = said}));
    aircraft.at(15 * 60);
    EXPECT_EQ(aircraft.simulation().phase_name(), "cruise") << said;
    EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 1200 + 1500, 30) << said;
    EXPECT_NEAR(aircraft.get("ATC FLIGHTPLAN DIFF ALT"), 0, 10) << said;
  }
  BenchAircraft low(planned({.cruise_ft = 2000}));
  low.at(15 * 60);
  EXPECT_NEAR(low.get("PLANE ALTITUDE"), 2000, 30) << "low, but not too low to be meant";
}

// Everybody who has the plan says the same of it.
TEST(PlanFlight, TheGpsKnowsTheAltitudeOfAPlanThatSaysNone) {
  const Flight flight = planned({.cruise_ft = 0});
  BenchAircraft aircraft(flight);
  EXPECT_NEAR(aircraft.get("GPS WP NEXT ALT"), (1200 + 1500) * 0.3048, 1e-9);
  EXPECT_EQ(cruise_ft(*flight.plan), 1200 + 1500);
  EXPECT_EQ(cruise_ft(*flight.plan, 3000), 3000 + 1500) << "it begins higher than the plan says";
  SimulationOptions options;
  options.find_plan = [&](std::string_view) { return flight.plan; };
  BenchAircraft other(std::move(options));
  EXPECT_TRUE(other.simulation().activate_plan("any.pln"));
  EXPECT_NEAR(other.get("GPS WP NEXT ALT"), (1200 + 1500) * 0.3048, 1e-9);
}

TEST(PlanFlight, APlanIsFlownAsHighAsItsWaypoints) {
  Plan plan = *planned({.cruise_ft = 0}).plan;
  plan.waypoints[1].altitude_ft = 9000;
  EXPECT_EQ(cruise_ft(plan), 9000);
  plan.cruising_altitude_ft = 4000;
  EXPECT_EQ(cruise_ft(plan), 4000) << "what it says counts";
  for (PlanWaypoint& waypoint : plan.waypoints) waypoint.type = "User";
  plan.cruising_altitude_ft = 600;
  EXPECT_EQ(cruise_ft(plan), 600) << "there is no field that it would scrape";
  EXPECT_EQ(cruise_ft(Plan{}), 0);
}

// Level in flight level 300, on the meridian of 10 E, to a point beyond the pole; `north` is -1 for the other one.
Flight to_beyond_the_pole(double north, double longitude_deg) {
  Flight flight{.name = "pole", .aircraft = "A320"};
  flight.start = {.latitude_deg = north * 89.6, .longitude_deg = 10, .altitude_ft = 30000};
  flight.start.heading_deg = north > 0 ? 0 : 180;
  flight.start.fuel_gal = 3000;
  Plan plan;
  plan.cruising_altitude_ft = 30000;
  plan.waypoints = {{"A", "User", north * 89.6, 10, 0}, {"B", "User", north * 89, longitude_deg, 0}};
  flight.plan = plan;
  return flight;
}

TEST(PlanFlight, GoesOverAPole) {
  for (const double north : {1.0, -1.0}) {
    BenchAircraft aircraft(to_beyond_the_pole(north, -170));
    for (int i = 0; i < 400; ++i) {
      const double before = aircraft.get("PLANE LATITUDE") * north;
      aircraft.run(1);
      const double now = aircraft.get("PLANE LATITUDE") * north;
      const double longitude = aircraft.get("PLANE LONGITUDE") * 180 / M_PI;
      const bool beyond = std::abs(longitude - 10) > 90;
      // One of the seconds has the pole in it.
      if (before < M_PI / 2 - 1e-4 && now < M_PI / 2 - 1e-4) {
        const double gone = (beyond ? before - now : now - before) * 6371000;
        EXPECT_NEAR(gone, aircraft.get("GROUND VELOCITY") * 1852 / 3600, 0.5) << i;
      }
      EXPECT_NEAR(longitude, beyond ? -170 : 10, 0.5) << i;
    }
    EXPECT_LT(aircraft.get("PLANE LATITUDE") * north, 89.65 * M_PI / 180) << "it is beyond";
  }
}

// To the last bit: there every direction is the other way.
TEST(PlanFlight, GoesOnFromAPole) {
  for (const double north : {1.0, -1.0}) {
    Flight flight = to_beyond_the_pole(north, -170);
    flight.start.latitude_deg = north * 90;
    BenchAircraft aircraft(std::move(flight));
    EXPECT_EQ(aircraft.get("PLANE LATITUDE"), north * M_PI / 2);
    for (int i = 0; i < 10; ++i) {
      const double before = aircraft.get("PLANE LATITUDE") * north;
      aircraft.run(1);
      const double gone = (before - aircraft.get("PLANE LATITUDE") * north) * 6371000;
      EXPECT_NEAR(gone, aircraft.get("GROUND VELOCITY") * 1852 / 3600, 0.5) << i;
      EXPECT_NEAR(aircraft.get("PLANE LONGITUDE") * 180 / M_PI, -170, 0.5) << i;
    }
  }
}

RC_GTEST_PROP(GreatCircle, GoesAsFarFromAPoleAsFromAnywhere, ()) {
  const double latitude = *rc::gen::element(-M_PI / 2, -M_PI / 2 + 1e-9, -1.0, 0.0, 1.0, M_PI / 2 - 1e-9, M_PI / 2);
  const GeoPoint from{latitude, *rc::gen::inRange(-31, 32) / 10.0};
  const double course = *rc::gen::inRange(0, 628) / 100.0;
  const double metres = *rc::gen::element(0.01, 1.0, 250.0, 10'000.0, 5'000'000.0);
  const GeoPoint there = destination(from, course, metres);
  RC_ASSERT(std::abs(distance_m(from, there) - metres) < 1e-3 * metres);
  const double off = std::remainder(course_to(from, there) - course, 2 * M_PI);
  RC_ASSERT(std::abs(off) < 1e-3);
}

TEST(PlanFlight, KeepsToItsLegBesideAPole) {
  Flight flight = to_beyond_the_pole(1, -100);
  flight.start.heading_deg = 308;  // along its leg
  BenchAircraft aircraft(std::move(flight));
  for (int i = 0; i < 400; ++i) {
    aircraft.run(1);
    EXPECT_NEAR(aircraft.get("GPS WP CROSS TRK"), 0, 300) << i;
  }
}

}  // namespace
}  // namespace checkride::emulator
