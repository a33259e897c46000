// Goal: wind, gusts, temperature and pressure are what the flight file says, and everything that depends on them
// agrees. Method: the profile alone, then aircraft in it.
#include "sim/weather.hpp"

#include <cmath>

#include "bench_aircraft.hpp"
#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::emulator {
namespace {

using checkride::test::FailsWith;
using test::BenchAircraft;
using test::flight_text;
using testing::AllOf;
using testing::HasSubstr;

constexpr double kKnot = 1852.0 / 3600;

TEST(WindProfile, BlowsFromItsDirection) {
  FlightWeather weather;
  weather.wind = {{.altitude_ft = 1000, .direction_deg = 270, .speed_kt = 20, .updraft_fpm = 300}};
  const Wind wind = WindProfile(weather).at(5000, 0);
  EXPECT_NEAR(wind.east, 20 * kKnot, 1e-9);
  EXPECT_NEAR(wind.north, 0, 1e-9);
  EXPECT_NEAR(wind.up, 300 * 0.3048 / 60, 1e-12);
}

TEST(WindProfile, IsInterpolatedBetweenLayersAndStaysBeyond) {
  FlightWeather weather;
  weather.wind = {{.altitude_ft = 2000, .direction_deg = 180, .speed_kt = 10},
                  {.altitude_ft = 6000, .direction_deg = 180, .speed_kt = 30}};
  const WindProfile profile(weather);
  EXPECT_NEAR(profile.at(0, 0).north, 10 * kKnot, 1e-9);
  EXPECT_NEAR(profile.at(4000, 0).north, 20 * kKnot, 1e-9);
  EXPECT_NEAR(profile.at(40000, 0).north, 30 * kKnot, 1e-9);
}

RC_GTEST_PROP(WindProfile, GustsStayWithinTheirStrengthAndAreSmooth, ()) {
  FlightWeather weather;
  weather.gusts_kt = *rc::gen::inRange(1, 60);
  weather.seed = *rc::gen::arbitrary<std::uint64_t>();
  const WindProfile profile(weather);
  const std::int64_t from = *rc::gen::inRange<std::int64_t>(0, 100'000'000);
  Wind before = profile.at(0, from);
  for (std::int64_t tick = from + 1; tick < from + 200; ++tick) {
    const Wind wind = profile.at(0, tick);
    RC_ASSERT(std::sqrt(wind.east * wind.east + wind.north * wind.north) <= weather.gusts_kt * kKnot);
    RC_ASSERT(std::abs(wind.east - before.east) < 0.05 * weather.gusts_kt * kKnot);
    before = wind;
  }
}

TEST(WindProfile, GustsDifferBySeedAndRepeat) {
  FlightWeather one;
  one.gusts_kt = 20;
  FlightWeather other = one;
  other.seed = 2;
  EXPECT_EQ(WindProfile(one).at(0, 777), WindProfile(one).at(0, 777));
  EXPECT_NE(WindProfile(one).at(0, 777), WindProfile(other).at(0, 777));
}

const std::string kWindy =
    "name: windy\nstart: {latitude_deg: 47, longitude_deg: -125, heading_deg: 0, altitude_ft: 5000}\n"
    "weather:\n  wind: [{altitude_ft: 0, direction_deg: 270, speed_kt: 30}]\n"
    "phases: [{phase: cruise, speed_kt: 100, heading_deg: 0}]\n";

TEST(Weather, CrosswindMovesTheTrackNotTheHeading) {
  BenchAircraft aircraft(flight_text(kWindy));
  aircraft.at(60);
  const double true_speed = aircraft.get("AIRSPEED TRUE");
  EXPECT_NEAR(aircraft.get("PLANE HEADING DEGREES TRUE"), 0, 1e-6);
  EXPECT_NEAR(aircraft.get("GPS GROUND TRUE TRACK"), std::atan2(30, true_speed), 1e-4);
  EXPECT_NEAR(aircraft.get("GROUND VELOCITY"), std::hypot(30, true_speed), 1e-3);
  EXPECT_NEAR(aircraft.get("AMBIENT WIND VELOCITY"), 30, 1e-9);
  EXPECT_NEAR(aircraft.get("AMBIENT WIND DIRECTION"), 270, 1e-9);
  EXPECT_NEAR(aircraft.get("AMBIENT WIND X"), 30 * kKnot, 1e-9);
  EXPECT_NEAR(aircraft.get("AIRSPEED INDICATED"), 100, 0.5) << "the wind is not felt";
  EXPECT_NEAR(aircraft.get("VELOCITY BODY X") * 0.3048, 30 * kKnot, 0.05) << "it drifts to the right";
}

TEST(Weather, TheAircraftHasTheWindFromItsOwnSides) {
  BenchAircraft aircraft(flight_text(kWindy));
  aircraft.at(60);
  EXPECT_NEAR(aircraft.get("AIRCRAFT WIND X"), 30, 1e-6) << "from the left";
  EXPECT_NEAR(aircraft.get("AIRCRAFT WIND Z"), 0, 1e-6);
  EXPECT_EQ(aircraft.get("AIRCRAFT WIND Y"), 0);
  aircraft.set("PLANE HEADING DEGREES TRUE", 1.5 * M_PI);
  EXPECT_NEAR(aircraft.get("AIRCRAFT WIND X"), 0, 1e-6);
  EXPECT_NEAR(aircraft.get("AIRCRAFT WIND Z"), -30, 1e-6) << "a headwind";
}

TEST(Weather, SpeedOverTheWorldHasTheWindInIt) {
  BenchAircraft aircraft(flight_text(kWindy));
  aircraft.at(60);
  const double over = std::hypot(aircraft.get("GROUND VELOCITY") * kKnot, aircraft.get("VERTICAL SPEED") * 0.3048);
  EXPECT_NEAR(aircraft.get("TOTAL WORLD VELOCITY") * 0.3048, over, 0.01);
  const double air = aircraft.get("AIRSPEED TRUE") * kKnot;
  const double density = aircraft.get("AMBIENT DENSITY") * 515.378818;
  EXPECT_NEAR(aircraft.get("DYNAMIC PRESSURE") * 47.880259, 0.5 * density * air * air, 0.5);
}

TEST(Weather, HotAirIsAsThinAsThatFurtherUp) {
  const std::string begin =
      "name: hot\nstart: {latitude_deg: 47, longitude_deg: -125, heading_deg: 0, altitude_ft: 5000}\n";
  const std::string end = "phases: [{phase: cruise, speed_kt: 100}]\n";
  BenchAircraft standard(flight_text(begin + end));
  EXPECT_NEAR(standard.get("DENSITY ALTITUDE"), 5000, 1);
  BenchAircraft hot(flight_text(begin + "weather: {temperature_deviation_c: 20}\n" + end));
  EXPECT_NEAR(hot.get("DENSITY ALTITUDE"), 7310, 60) << "a handbook's rule: 120 ft a degree";
}

TEST(Weather, AStandingAircraftFeelsTheHeadwind) {
  BenchAircraft aircraft(flight_text(
      "name: p\nstart: {latitude_deg: 47, longitude_deg: -125, heading_deg: 270}\n"
      "weather: {wind: [{altitude_ft: 0, direction_deg: 270, speed_kt: 25}]}\nphases: [{phase: parked}]\n"));
  aircraft.at(20);
  EXPECT_NEAR(aircraft.get("AIRSPEED INDICATED"), 25, 0.1);
  EXPECT_EQ(aircraft.get("GROUND VELOCITY"), 0);
  EXPECT_NEAR(aircraft.get("PLANE LATITUDE") * 180 / M_PI, 47, 1e-12) << "brakes hold";
}

TEST(Weather, CrosswindDoesNotPushThroughTheWheels) {
  BenchAircraft aircraft(flight_text(
      "name: t\nstart: {latitude_deg: 47, longitude_deg: -125, heading_deg: 0}\n"
      "weather: {wind: [{altitude_ft: 0, direction_deg: 270, speed_kt: 25}]}\nphases: [{phase: takeoff}]\n"));
  for (int second = 0; second < 60 && aircraft.get("SIM ON GROUND") != 0; ++second) {
    EXPECT_NEAR(aircraft.get("PLANE LONGITUDE") * 180 / M_PI, -125, 1e-9);
    aircraft.run(1);
  }
  EXPECT_EQ(aircraft.get("SIM ON GROUND"), 0);
  aircraft.run(30);
  EXPECT_GT(aircraft.get("PLANE LONGITUDE") * 180 / M_PI, -125 + 1e-4) << "in the air it drifts";
}

TEST(Weather, GustsAreFeltAndRepeat) {
  std::string gusty = kWindy;
  gusty.replace(gusty.find("phases"), 0, "  gusts_kt: 20\n");
  BenchAircraft one(flight_text(gusty));
  BenchAircraft other(flight_text(gusty));
  double low = 1000;
  double high = 0;
  for (int second = 1; second <= 120; ++second) {
    one.at(second);
    low = std::min(low, one.get("AIRSPEED INDICATED"));
    high = std::max(high, one.get("AIRSPEED INDICATED"));
    ASSERT_NEAR(one.get("PLANE ALTITUDE"), 5000, 150);
  }
  EXPECT_GT(high - low, 4);
  EXPECT_LT(high - low, 40);
  other.at(120);
  EXPECT_EQ(one.get("AIRSPEED TRUE"), other.get("AIRSPEED TRUE"));
  EXPECT_EQ(one.get("PLANE LONGITUDE"), other.get("PLANE LONGITUDE"));
}

TEST(Weather, PressureAndTemperatureFollow) {
  BenchAircraft aircraft(
      flight_text("name: w\nstart: {latitude_deg: 47, longitude_deg: -125, heading_deg: 0, altitude_ft: 10000}\n"
                  "weather: {qnh_hpa: 993, temperature_deviation_c: 20}\nphases: [{phase: cruise}]\n"));
  aircraft.at(1);
  EXPECT_NEAR(aircraft.get("SEA LEVEL PRESSURE"), 993, 1e-9);
  EXPECT_NEAR(aircraft.get("AMBIENT TEMPERATURE"), 15 - 19.812 + 20, 0.01);
  EXPECT_NEAR(aircraft.get("STANDARD ATM TEMPERATURE"), (288.15 - 19.812) * 1.8, 0.01);
  EXPECT_NEAR(aircraft.get("AMBIENT PRESSURE") / 20.577, 993 / 1013.25, 1e-3);
  EXPECT_NEAR(aircraft.get("PRESSURE ALTITUDE") / 0.3048, 10000 + 20.25 * 27.3, 40) << "about 27 ft a hectopascal";
  EXPECT_NEAR(aircraft.get("INDICATED ALTITUDE"), aircraft.get("PRESSURE ALTITUDE") / 0.3048, 1) << "set to 1013.25";
  aircraft.trigger("BAROMETRIC");
  EXPECT_NEAR(aircraft.get("KOHLSMAN SETTING MB"), 993, 1e-9);
  EXPECT_NEAR(aircraft.get("INDICATED ALTITUDE"), aircraft.get("PLANE ALTITUDE"), 1e-6);
  const double density = aircraft.get("AMBIENT PRESSURE") * 3386.389 / (287.05287 * (288.15 - 19.812 + 20));
  EXPECT_NEAR(aircraft.get("AMBIENT DENSITY") * 515.378818, density, 1e-4);
}

TEST(Weather, AnUpdraftCarriesAGliderUp) {
  BenchAircraft glider(flight_text(
      "name: ridge\naircraft: ASK21\nstart: {latitude_deg: 47, longitude_deg: 8, heading_deg: 0, altitude_ft: 3000}\n"
      "weather: {wind: [{altitude_ft: 3000, direction_deg: 270, speed_kt: 20, updraft_fpm: 400}, {altitude_ft: 6000, "
      "direction_deg: 270, speed_kt: 25, updraft_fpm: 0}]}\nphases: [{phase: cruise}]\n"));
  glider.at(3600);
  EXPECT_GT(glider.get("PLANE ALTITUDE"), 4000);
  EXPECT_LT(glider.get("PLANE ALTITUDE"), 6000);
  EXPECT_NEAR(glider.get("VERTICAL SPEED"), 0, 0.5) << "as high as the lift carries";
}

// What blows at it is true airspeed; the needle lifts off its stop at 20 kt, at 30 in airliners.
TEST(Weather, WindAloneMovesNoNeedleOfAParkedAircraft) {
  struct Case {
    const char* aircraft;
    const char* wind_kt;
    double shown_kt;
  };
  for (const Case& row : {Case{"A320", "10", 0}, Case{"A320", "25", 0}, Case{"A320", "40", 40}, Case{"C172", "15", 0},
                          Case{"C172", "25", 25}}) {
    BenchAircraft parked(test::flight_text(std::string("name: w\naircraft: ") + row.aircraft +
                                           "\nstart: {latitude_deg: 1, longitude_deg: 2, heading_deg: 180}\n"
                                           "weather: {wind: [{altitude_ft: 0, direction_deg: 180, speed_kt: " +
                                           row.wind_kt + "}]}\nphases: [{phase: parked}]\n"));
    parked.run(5);
    EXPECT_NEAR(parked.get("AIRSPEED INDICATED"), row.shown_kt, 0.1) << row.aircraft << " in " << row.wind_kt << " kt";
    EXPECT_NEAR(parked.get("AIRSPEED TRUE"), std::stod(row.wind_kt), 0.1);
    EXPECT_EQ(parked.get("GROUND VELOCITY"), 0);
    EXPECT_EQ(parked.get("PLANE LATITUDE"), 1 * 0.017453292519943295);
  }
}

TEST(FlightFile, WeatherIsReadStrictly) {
  const auto parse = [](const std::string& weather) {
    return test::parse_flight_text(
        "name: w\nstart: {latitude_deg: 1, longitude_deg: 2, heading_deg: 3}\nphases: [{phase: parked}]\n" + weather +
            "\n",
        "f.yaml");
  };
  const auto flight =
      parse("weather: {wind: [{altitude_ft: 0, direction_deg: 10, speed_kt: 5}], gusts_kt: 3, seed: 9}");
  ASSERT_TRUE(flight.has_value()) << flight.error().message();
  EXPECT_EQ(flight->weather.wind.size(), 1u);
  EXPECT_EQ(flight->weather.gusts_kt, 3);
  EXPECT_EQ(flight->weather.seed, 9u);
  EXPECT_EQ(flight->weather.qnh_hpa, 1013.25);
  EXPECT_THAT(parse("weather: {gust_kt: 3}"), FailsWith(AllOf(HasSubstr("f.yaml:4:11"), HasSubstr("gusts_kt"))));
  EXPECT_THAT(parse("weather: {qnh_hpa: 30}"), FailsWith(HasSubstr("f.yaml:4:20")));
  EXPECT_THAT(parse("weather: {wind: [{altitude_ft: 9, direction_deg: 1, speed_kt: 5}, {altitude_ft: 9, direction_deg: "
                    "1, speed_kt: 5}]}"),
              FailsWith(HasSubstr("layers of wind go up")));
}

}  // namespace
}  // namespace checkride::emulator
