// Goal: flight files are read strictly, and every mistake names its place and the remedy. Method: one broken file each.
#include "sim/flight.hpp"

#include "bench_aircraft.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::emulator {
namespace {

using checkride::test::FailsWith;
using testing::AllOf;
using testing::HasSubstr;

const std::string kGood =
    "name: hop\n"
    "aircraft: C172\n"
    "start:\n"
    "  latitude_deg: 47\n"
    "  longitude_deg: -124\n"
    "  altitude_ft: 2500\n"
    "  heading_deg: 180\n"
    "phases:\n"
    "  - phase: cruise\n"
    "    until: {duration: 1m30s, distance_nm: 4}\n"
    "    speed_kt: 100\n"
    "  - phase: descent\n"
    "    vertical_speed_fpm: -500\n";

// kGood with one piece of text replaced.
std::string with(const std::string& old_text, const std::string& new_text) {
  std::string yaml = kGood;
  const auto at = yaml.find(old_text);
  EXPECT_NE(at, std::string::npos) << old_text;
  return yaml.replace(at, old_text.size(), new_text);
}

Result<Flight> parse(const std::string& yaml) {
  return test::parse_flight_text(yaml, "f.yaml");
}

TEST(FlightFile, IsReadWhole) {
  const auto flight = parse(kGood);
  ASSERT_TRUE(flight.has_value()) << flight.error().message();
  EXPECT_EQ(flight->name, "hop");
  EXPECT_EQ(flight->start.longitude_deg, -124);
  EXPECT_EQ(flight->start.fuel_gal, 53);
  ASSERT_EQ(flight->phases.size(), 2u);
  EXPECT_EQ(flight->phases[0].kind, PhaseKind::cruise);
  EXPECT_EQ(flight->phases[0].until.duration, std::chrono::seconds(90));
  EXPECT_EQ(flight->phases[0].until.distance_nm, 4);
  EXPECT_FALSE(flight->phases[1].until.given());
  EXPECT_EQ(flight->phases[1].vertical_speed_fpm, -500);
}

TEST(FlightFile, WithoutAltitudeStandsOnTheGround) {
  const auto flight = parse(
      "name: a\nstart: {latitude_deg: 1, longitude_deg: 2, heading_deg: 3, ground_elevation_ft: 70}\n"
      "phases: [{phase: parked}]\n");
  ASSERT_TRUE(flight.has_value()) << flight.error().message();
  EXPECT_EQ(flight->start.altitude_ft, 74);
}

TEST(FlightFile, UnknownKeySaysWhichWasMeant) {
  EXPECT_THAT(parse(with("speed_kt", "sped_kt")), FailsWith(AllOf(HasSubstr("f.yaml:11:5"), HasSubstr("speed_kt"))));
}

TEST(FlightFile, UnknownPhaseListsThePhases) {
  EXPECT_THAT(parse(with("phase: cruise", "phase: cruse")),
              FailsWith(AllOf(HasSubstr("f.yaml:9:12"), HasSubstr("cruise"))));
}

TEST(FlightFile, UnknownAircraftIsRefused) {
  EXPECT_THAT(parse(with("C172", "C127")), FailsWith(AllOf(HasSubstr("f.yaml:2:11"), HasSubstr("C172"))));
}

TEST(FlightFile, MissingKeysAreTold) {
  EXPECT_THAT(parse(with("  latitude_deg: 47\n", "")), FailsWith(HasSubstr("latitude_deg")));
  EXPECT_THAT(parse("name: a\n"), FailsWith(AllOf(HasSubstr("start"), HasSubstr("phases"))));
}

TEST(FlightFile, ValuesHaveLimits) {
  EXPECT_THAT(parse(with("latitude_deg: 47", "latitude_deg: 97")), FailsWith(HasSubstr("f.yaml:4:17")));
  EXPECT_THAT(parse(with("heading_deg: 180", "heading_deg: 361")), FailsWith(HasSubstr("f.yaml:7:16")));
  EXPECT_THAT(parse(with("heading_deg: 180", "fuel_gal: 57")), FailsWith(HasSubstr("f.yaml:7:13")));
}

TEST(FlightFile, BelowTheGroundIsRefused) {
  EXPECT_THAT(parse(with("altitude_ft: 2500", "altitude_ft: -20")), FailsWith(HasSubstr("20 ft below its ground")));
}

TEST(FlightFile, OnlyTheLastPhaseMayLackAnEnd) {
  EXPECT_THAT(parse(with("    until: {duration: 1m30s, distance_nm: 4}\n", "")),
              FailsWith(AllOf(HasSubstr("f.yaml:9:5"), HasSubstr("until"))));
}

TEST(FlightFile, AnEndHasToSaySomething) {
  EXPECT_THAT(parse(with("{duration: 1m30s, distance_nm: 4}", "{}")), FailsWith(HasSubstr("give altitude_ft")));
}

TEST(FlightFile, AnEndThatCannotComeIsRefused) {
  EXPECT_THAT(parse(with("duration: 1m30s", "altitude_ft: 3000")), FailsWith(HasSubstr("would never end")));
}

TEST(FlightFile, VerticalSpeedHasTheSignOfItsPhase) {
  EXPECT_THAT(parse(with("-500", "500")), FailsWith(AllOf(HasSubstr("f.yaml:13:25"), HasSubstr("below 0"))));
  EXPECT_THAT(parse(with("phase: descent", "phase: climb")), FailsWith(HasSubstr("above 0")));
  EXPECT_THAT(parse(with("speed_kt: 100", "vertical_speed_fpm: 100")), FailsWith(HasSubstr("keeps its altitude")));
}

TEST(FlightFile, TheFirstPhaseFitsTheStart) {
  EXPECT_THAT(parse(with("phase: cruise", "phase: takeoff")), FailsWith(HasSubstr("starts in the air")));
  EXPECT_THAT(parse(with("  altitude_ft: 2500\n", "")), FailsWith(HasSubstr("starts on the ground")));
}

TEST(FlightFile, NoPhasesAreNoFlight) {
  EXPECT_THAT(parse("name: a\nstart: {latitude_deg: 1, longitude_deg: 2, heading_deg: 3}\nphases: []\n"),
              FailsWith(HasSubstr("at least one phase")));
}

TEST(FlightFile, AllMistakesComeAtOnce) {
  const auto flight = parse(with("speed_kt: 100", "speed_kt: fast\n    wings: 2"));
  EXPECT_THAT(flight, FailsWith(AllOf(HasSubstr("f.yaml:11:"), HasSubstr("f.yaml:12:"))));
}

TEST(FlightFile, ALandingEndsByItself) {
  EXPECT_TRUE(
      parse(with("  - phase: descent\n    vertical_speed_fpm: -500\n", "  - phase: landing\n  - phase: parked\n"))
          .has_value());
}

TEST(FlightFile, SpeedsFitTheAircraft) {
  EXPECT_THAT(parse(with("speed_kt: 100", "speed_kt: 290")), FailsWith(HasSubstr("f.yaml:11:15")));
  EXPECT_THAT(parse(with("speed_kt: 100", "mach: 0.7")), FailsWith(HasSubstr("only jets")));
  std::string jet = with("speed_kt: 100", "speed_kt: 290\n    mach: 0.78");
  jet.replace(jet.find("C172"), 4, "A320");
  const auto flight = parse(jet);
  ASSERT_TRUE(flight.has_value()) << flight.error().message();
  EXPECT_EQ(flight->phases[0].mach, 0.78);
  EXPECT_EQ(flight->start.fuel_gal, 2200) << "each type has its own";
}

TEST(FlightFile, AGliderDoesNotTakeOff) {
  std::string yaml = with("  altitude_ft: 2500\n", "");
  yaml.replace(yaml.find("C172"), 4, "ASK21");
  yaml.replace(yaml.find("phase: cruise"), 13, "phase: takeoff");
  EXPECT_THAT(parse(yaml), FailsWith(HasSubstr("a glider does not take off by itself")));
}

TEST(FlightFile, TheFlightsThatComeWithItLoad) {
  for (const char* name :
       {"coastal_pass", "coastal_hop", "parked", "da62_ifr", "a320_hop", "b738_regional", "glider_ridge"}) {
    EXPECT_EQ(test::flight_file(name).name, name);
  }
}

TEST(FlightFile, OnlyATaxiHasPoints) {
  const auto flight = parse(
      "name: a\nstart: {latitude_deg: 1, longitude_deg: 2, heading_deg: 3}\n"
      "phases:\n  - phase: taxi\n    points: [{latitude_deg: 1, longitude_deg: 2.001}]\n  - phase: parked\n");
  ASSERT_TRUE(flight.has_value()) << flight.error().message();
  ASSERT_EQ(flight->phases[0].points.size(), 1u);
  EXPECT_EQ(flight->phases[0].points[0].longitude_deg, 2.001);
  EXPECT_THAT(parse(with("speed_kt: 100", "points: [{latitude_deg: 1, longitude_deg: 2}]")),
              FailsWith(AllOf(HasSubstr("f.yaml:11"), HasSubstr("only a taxi goes along points"))));
  EXPECT_THAT(parse("name: a\nstart: {latitude_deg: 1, longitude_deg: 2, heading_deg: 3}\n"
                    "phases: [{phase: taxi, points: [{latitude_deg: 91}]}]\n"),
              FailsWith(AllOf(HasSubstr("91 is out of range"), HasSubstr("longitude_deg"))));
}

}  // namespace
}  // namespace checkride::emulator
