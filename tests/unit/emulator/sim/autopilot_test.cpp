// Goal: each mode of the autopilot flies what it says and hands over as it should. Method: aircraft in the air whose
// modes are set by key events, as clients do.
#include <cmath>

#include "bench_aircraft.hpp"
#include "sim/aircraft.hpp"

namespace checkride::emulator {
namespace {

using test::BenchAircraft;

// In the air with running engines and the autopilot on; without a pilot, so that nobody else moves anything.
BenchAircraft in_the_air(const std::string& type, double altitude_ft, int knots) {
  Flight flight{.name = "ap", .aircraft = type};
  flight.start = {.latitude_deg = 47, .longitude_deg = 8, .fuel_gal = find_aircraft(type)->fuel_gal};
  BenchAircraft aircraft(flight);
  aircraft.trigger("ENGINE_AUTO_START");
  aircraft.run(30);
  aircraft.simulation().place(
      {.latitude_deg = 47, .longitude_deg = 8, .altitude_ft = altitude_ft, .heading_deg = 90, .airspeed_kt = knots});
  aircraft.trigger("GEAR_UP");
  aircraft.trigger("AP_MASTER");
  return aircraft;
}

double fpm(BenchAircraft& aircraft) {
  return aircraft.get("VERTICAL SPEED") * 60;
}

TEST(Autopilot, VerticalSpeedEndsAtTheSelectedAltitude) {
  BenchAircraft aircraft = in_the_air("DA62", 4000, 120);
  aircraft.trigger("THROTTLE_SET", 14000);
  aircraft.trigger("AP_ALT_VAR_SET_ENGLISH", 6000);
  aircraft.trigger("AP_VS_VAR_SET_ENGLISH", 700);
  aircraft.trigger("AP_VS_HOLD");
  aircraft.run(60);
  EXPECT_NEAR(fpm(aircraft), 700, 15);
  EXPECT_EQ(aircraft.get("AUTOPILOT ALTITUDE LOCK"), 0);
  EXPECT_EQ(aircraft.get("AUTOPILOT ALTITUDE ARM"), 1);
  double highest = 0;
  for (int second = 0; second < 180; ++second) {
    aircraft.run(1);
    highest = std::max(highest, aircraft.get("PLANE ALTITUDE"));
  }
  EXPECT_EQ(aircraft.get("AUTOPILOT ALTITUDE LOCK"), 1) << "captured";
  EXPECT_EQ(aircraft.get("AUTOPILOT VERTICAL HOLD"), 0);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 6000, 5);
  EXPECT_LT(highest, 6030) << "without shooting through";
}

TEST(Autopilot, VerticalSpeedAwayFromTheSelectedAltitudeGoesOn) {
  BenchAircraft aircraft = in_the_air("DA62", 6000, 130);
  aircraft.trigger("THROTTLE_SET", 8000);
  aircraft.trigger("AP_ALT_VAR_SET_ENGLISH", 6000);
  aircraft.trigger("AP_VS_VAR_SET_ENGLISH", static_cast<std::uint32_t>(-500));
  aircraft.trigger("AP_VS_HOLD");
  aircraft.run(120);
  EXPECT_NEAR(fpm(aircraft), -500, 15);
  EXPECT_EQ(aircraft.get("AUTOPILOT VERTICAL HOLD"), 1);
}

TEST(Autopilot, LevelChangeHoldsTheSpeedByPitchAndLevelsOff) {
  BenchAircraft aircraft = in_the_air("A320", 12000, 280);
  aircraft.trigger("AUTO_THROTTLE_ARM");
  aircraft.trigger("AP_SPD_VAR_SET", 290);
  aircraft.trigger("AP_ALT_VAR_SET_ENGLISH", 20000);
  aircraft.trigger("FLIGHT_LEVEL_CHANGE");
  aircraft.run(60);
  EXPECT_EQ(aircraft.get("AUTOTHROTTLE ACTIVE"), 1);
  EXPECT_EQ(aircraft.get("GENERAL ENG THROTTLE LEVER POSITION:2"), 100);
  EXPECT_NEAR(aircraft.get("AIRSPEED INDICATED"), 290, 4);
  EXPECT_GT(fpm(aircraft), 1500);
  aircraft.trigger("AP_AIRSPEED_ON");
  aircraft.run(400);
  EXPECT_EQ(aircraft.get("AUTOPILOT FLIGHT LEVEL CHANGE"), 0);
  EXPECT_EQ(aircraft.get("AUTOPILOT ALTITUDE LOCK"), 1);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 20000, 20);
  EXPECT_NEAR(aircraft.get("AIRSPEED INDICATED"), 290, 2) << "the throttle holds what the pitch held";
  aircraft.trigger("AP_ALT_VAR_SET_ENGLISH", 15000);
  aircraft.trigger("FLIGHT_LEVEL_CHANGE_ON");
  aircraft.run(60);
  EXPECT_EQ(aircraft.get("GENERAL ENG THROTTLE LEVER POSITION:1"), 0);
  EXPECT_LT(fpm(aircraft), -1000);
}

TEST(Autopilot, MachIsHeldByTheAutothrottle) {
  BenchAircraft aircraft = in_the_air("B738", 35000, 250);
  aircraft.trigger("THROTTLE_SET", 14000);
  aircraft.trigger("AUTO_THROTTLE_ARM");
  aircraft.trigger("AP_ALT_VAR_SET_ENGLISH", 35000);
  aircraft.trigger("AP_ALT_HOLD_ON");
  aircraft.trigger("AP_MACH_VAR_SET", 76);
  aircraft.trigger("AP_MACH_ON");
  aircraft.run(300);
  EXPECT_NEAR(aircraft.get("AIRSPEED MACH"), 0.76, 0.003);
  EXPECT_NEAR(aircraft.get("PLANE ALTITUDE"), 35000, 20);
  EXPECT_EQ(aircraft.get("AUTOTHROTTLE ACTIVE"), 1);
  aircraft.trigger("AP_AIRSPEED_HOLD");
  EXPECT_EQ(aircraft.get("AUTOPILOT MACH HOLD"), 0) << "one speed at a time";
}

TEST(Autopilot, WithoutAutothrottleTheSpeedIsHeldByPitch) {
  BenchAircraft aircraft = in_the_air("C172", 4000, 90);
  aircraft.trigger("AUTO_THROTTLE_ARM");
  aircraft.trigger("THROTTLE_FULL");
  aircraft.trigger("AP_SPD_VAR_SET", 80);
  aircraft.trigger("AP_AIRSPEED_HOLD");
  aircraft.run(90);
  EXPECT_EQ(aircraft.get("AUTOTHROTTLE ACTIVE"), 0);
  EXPECT_NEAR(aircraft.get("AIRSPEED INDICATED"), 80, 2);
  EXPECT_GT(fpm(aircraft), 300);
}

TEST(Autopilot, SpeedHoldTakesThePresentSpeedWhenNoneIsSelected) {
  BenchAircraft aircraft = in_the_air("A320", 12000, 280);
  aircraft.trigger("AP_AIRSPEED_HOLD");
  EXPECT_NEAR(aircraft.get("AUTOPILOT AIRSPEED HOLD VAR"), 280, 1);
}

TEST(Autopilot, AttitudeHoldKeepsTheBankItFinds) {
  BenchAircraft aircraft = in_the_air("DA62", 6000, 140);
  aircraft.trigger("AP_WING_LEVELER");  // off: it came with the master switch
  aircraft.trigger("THROTTLE_SET", 13000);
  aircraft.set("PLANE BANK DEGREES", -0.3);
  aircraft.trigger("AP_ATT_HOLD");
  aircraft.run(30);
  EXPECT_NEAR(aircraft.get("PLANE BANK DEGREES"), -0.3, 0.02);
}

TEST(Autopilot, OffClearsTheModes) {
  BenchAircraft aircraft = in_the_air("A320", 12000, 280);
  for (const char* event : {"AP_NAV1_HOLD", "FLIGHT_LEVEL_CHANGE", "AP_MACH_HOLD", "AP_APR_HOLD"})
    aircraft.trigger(event);
  aircraft.trigger("AUTOPILOT_OFF");
  for (const char* mode : {"AUTOPILOT NAV1 LOCK", "AUTOPILOT FLIGHT LEVEL CHANGE", "AUTOPILOT MACH HOLD",
                           "AUTOPILOT APPROACH HOLD", "AUTOPILOT MASTER"}) {
    EXPECT_EQ(aircraft.get(mode), 0) << mode;
  }
}

// A pilot who holds altitude and speed, and a plan that only the autopilot follows.
Flight with_plan(double altitude_ft) {
  Flight flight{.name = "nav", .aircraft = "DA62"};
  flight.start = {
      .latitude_deg = 47, .longitude_deg = 8, .altitude_ft = altitude_ft, .heading_deg = 90, .fuel_gal = 60};
  flight.phases = {{.kind = PhaseKind::cruise, .speed_kt = 120}};
  flight.plan =
      Plan{.title = "p",
           .cruising_altitude_ft = altitude_ft,
           .waypoints = {{"A", "User", 47, 8, 0}, {"B", "User", 47.2, 8.3, 0}, {"C", "Airport", 47.2, 9, 500}}};
  flight.weather.wind = {{.altitude_ft = 0, .direction_deg = 340, .speed_kt = 25}};
  return flight;
}

TEST(Autopilot, NavigationFollowsThePlanInACrosswind) {
  BenchAircraft aircraft(with_plan(6000));
  EXPECT_EQ(aircraft.get("GPS DRIVES NAV1"), 1);
  aircraft.trigger("AP_MASTER");
  aircraft.trigger("AP_ALT_VAR_SET_ENGLISH", 6000);
  aircraft.trigger("AP_ALT_HOLD_ON");
  aircraft.trigger("AP_NAV1_HOLD");
  aircraft.run(240);
  EXPECT_EQ(aircraft.get("GPS FLIGHT PLAN WP INDEX"), 1);
  EXPECT_LT(std::abs(aircraft.get("GPS WP CROSS TRK")), 30);
  const double crab =
      std::remainder(aircraft.get("PLANE HEADING DEGREES TRUE") - aircraft.get("GPS GROUND TRUE TRACK"), 2 * M_PI);
  EXPECT_LT(crab, -0.1) << "into the wind from the left";
  double most = 0;
  while (aircraft.get("GPS FLIGHT PLAN WP INDEX") == 1) aircraft.run(1);
  for (int second = 0; second < 120; ++second) {
    aircraft.run(1);
    most = std::max(most, -aircraft.get("GPS WP CROSS TRK"));
  }
  EXPECT_LT(most, 1000) << "it turned ahead of the waypoint";
  EXPECT_LT(std::abs(aircraft.get("GPS WP CROSS TRK")), 30);
}

TEST(Autopilot, ApproachTakesTheGlidePath) {
  BenchAircraft aircraft(with_plan(3500));
  aircraft.trigger("AP_MASTER");
  aircraft.trigger("AP_ALT_VAR_SET_ENGLISH", 3500);
  aircraft.trigger("AP_ALT_HOLD_ON");
  aircraft.trigger("AP_APR_HOLD");
  int seconds = 0;
  while (aircraft.get("AUTOPILOT GLIDESLOPE HOLD") == 0 && ++seconds < 2000) aircraft.run(1);
  ASSERT_LT(seconds, 2000);
  EXPECT_EQ(aircraft.get("AUTOPILOT ALTITUDE LOCK"), 0);
  EXPECT_EQ(aircraft.get("AUTOPILOT APPROACH CAPTURED"), 1);
  const double height_ft = (3500 - 500) * 1.0;
  EXPECT_NEAR(aircraft.get("GPS TARGET DISTANCE") - 350, height_ft * 0.3048 / std::tan(3 * M_PI / 180), 600);
  aircraft.run(60);
  const double angle = std::atan2(-aircraft.get("VERTICAL SPEED") * 0.3048, aircraft.get("GPS GROUND SPEED"));
  EXPECT_NEAR(angle * 180 / M_PI, 3, 0.4);
}

}  // namespace
}  // namespace checkride::emulator
