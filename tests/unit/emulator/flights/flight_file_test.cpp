// Goal: flights with the files that they name. Method: files in a map; mistakes with their places.
#include "flights/flight_file.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "checkride/emulator/emulator.hpp"
#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "sim/bench_aircraft.hpp"

namespace checkride::emulator {
namespace {

using checkride::test::FailsWith;
using checkride::test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;

using Files = std::map<std::string, std::string>;

const std::string kPlan =
    "<SimBase.Document><FlightPlan.FlightPlan><Title>A to B</Title><CruisingAlt>3000</CruisingAlt>"
    "<ATCWaypoint id=\"A\"><WorldPosition>47,-122,500</WorldPosition></ATCWaypoint>"
    "<ATCWaypoint id=\"B\"><WorldPosition>47,-121,0</WorldPosition></ATCWaypoint>"
    "</FlightPlan.FlightPlan></SimBase.Document>";
const std::string kTrack = "time,lat,lon,alt\n0,46,-120,2000\n10,46.005,-120,2100\n";

Result<FlightFile> read(const std::string& path, const Files& files) {
  return read_flight_file(path, [&files](const std::string& name) -> Result<std::string> {
    const auto found = files.find(name);
    if (found == files.end()) return Error::invalid("no file " + name);
    return found->second;
  });
}

TEST(FlightFiles, EveryExampleCanBeFlown) {
  const std::filesystem::path folder = CHECKRIDE_SOURCE_DIR "/scenarios/flights";
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.insert(entry.path().string());
  names.erase((folder / "README.md").string());
  names.erase((folder / "coast_line.kml").string());  // without times: coast_line.yaml has its speed
  ASSERT_GE(names.size(), 10u);
  for (const std::string& name : names) {
    const auto file = read_flight_file(name, [](const std::string& path) -> Result<std::string> {
      std::ifstream in(path);
      return std::string(std::istreambuf_iterator<char>(in), {});
    });
    EXPECT_TRUE(file.has_value()) << file.error().message();
  }
}

TEST(FlightFiles, TrafficFliesInTheWeatherOfTheFlight) {
  const std::string start = "{latitude_deg: 47, longitude_deg: -122, altitude_ft: 3000, heading_deg: 90}";
  const std::string phases = "[{phase: cruise}]";
  const std::string yaml = "name: f\nstart: " + start + "\nphases: " + phases + "\nweather: {qnh_hpa: 990}\n" +
                           "traffic:\n  - {start: " + start + ", phases: " + phases + "}\n";
  const auto file = read("f.yaml", {{"f.yaml", yaml}});
  ASSERT_TRUE(file.has_value()) << file.error().message();
  EXPECT_EQ(file->flight.weather.qnh_hpa, 990);
  EXPECT_EQ(file->traffic.at(0).flight.weather.qnh_hpa, 990);
}

TEST(FlightFiles, APlanAloneIsFlownFromItsDeparture) {
  const auto file = read("plans/hop.PLN", {{"plans/hop.PLN", kPlan}});
  ASSERT_TRUE(file.has_value()) << file.error().message();
  EXPECT_EQ(file->flight.name, "hop");
  EXPECT_EQ(file->flight.aircraft, "C172");
  ASSERT_TRUE(file->flight.plan.has_value());
  EXPECT_EQ(file->flight.start.latitude_deg, 47);
  EXPECT_EQ(file->flight.start.ground_elevation_ft, 500);
  EXPECT_GT(file->flight.start.altitude_ft, 500);
  EXPECT_NEAR(file->flight.start.heading_deg, 90, 1);
}

TEST(FlightFiles, ATrackAloneIsFlown) {
  const auto file = read("t.csv", {{"t.csv", kTrack}});
  ASSERT_TRUE(file.has_value()) << file.error().message();
  ASSERT_TRUE(file->flight.track.has_value());
  EXPECT_EQ(file->flight.start.altitude_ft, 2000);
}

TEST(FlightFiles, NamedFilesLieBesideTheFlight) {
  const auto plan = read("a/f.yaml", {{"a/f.yaml", "name: f\nplan: b/p.pln\n"}, {"a/b/p.pln", kPlan}});
  ASSERT_TRUE(plan.has_value()) << plan.error().message();
  EXPECT_EQ(plan->flight.plan->title, "A to B");
  const auto track =
      read("f.yaml", {{"f.yaml", "name: f\ntrack: /t.csv\nstart: {fuel_gal: 20}\n"}, {"/t.csv", kTrack}});
  ASSERT_TRUE(track.has_value()) << track.error().message();
  EXPECT_EQ(track->flight.start.fuel_gal, 20);
  EXPECT_THAT(read("a/f.yaml", {{"a/f.yaml", "name: f\nplan: p.pln\n"}}), FailsWith(HasSubstr("no file a/p.pln")));
}

TEST(FlightFiles, AFlightWithAPlanMayBeginElsewhere) {
  const auto file = read("f.yaml", {{"f.yaml",
                                     "name: f\nplan: p.pln\nstart: {latitude_deg: 46.5, longitude_deg: -122, "
                                     "heading_deg: 10, altitude_ft: 4000}\n"},
                                    {"p.pln", kPlan}});
  ASSERT_TRUE(file.has_value()) << file.error().message();
  EXPECT_EQ(file->flight.start.latitude_deg, 46.5);
  EXPECT_EQ(file->flight.start.altitude_ft, 4000);
}

TEST(FlightFiles, TrackOptionsAreRead) {
  const auto file =
      read("f.yaml", {{"f.yaml", "name: f\ntrack: {file: r.gpx, speed_kt: 90, altitude_ft: 3000, end: loop}\n"},
                      {"r.gpx", "<gpx><rte><rtept lat=\"1\" lon=\"1\"/><rtept lat=\"1\" lon=\"2\"/></rte></gpx>"}});
  ASSERT_TRUE(file.has_value()) << file.error().message();
  EXPECT_EQ(file->flight.track->end, TrackEnd::loop);
  EXPECT_EQ(file->flight.track->samples[0].altitude_ft, 3000);
}

TEST(FlightFiles, TrafficHasFlightsOfItsOwn) {
  const std::string yaml =
      "name: f\nplan: p.pln\ntraffic:\n"
      "  - {title: Cessna 152 Asobo, tail_number: N1, airline: Test, flight_number: '7', track: t.csv}\n"
      "  - tail_number: N2\n    start: {latitude_deg: 47, longitude_deg: -122, heading_deg: 0, altitude_ft: 3000}\n"
      "    phases: [{phase: cruise}]\n";
  const auto file = read("f.yaml", {{"f.yaml", yaml}, {"p.pln", kPlan}, {"t.csv", kTrack}});
  ASSERT_TRUE(file.has_value()) << file.error().message();
  ASSERT_EQ(file->traffic.size(), 2u);
  EXPECT_EQ(file->traffic[0].title, "Cessna 152 Asobo");
  EXPECT_TRUE(file->traffic[0].flight.track.has_value());
  EXPECT_EQ(file->traffic[1].flight.phases.size(), 1u);
  EXPECT_THAT(files_of_flight(yaml), ElementsAre("p.pln", "t.csv"));
}

TEST(FlightFiles, MistakesComeAllAtOnce) {
  const auto file = read("f.yaml", {{"f.yaml",
                                     "name: f\ntrack: {fil: t.csv, end: never}\nplan: p.pln\n"
                                     "traffic:\n  - {tail: N1, phases: []}\n"}});
  EXPECT_THAT(file, FailsWith(HasSubstr("f.yaml:2:9: unknown key \"fil\", did you mean \"file\"?")));
  EXPECT_THAT(file, FailsWith(HasSubstr("f.yaml:2:26:")));
  EXPECT_THAT(file, FailsWith(HasSubstr("f.yaml:5:6: unknown key \"tail\"")));
  EXPECT_THAT(read("f.yaml", {{"f.yaml", "name: f\ntrack: t.csv\nplan: p.pln\nphases: [{phase: cruise}]\n"}}),
              FailsWith(HasSubstr("f.yaml:3:7: give a plan or a track, not both")));
  EXPECT_THAT(read("f.yaml", {{"f.yaml", "name: f\ntrack: t.csv\nphases: [{phase: cruise}]\n"}}),
              FailsWith(HasSubstr("f.yaml:3:9: a track has no phases")));
  EXPECT_THAT(read("f.yaml", {{"f.yaml", "name: f\n"}}), FailsWith(HasSubstr("the key \"phases\" is missing")));
}

TEST(FlightFiles, LongTextsAreQuotedByTheirBegin) {
  const std::string text(100'000, 'x');
  const std::string shown = "\"" + std::string(60, 'x') + "...\"";
  for (const std::string& yaml :
       {text, "\"" + text + "\": 1\n", "name: f\nweather: " + text + "\n", "name: f\nphases: [{phase: " + text + "}]\n",
        "name: f\nphases: [{phase: cruise, until: {duration: " + text + "}}]\n", "name: !" + text + " f\n",
        text + ": 1\n" + text + ": 1\n"}) {
    const auto file = read("f.yaml", {{"f.yaml", yaml}});
    ASSERT_FALSE(file.has_value());
    EXPECT_LT(file.error().message().size(), 2000u) << yaml.substr(0, 40);
  }
  EXPECT_THAT(read("f.yaml", {{"f.yaml", text}}), FailsWith(HasSubstr("not a single value")));
  EXPECT_THAT(read("t.csv", {{"t.csv", "latitude,longitude,altitude,time\n" + text + ",1,1,1\n"}}),
              FailsWith(HasSubstr("expected a number, not " + shown)));
  EXPECT_THAT(read("t.csv", {{"t.csv", text + "\n1\n"}}), FailsWith(HasSubstr("a column " + shown)));
}

// The examples of the repository are flights.
TEST(FlightFiles, TheExamplesCanBeFlown) {
  for (const char* name : {"circuit.yaml", "circuit.gpx", "coast_line.yaml", "seattle_portland.pln"}) {
    const std::string path = std::string(CHECKRIDE_SOURCE_DIR) + "/scenarios/flights/" + name;
    const auto file = read_flight_file(
        path, [](const std::string& wanted) { return Result<std::string>(emulator::test::read_file(wanted)); });
    EXPECT_THAT(file, IsOk()) << name;
  }
}

RC_GTEST_PROP(FlightFiles, AnyTextIsAFlightOrAnError, (const std::string& text)) {
  for (const char* path : {"f.yaml", "p.pln", "t.kml"}) {
    const auto file = read(path, {{path, text}});
    if (!file) RC_ASSERT(!file.error().message().empty());
  }
  (void)files_of_flight(text);
}

}  // namespace
}  // namespace checkride::emulator
